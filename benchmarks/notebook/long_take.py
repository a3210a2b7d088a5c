"""An hour of audio with 10,000 words: how soon the page opens, how long a frame takes.

Run: python benchmarks/notebook/long_take.py [--minutes 60] [--words 10000]

Opens the page with the sound beside it, as `viva say` and `viva render` write it from 30 MB of
sound on, and plays from its middle. Then a take of 30 MB with the sound inside; and, as the peer of
both, pages that hold nothing but `<audio src="data:…">`: the least an embedded sound costs.
Needs playwright and Debian's chromium.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING

from browsing import RATE, make_take, open_browser, tell, trace_frames

from vivavoce.cli.speech import LARGE_SOUND
from vivavoce.exports.html import page_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from vivavoce.speech import Take


def open_page(browser: Browser, path: Path) -> tuple[Page, float]:
    """The page, and seconds until it is ready to play."""
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    begun = time.perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_function(
        "() => document.querySelector('audio')?.readyState >= 2"
        " && (!document.querySelector('.vv') || document.querySelector('.vv[data-ready]'))",
        timeout=120_000,
    )
    return page, round(time.perf_counter() - begun, 2)


def play(page: Page, at: float, trace: Path) -> dict[str, float]:
    """The work of frames while it plays from `at` seconds on."""
    page.locator(".play").click()
    page.evaluate("(at) => { document.querySelector('audio').currentTime = at }", at)
    page.wait_for_timeout(1500)
    return trace_frames(page, trace, 15)


def measure(browser: Browser, folder: Path, take: Take, name: str, source: str) -> None:
    """Write the page of a take, open it and play it."""
    path = folder / "page.html"
    begun = time.perf_counter()
    path.write_text(page_html(take, sources=[source] if source else []), encoding="utf-8")
    made = round(time.perf_counter() - begun, 2)
    page, opened = open_page(browser, path)
    frames = play(page, take.audio.duration / 2, folder / "trace.json")
    page.close()
    size = round(path.stat().st_size / 1e6, 1)
    tell(page=name, mb=size, made_s=made, opened_s=opened, **frames)


def measure_bare(browser: Browser, folder: Path, take: Take) -> None:
    """How soon a page opens that holds the sound and nothing else."""
    path = folder / "bare.html"
    sound = b64encode(take.audio.to_wav()).decode()
    path.write_text(
        f'<!doctype html><title>x</title><audio controls src="data:audio/wav;base64,{sound}">'
    )
    page, opened = open_page(browser, path)
    page.close()
    minutes = round(take.audio.duration / 60, 1)
    tell(page=f"nothing but <audio> with {minutes} min inside", opened_s=opened)


def run() -> None:
    """Print one JSON object a page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--words", type=int, default=10_000)
    chosen = parser.parse_args()
    take = make_take(chosen.minutes, chosen.words)
    shorter = LARGE_SOUND / RATE / 2 / 60
    short = make_take(shorter, round(chosen.words * shorter / chosen.minutes))
    with tempfile.TemporaryDirectory() as temporary, open_browser() as browser:
        folder = Path(temporary)
        (folder / "take.wav").write_bytes(take.audio.to_wav())
        measure(browser, folder, take, f"{chosen.minutes:g} min, sound beside", "take.wav")
        measure(browser, folder, short, f"{shorter:.1f} min, sound inside", "")
        measure_bare(browser, folder, short)
        measure_bare(browser, folder, take)


if __name__ == "__main__":
    run()
