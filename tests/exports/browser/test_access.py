"""axe-core finds nothing to object to, in either theme."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from vivavoce.exports.html import compare_html, page_html, player_html

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[3] / "frontend/node_modules/axe-core/axe.min.js"


def violations(page):
    if not AXE.exists():
        pytest.skip("needs `npm ci --ignore-scripts` in frontend/")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run()")["violations"]
    return [(v["id"], [node["html"][:120] for node in v["nodes"][:3]]) for v in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
class TestScheme:
    def test_one_take(self, open_page, dialogue, scheme):
        page = open_page(page_html(dialogue), color_scheme=scheme)
        page.locator(".text [data-w='7']").click()
        page.keyboard.press("Space")
        page.locator("summary").click()
        assert violations(page) == []

    def test_looped_words(self, open_page, dialogue, scheme):
        page = open_page(page_html(dialogue), color_scheme=scheme)
        page.locator(".text [data-w='9']").focus()
        page.keyboard.press("l")
        page.keyboard.press("Space")
        assert violations(page) == []

    def test_two_takes(self, open_page, speak, scheme):
        takes = [speak("One two three."), speak("One two four three.")]
        page = open_page(page_html(takes), color_scheme=scheme, width=1300)
        assert violations(page) == []

    def test_without_script_or_lanes(self, open_page, speak, scheme):
        html = page_html(speak("[sad] One two three.", sounds=False))
        assert violations(open_page(html, color_scheme=scheme)) == []


def test_jupyter_dark_is_an_attribute(open_page, dialogue, speak):
    takes = [speak("One two three."), speak("One two four three.")]
    both = player_html(dialogue) + compare_html(takes)
    html = f'<!doctype html><html lang="en"><title>x</title><body data-jp-theme-light="false" style="background: #111"><main><h1>x</h1>{both}</main>'
    page = open_page(html, color_scheme="light")
    grounds = page.evaluate(
        "() => ['.vv', '.switch button[aria-pressed=false]', '.differences .cell'].map((place) =>"
        " getComputedStyle(document.querySelector(place)).backgroundColor)"
    )
    for ground in grounds:
        assert max(map(int, re.findall(r"\d+", ground)[:3])) < 70, grounds
    assert violations(page) == []


def test_forced_colours_still_show_the_lit_word(open_page, dialogue):
    page = open_page(page_html(dialogue), forced_colors="active")
    page.locator(".text [data-w='7']").click()
    style = "getComputedStyle(document.querySelector('.text [aria-current]'))"
    page.keyboard.press("Space")
    assert page.evaluate(f"() => {style}.textDecorationLine") == "underline"
    other = "getComputedStyle(document.querySelector('.text [data-w=\"0\"]'))"
    assert page.evaluate(f"() => {style}.backgroundColor !== {other}.backgroundColor")


def test_forced_colours_leave_no_text_unseen(open_page, speak):
    takes = [speak("One two three."), speak("One two four three.")]
    page = open_page(page_html(takes), forced_colors="active", width=1300)
    page.locator(".text [data-w='1']").first.click()
    page.keyboard.press("Space")
    page.wait_for_selector(".row .words[data-on]")
    same = page.evaluate("""() => [...document.querySelectorAll(
        '.switch [aria-pressed=true], .row [data-on]:not(.visemes), .text [aria-current]'
    )].filter((e) => getComputedStyle(e).color === getComputedStyle(e).backgroundColor)
      .map((e) => e.outerHTML)""")
    assert same == []


def test_reduced_motion_turns_pages(open_page, speak):
    take = replace(speak("One two three four five six seven.", pace=3), title="Still")
    page = open_page(page_html(take), reduced_motion="reduce")
    moves = "() => document.querySelector('.strip').style.transform"
    before = page.evaluate(moves)
    page.evaluate("() => { document.querySelector('audio').currentTime = 0.5 }")
    page.wait_for_selector(".text [aria-current]")
    assert page.evaluate(moves) == before
    page.evaluate("() => { document.querySelector('audio').currentTime = 2.5 }")
    page.wait_for_function(f"(before) => ({moves})() !== before", arg=before)


def test_a_narrow_window_scrolls_only_down(open_page, dialogue):
    page = open_page(page_html(dialogue), width=320)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
