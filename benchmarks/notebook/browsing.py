"""What the benchmarks of the notebook side share: a browser, an invented take, figures."""

from __future__ import annotations

import json
import math
from array import array
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

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

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

RATE = 22_050
VOCABULARY = ("the", "ferry", "reached", "a", "shore", "at", "dawn", "and", "nobody", "saw", "mist")
PHONES = ("k", "ɹ", "iː", "t", "ə", "n", "ˈaʊ", "s")
VISEMES = ("cdgknstxyz", "r", "ee", "aei", "o", "bmp")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Debian's Chromium, without the flag that lets sound start by itself."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", headless=True, args=FLAGS
        )
        yield browser
        browser.close()


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
        if index % 48 == 0:
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
        title="A benchmark",
    )


def trace_frames(page: Page, path: Path, seconds: float) -> dict[str, float]:
    """What the main thread does for each frame: script, style, layout, paint, commit.

    Processor time is the page's own; the clock also counts what else the machine was doing.
    `script` is what of it the page's own code takes.
    """
    browser = page.context.browser
    assert browser
    browser.start_tracing(page=page, path=path, categories=["cc", "toplevel", "devtools.timeline"])
    page.wait_for_timeout(1000 * seconds)
    browser.stop_tracing()
    events = json.loads(path.read_text(encoding="utf-8"))["traceEvents"]
    frames = [e for e in events if e.get("name") == "ProxyMain::BeginMainFrame" and "dur" in e]
    told: dict[str, float] = {"frames": len(frames)}
    scripts = [e for e in events if e.get("name") == "FireAnimationFrame" and "tdur" in e]
    kinds = (("cpu", frames, "tdur"), ("clock", frames, "dur"), ("script", scripts, "tdur"))
    for name, chosen, key in kinds:
        times = [event[key] / 1000 for event in chosen]
        told[f"{name}_median_ms"] = find_quantile(times, 0.5)
        told[f"{name}_p99_ms"] = find_quantile(times, 0.99)
    return told


def find_quantile(values: Iterable[float], part: float) -> float:
    """The value below which `part` of all lie, to a hundredth."""
    ordered = sorted(values)
    return round(ordered[min(int(len(ordered) * part), len(ordered) - 1)], 2)


def tell(**figures: object) -> None:
    """Print one line of JSON."""
    print(json.dumps(figures, ensure_ascii=False), flush=True)
