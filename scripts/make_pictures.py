"""Take the README's pictures anew: the player of an example, while it plays.

python scripts/make_pictures.py    needs the `speech` extra, playwright and Debian's chromium
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import vivavoce
from vivavoce.exports.html import page_html

ROOT = Path(__file__).resolve().parents[1]
BROWSER = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
PICTURES = {"player": ("light", 5200), "player-dark": ("dark", 9800)}
"""Colour scheme and the moment of the take, in milliseconds, by file name."""


def main() -> None:
    """Write `docs/images/*.png`."""
    take = vivavoce.say(ROOT / "examples" / "crossing.vv")
    folder = ROOT / "docs" / "images"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        path = Path(temporary) / "page.html"
        path.write_text(page_html(take), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        for name, (scheme, moment) in PICTURES.items():
            page = browser.new_page(
                viewport={"width": 980, "height": 620},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page.goto(path.as_uri())
            page.get_by_role("button", name="Play").first.click()
            page.wait_for_timeout(moment)
            page.screenshot(path=folder / f"{name}.png")
            page.close()
            print(folder / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
