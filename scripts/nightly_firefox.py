"""The player in Debian's Firefox: it plays, words light in order, two frames late at most.

python scripts/nightly_firefox.py    needs firefox-esr, espeak-ng and the `speech` extra

Firefox is spoken to in WebDriver BiDi, its own remote protocol; no driver stands in between.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections import deque
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from websockets.sync.client import ClientConnection, connect

import vivavoce
from vivavoce.exports.html import page_html
from vivavoce.speech import Audio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.speech import Take

FIREFOX = "firefox-esr"
TEXT = (
    "The ferry reached the shore at dawn, and nobody saw it come in. A boy ran down to the water; "
    "he had a letter in his hand, and his name stood on it. He read it twice, and ran home again."
)
LATE = 0.040
"""Seconds; `currentTime` of Firefox stands still for 25 to 40 ms (ESR 153, Aug 2026)."""

WATCH = """(speed) => new Promise((done) => {
  const audio = document.querySelector('audio'), root = document.querySelector('.text');
  const {words} = JSON.parse(document.querySelector('script[type="application/json"]').textContent);
  const starts = words.filter((_, at) => at % 2 === 0);
  const lit = () => Number(root.querySelector('[aria-current]')?.dataset.w ?? -1);
  const order = [], lags = [], frames = [];
  let shown = 0, wrong = 0, before = 0;
  new MutationObserver(() => {
    if (lit() < 0 || lit() === order.at(-1)) return;
    order.push(lit());
    lags.push((audio.currentTime - starts[lit()]) / speed);
  }).observe(root, {subtree: true, attributeFilter: ['aria-current']});
  audio.addEventListener('play', () => requestAnimationFrame(function frame(now) {
    frames.push(now - before);
    before = now;
    const due = starts.findLastIndex((start) => start <= audio.currentTime);
    if (!audio.paused) { shown++; wrong += lit() !== due; }
    if (!audio.ended) requestAnimationFrame(frame);
  }));
  audio.addEventListener('ended', () => setTimeout(() => {
    const part = (list, share) => list.sort((a, b) => a - b)[Math.floor(list.length * share)];
    done(JSON.stringify({order, words: starts.length, left: lit(), shown, wrong,
      median: part(lags, 0.5), p95: part(lags, 0.95), frame: part(frames.slice(1), 0.95) / 1000}));
  }, 100));
})"""


class Firefox:
    """A page in Firefox."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.said: list[str] = []
        self._numbers = count(1)
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=["log.entryAdded"])
        self.page = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method: str, **given: object) -> Any:
        """Send a command and wait for its result; what the page logs meanwhile is kept."""
        number = next(self._numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": given}))
        while True:
            told = json.loads(self.socket.recv(timeout=60))
            if told.get("method") == "log.entryAdded" and told["params"]["level"] == "error":
                self.said.append(told["params"]["text"])
            if told.get("id") != number:
                continue
            if told["type"] == "error":
                raise RuntimeError(f"{method}: {told['message']}")
            return told["result"]

    def open(self, path: Path) -> None:
        """Show a file."""
        self.ask("browsingContext.navigate", context=self.page, url=path.as_uri(), wait="complete")

    def evaluate(self, expression: str) -> Any:
        """What an expression comes to, awaited."""
        told = self.ask(
            "script.evaluate",
            expression=expression,
            target={"context": self.page},
            awaitPromise=True,
        )
        if told["type"] == "exception":
            raise RuntimeError(told["exceptionDetails"]["text"])
        return told["result"].get("value")

    def click(self, selector: str) -> None:
        """A real press in the middle of an element."""
        box = self.evaluate(
            f"JSON.stringify(document.querySelector({selector!r}).getBoundingClientRect())"
        )
        place = json.loads(box)
        acts = [
            {
                "type": "pointerMove",
                "x": round(place["x"] + place["width"] / 2),
                "y": round(place["y"] + place["height"] / 2),
            },
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        pointer = {"type": "pointer", "id": "mouse", "actions": acts}
        self.ask("input.performActions", context=self.page, actions=[pointer])


@contextmanager
def open_firefox() -> Iterator[Firefox]:
    """A fresh, headless Firefox."""
    with tempfile.TemporaryDirectory() as profile:
        options = ["--headless", "--no-remote", "--remote-debugging-port", "0"]
        process = subprocess.Popen(
            [FIREFOX, *options, "--profile", profile, "about:blank"],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        try:
            with connect(f"{_find_address(process)}/session", max_size=None, proxy=None) as socket:
                yield Firefox(socket)
        finally:
            process.terminate()
            process.wait(20)


def _find_address(process: subprocess.Popen[str]) -> str:
    last: deque[str] = deque(maxlen=5)
    for line in process.stderr or ():
        if match := re.search(r"listening on (ws://\S+)", line):
            return match[1]
        last.append(line)
    raise RuntimeError(f"Firefox did not start: {''.join(last)}")


def make_take() -> Take:
    """A spoken text with silence behind it.

    Without a sound device Firefox 153 ends any sound two seconds early, players or not.
    """
    take = vivavoce.say(TEXT)
    audio = Audio.join([take.audio, Audio.silence(5, take.audio.sample_rate)])
    return replace(take, audio=audio)


def watch(firefox: Firefox, speed: float) -> dict[str, Any]:
    """Play to the end at a speed; gives what was seen."""
    firefox.evaluate(
        f"(() => {{ const speed = document.querySelector('select'); speed.value = {speed};"
        f" speed.dispatchEvent(new Event('change')); window.seen = ({WATCH})({speed}); }})()"
    )
    firefox.click(".play")
    seen: dict[str, Any] = json.loads(firefox.evaluate("window.seen"))
    return seen


def judge(seen: dict[str, Any]) -> list[str]:
    """What is wrong with it, a sentence each."""
    limit = max(LATE, 2 * seen["frame"])
    found = {
        "words did not light one after the other": seen["order"] != list(range(seen["words"])),
        "a word stayed lit after the end": seen["left"] != -1,
        f"words lit later than {1000 * limit:.0f} ms": seen["p95"] > limit,
    }
    return [message for message, bad in found.items() if bad]


def main() -> int:
    """Play at two speeds, and twice; print what was seen."""
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as folder, open_firefox() as firefox:
        path = Path(folder) / "page.html"
        path.write_text(page_html(make_take()), encoding="utf-8")
        for speed in (1, 2, 1):
            firefox.open(path)
            seen = watch(firefox, speed)
            wrong = 100 * seen["wrong"] / seen["shown"]
            print(
                f"Firefox at {speed}×: {len(seen['order'])} of {seen['words']} words lit, "
                f"lag median {1000 * seen['median']:.0f} ms, p95 {1000 * seen['p95']:.0f} ms, "
                f"frames p95 {1000 * seen['frame']:.0f} ms, {wrong:.1f} % of frames wrong",
                flush=True,
            )
            problems += judge(seen)
        seek = "document.querySelector('audio').currentTime = 2"
        firefox.evaluate(f"({seek}, new Promise((done) => setTimeout(done, 300)))")
        lit = firefox.evaluate("document.querySelectorAll('.text [aria-current]').length")
        problems += [] if lit == 1 else ["a seek while paused lit no word"]
        problems += firefox.said
    for problem in problems:
        print(f"Firefox: {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
