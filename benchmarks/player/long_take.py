"""An hour of audio with 10,000 words: how soon the page opens, how long a frame takes.

Run: python benchmarks/player/long_take.py [--minutes 60] [--words 10000]

Opens the page twice, the sound inside it and the sound beside it, and plays from its middle.
Frame work is script, style, layout, paint and commit on the main thread, from Chromium's own trace.
Needs playwright and Debian's chromium.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
import time
from array import array
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from vivavoce.exports.html import page_html
from vivavoce.speech import (
    Alignment,
    Audio,
    Passage,
    Phone,
    Provenance,
    Request,
    Take,
    Viseme,
    Word,
)
from vivavoce.text import Span

RATE = 22_050
VOCABULARY = ("the", "ferry", "reached", "a", "shore", "at", "dawn", "and", "nobody", "saw", "mist")
PHONES = ("k", "ɹ", "iː", "t", "ə", "n", "ˈaʊ", "s")
VISEMES = ("cdgknstxyz", "r", "ee", "aei", "o", "bmp")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def make_take(minutes: float, count: int) -> Take:
    """Tones and invented phones, evenly spaced; lines of twelve words, a tag in every fourth."""
    step = minutes * 60 / count
    block = array(
        "h", (int(8000 * math.sin(n / 9) * math.sin(n / 3000)) for n in range(RATE))
    ).tobytes()
    words, phones, visemes = [], [], []
    passages: list[Passage] = []
    script: list[str] = []
    offset = 0
    for index in range(count):
        if index % 12 == 0 and index % 48 == 0:
            script.append("[whispering] ")
            offset += len(script[-1])
        word = VOCABULARY[index * 7 % len(VOCABULARY)]
        start = index * step
        words.append(Word(word, start, start + step * 0.9, Span(offset, offset + len(word))))
        for part in range(4):
            at = start + part * step * 0.22
            phones.append(Phone(PHONES[(index + part) % 8], at, at + step * 0.22, index))
            visemes.append(Viseme(VISEMES[(index + part) % 6], at, at + step * 0.22))
        ends = index % 12 == 11 or index == count - 1
        script.append(f"{word}.\n\n" if ends else f"{word} ")
        offset += len(script[-1])
        if ends:
            opened = passages[-1].span.end + 2 if passages else 0
            begun = passages[-1].end if passages else 0.0
            passages.append(Passage(Span(opened, offset - 2), begun, start + step, "NARRATOR"))
    return Take(
        script="".join(script),
        requests=(Request("".join(script), "Ashley", "inworld-tts-2"),),
        audio=Audio(block * round(minutes * 60), RATE),
        alignment=Alignment(tuple(words), tuple(phones), tuple(visemes)),
        provenance=Provenance("benchmark", model="inworld-tts-2"),
        passages=tuple(passages),
        title="An hour",
    )


def open_and_play(browser: Browser, path: Path, duration: float) -> dict[str, float]:
    """Seconds until the page is ready, and milliseconds of work a frame while it plays."""
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    begun = time.perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_selector(".vv[data-ready]")
    page.wait_for_function("() => document.querySelector('audio').readyState >= 2")
    opened = time.perf_counter() - begun
    page.locator(".play").click()
    page.evaluate("(at) => { document.querySelector('audio').currentTime = at }", duration / 2)
    page.wait_for_timeout(1500)
    trace = path.with_suffix(".trace")
    browser.start_tracing(page=page, path=trace, categories=["cc", "toplevel"])
    page.wait_for_timeout(15_000)
    browser.stop_tracing()
    page.close()
    return {"opened_s": round(opened, 2), **read_frames(trace)}


def read_frames(trace: Path) -> dict[str, float]:
    """What the main thread did for each frame: script, style, layout, paint, commit."""
    events = json.loads(trace.read_text(encoding="utf-8"))["traceEvents"]
    frames = [e for e in events if e.get("name") == "ProxyMain::BeginMainFrame" and "dur" in e]
    told: dict[str, float] = {"frames": len(frames)}
    # Processor time is the page's own; the clock also counts what else the machine was doing.
    for name, key in (("cpu", "tdur"), ("clock", "dur")):
        times = sorted(frame[key] / 1000 for frame in frames)
        told[f"{name}_median_ms"] = round(times[len(times) // 2], 2)
        told[f"{name}_p99_ms"] = round(times[int(len(times) * 0.99)], 2)
    return told


def run() -> None:
    """Print one JSON object a page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--words", type=int, default=10_000)
    chosen = parser.parse_args()
    take = make_take(chosen.minutes, chosen.words)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", headless=True, args=FLAGS
        )
        (Path(folder) / "take.wav").write_bytes(take.audio.to_wav())
        for name, sources in (("sound beside", ["take.wav"]), ("sound inside", [])):
            path = Path(folder) / "page.html"
            begun = time.perf_counter()
            path.write_text(page_html(take, sources=sources), encoding="utf-8")
            made = round(time.perf_counter() - begun, 2)
            size = round(path.stat().st_size / 1e6, 1)
            told = open_and_play(browser, path, take.audio.duration)
            print(json.dumps({"page": name, "mb": size, "made_s": made, **told}), flush=True)
        browser.close()


if __name__ == "__main__":
    run()
