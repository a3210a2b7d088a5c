"""Take the README's pictures anew: an example in the player, two takes compared, while they play.

python scripts/make_pictures.py    needs the `speech` extra, playwright and Debian's chromium
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

import vivavoce
from vivavoce.exports.html import page_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
BROWSER = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
QUIET = "[whisper in a hushed style] Did you hear that? Never mind. It was only the chain."
LOUD = "[say with rising excitement] Did you *really* hear that? Never mind! It was the chain."
TAKES = (("Hushed", QUIET), ("Excited", LOUD))


@dataclass(frozen=True, slots=True)
class Picture:
    """One file.

    Attributes:
        name: of the file.
        page: which page it shows.
        moment: the word that is heard when it is taken, by its number.
        dark: whether in dark colours.
        width: pixels.
        height: pixels.
    """

    name: str
    page: str
    moment: int
    dark: bool = False
    width: int = 980
    height: int = 640


PICTURES = (
    Picture("player", "player", 20),
    Picture("player-dark", "player", 31, dark=True),
    Picture("compare", "compare", 3, width=1240, height=690),
)


def draw_pages(folder: Path) -> None:
    """Write the pages that are photographed."""
    take = vivavoce.say(ROOT / "examples" / "crossing.vv")
    (folder / "player.html").write_text(page_html(take), encoding="utf-8")
    script = "---\nmodel: inworld-tts-2\ncast: {{ MIRA: Ashley }}\n---\nMIRA: {}\n"
    takes = [replace(vivavoce.say(script.format(line)), title=title) for title, line in TAKES]
    (folder / "compare.html").write_text(page_html(takes), encoding="utf-8")


def take_picture(browser: Browser, folder: Path, picture: Picture) -> Path:
    """Play a page until a word is heard, and photograph it."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.dark else "light",
        device_scale_factor=2,
    )
    page.goto((folder / f"{picture.page}.html").as_uri())
    page.locator(f".text [data-w='{max(picture.moment - 2, 0)}']").first.click()
    # A word must not be over before it is photographed.
    page.evaluate("() => { document.querySelector('audio').playbackRate = 0.25 }")
    page.mouse.move(0, 0)
    page.wait_for_selector(f".text [data-w='{picture.moment}'][aria-current]")
    path = ROOT / "docs" / "images" / f"{picture.name}.png"
    page.screenshot(path=path)
    page.close()
    return path


def main() -> None:
    """Write `docs/images/*.png`."""
    (ROOT / "docs" / "images").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        draw_pages(folder)
        browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        for picture in PICTURES:
            print(take_picture(browser, folder, picture))
        browser.close()


if __name__ == "__main__":
    main()
