"""The player and the workbench in marimo, in real Chromium.

python scripts/nightly_marimo.py    needs marimo, playwright, Debian's chromium and espeak-ng
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Frame, Page

LINE = "Good morning, my old friend, the ferry has come in"
APP = f"""
import marimo

app = marimo.App()


@app.cell
def _():
    import vivavoce
    from vivavoce.notebook import Player, Workbench
    return Player, Workbench, vivavoce


@app.cell
def _(Player, vivavoce):
    Player(vivavoce.say({LINE!r}))


@app.cell
def _(Workbench):
    workbench = Workbench({LINE!r})
    workbench
    return (workbench,)


if __name__ == "__main__":
    app.run()
"""
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

# marimo keeps a widget under a shadow root, which a search of the document does not enter.
RECORD = """(element) => {
  const root = element.getRootNode();
  const seen = window.lit = [];
  new MutationObserver(() => {
    const words = [...root.querySelectorAll('.text [aria-current]')]
      .filter((word) => root !== document || element.contains(word));
    const text = words.map((word) => word.textContent).join('+');
    if (text && seen.at(-1) !== text) seen.push(text);
  }).observe(root, {subtree: true, childList: true, attributeFilter: ['aria-current']});
}"""


@contextmanager
def serve() -> Iterator[str]:
    """The address of a marimo that runs the application."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        path = Path(folder) / "app.py"
        path.write_text(APP, encoding="utf-8")
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        options = ["--headless", "--no-token", "--host", "127.0.0.1", "--port", str(port)]
        process = subprocess.Popen(
            [sys.executable, "-m", "marimo", "run", str(path), *options],
            cwd=folder,
            env={**os.environ, "MARIMO_SKIP_UPDATE_CHECK": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def _wait_for(address: str) -> None:
    # A proxy in the environment is for the world outside.
    opener = build_opener(ProxyHandler({}))
    for _ in range(240):
        with suppress(URLError, ConnectionError):
            opener.open(address, timeout=5).close()
            return
        time.sleep(0.25)
    raise TimeoutError("marimo did not start.")


def hear_player(page: Page) -> list[str]:
    """Press Play in the output of `_repr_html_`; gives the words in the order they were lit.

    marimo puts HTML that has a script into a frame of its own.
    """
    player = page.frame_locator("iframe").locator(".vv[data-ready]").first
    player.wait_for(timeout=60_000)
    player.evaluate(RECORD)
    player.get_by_role("button", name="Play", exact=True).click()
    return wait_for_last(next(frame for frame in page.frames if frame.parent_frame))


def hear_stream(page: Page) -> list[str]:
    """Have the workbench speak; gives the words in the order they were lit while it streamed."""
    bench = page.locator(".vvw").first
    bench.locator(".cm-content").wait_for(timeout=60_000)
    bench.evaluate(RECORD)
    bench.locator(".vvw-main").click()
    words = wait_for_last(page)
    bench.locator(".vvw-takes button[name=play]").wait_for()
    return words


def hear_again(page: Page) -> list[str]:
    """Play the take that was kept in the page."""
    page.wait_for_timeout(1500)
    page.locator(".vvw").first.evaluate(RECORD)
    page.locator(".vvw-takes button[name=play]").click()
    return wait_for_last(page)


def wait_for_last(page: Page | Frame) -> list[str]:
    """What was lit, once the last word was."""
    last = LINE.rsplit(" ", 1)[-1]
    with suppress(Exception):
        page.wait_for_function("(last) => lit.includes(last)", arg=last, timeout=20_000)
    seen: list[str] = page.evaluate("() => lit")
    return seen


def main() -> int:
    """Print what was seen; 1 if a word was not lit in its turn, or the page complained."""
    words = re.findall(r"\w+", LINE)
    said: list[str] = []
    failed = False
    with serve() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page(viewport={"width": 1200, "height": 1000})
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        for name, hear in (
            ("player through _repr_html_", hear_player),
            ("workbench while it streams", hear_stream),
            ("a take of the workbench played again", hear_again),
        ):
            seen = hear(page)
            good = seen == words
            failed |= not good
            told = "" if good else f", but in this order: {seen}"
            print(f"marimo, {name}: {len(seen)} of {len(words)} words lit{told}", flush=True)
        if len(sys.argv) > 1:
            page.screenshot(path=sys.argv[1])
        browser.close()
    for complaint in said:
        print(f"marimo, the page complained: {complaint}", file=sys.stderr)
    return 1 if failed or said else 0


if __name__ == "__main__":
    raise SystemExit(main())
