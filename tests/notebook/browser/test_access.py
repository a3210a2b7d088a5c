"""The workbench for everybody: nothing for axe-core to object to, and all of it by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[3] / "frontend/node_modules/axe-core/axe.min.js"
BENCH = "from vivavoce.notebook import Workbench\nwb = Workbench({!r})\nwb"


def find_violations(page):
    if not AXE.exists():
        pytest.skip("needs `npm ci --ignore-scripts` in frontend/")
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    # The page around belongs to Jupyter.
    found = page.evaluate("() => axe.run({include: [['.vvw']]})")["violations"]
    return [(v["id"], [node["html"][:120] for node in v["nodes"][:3]]) for v in found]


@pytest.fixture
def full(lab):
    """A workbench in which all is unfolded that can be."""
    page = (made := lab(BENCH.format("[clear_thorat] Stay low 😀 and keep still."))).page
    made.bench()
    page.click(".vvw-findings")
    made.speak()
    made.speak(2)
    page.click(".vvw-word >> nth=0")
    page.click(".vvw-takes summary >> nth=0")
    page.click(".vvw-keys summary")
    yield made
    page.emulate_media(forced_colors="none", reduced_motion="no-preference")
    made.set_theme("Light")


def test_axe_finds_nothing_in_any_theme(full):
    page = full.page
    for theme in ("Light", "Dark"):
        full.set_theme(theme)
        page.wait_for_timeout(500)  # the style sheet of a theme comes after its name
        assert find_violations(page) == [], theme
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    assert find_violations(page) == []
    page.focus(".vvw-word[tabindex='0']")
    page.keyboard.press("l")  # over and over, so that a word is lit whenever one looks
    page.wait_for_selector(".vvw-words [aria-current]")
    lit, dark = page.evaluate(
        """() => ['.vvw-words [aria-current]', '.vvw-word:not([aria-current])'].map((place) => {
          const style = getComputedStyle(document.querySelector(place));
          return [style.backgroundColor, style.textDecorationLine];
        })"""
    )
    assert lit[0] != dark[0]
    assert lit[1] == "underline"


def test_write_check_speak_respell_compare_and_keep_by_keyboard(lab):
    page = (made := lab(BENCH.format(""))).page
    made.bench().focus()
    press, write = page.keyboard.press, page.keyboard.type
    write("[clear_thorat] We sail to crete.")
    page.wait_for_selector(".vvw-findings >> text=/^1 finding$/")
    press("Control+Shift+M")
    page.wait_for_selector(".vvw-list [name=fix]")
    press("Tab")
    press("Enter")
    made.wait_for_text("[clear throat] We sail to crete.")
    press("Control+Enter")
    made.wait_for_takes(1)
    while not page.evaluate("() => document.activeElement.matches('.vvw-word')"):
        press("F6")
    press("End")
    assert page.evaluate("() => document.activeElement.textContent") == "crete"
    press("i")
    write("kɹiːt")
    press("Enter")
    made.wait_for_takes(2)
    made.wait_for_text("[clear throat] We sail to /kɹiːt/.")
    while not page.evaluate("() => document.activeElement.closest('.vvw-takes')"):
        press("F6")
    while not page.evaluate("() => document.activeElement.matches('[name=play]')"):
        press("Tab")
    press("ArrowDown")
    press("4")
    press("k")
    page.wait_for_selector(".vv:not(.vvw-stage)[data-ready]")
    assert page.locator(".vvw-takes li >> nth=1 >> [name=stars]").input_value() == "4"
    page.wait_for_selector("text=Switch A/B >> visible=true")
    page.wait_for_function(
        "() => ![...document.querySelectorAll('.vvw-takes button')]"
        ".find((one) => one.textContent === 'Switch A/B').disabled"
    )
    press("x")
    page.wait_for_selector(".vvw-takes li:nth-child(1)[data-active]")
