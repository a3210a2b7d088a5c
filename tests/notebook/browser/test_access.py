"""The workbench for everybody: axe-core objects to nothing in any dress, and keys are enough."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[3] / "frontend/node_modules/axe-core/axe.min.js"
BENCH = "from vivavoce.notebook import Workbench\nwb = Workbench({!r})\nwb"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


def violations(page):
    """What axe-core objects to in the workbench; the rest of the page is JupyterLab's."""
    if not page.evaluate("() => !!window.axe"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run({include: [['.vvw'], ['.vv']]})")["violations"]
    return [(v["id"], [node["html"][:160] for node in v["nodes"][:3]]) for v in found]


@pytest.fixture
def full(lab):
    """A workbench with everything open: findings, two takes compared, a word being respelt."""
    if not AXE.exists():
        pytest.skip("needs `npm ci --ignore-scripts` in frontend/")
    made = lab(BENCH.format("[clear_thorat] Listen to me."))
    page = made.page
    made.bench()
    made.speak(1)
    made.speak(2)
    page.wait_for_selector(".vvw-takes button:has-text('Switch'):enabled")
    page.click(".vvw-findings")
    page.click(".vvw-takes summary >> nth=0")
    page.click(".vvw-keys summary")
    page.click(".vvw-takes [name=keep] >> nth=0")
    page.wait_for_selector(".vv[data-ready]:not(.vvw-stage)")
    page.click(".vvw-stage .vvw-word >> nth=2")
    page.wait_for_selector(".vvw-respell input:visible")
    yield made
    page.emulate_media(forced_colors="none", reduced_motion="no-preference")
    made.command("apputils:change-theme", theme=THEMES["light"])


def test_axe_objects_to_nothing(full):
    page = full.page
    found = {}
    for scheme, theme in THEMES.items():
        full.command("apputils:change-theme", theme=theme)
        # The attribute comes before the style sheet does.
        page.wait_for_function(
            "(light) => (getComputedStyle(document.body).getPropertyValue('--jp-layout-color0')"
            ".trim() === 'white') === light",
            arg=scheme == "light",
        )
        for media in ({"reduced_motion": "reduce"}, {"forced_colors": "active"}):
            page.emulate_media(
                **{"forced_colors": "none", "reduced_motion": "no-preference"} | media
            )
            found[scheme, *media] = violations(page)
    assert not any(found.values()), found


def test_words_are_followed_without_motion(full):
    page = full.page
    page.emulate_media(reduced_motion="reduce")
    page.click(".vvw-main")
    full.wait_until_lit("me", "strip")
    moves = "() => document.querySelector('.vvw').getAnimations({subtree: true}).length"
    assert page.evaluate(moves) == 0


def test_forced_colours_leave_no_text_unseen(full):
    page = full.page
    page.emulate_media(forced_colors="active")
    page.click(".vvw-stage .vvw-word >> nth=1")
    page.wait_for_selector(".vvw-stage .vvw-word[aria-current]")
    same = page.evaluate("""() => [...document.querySelectorAll('.vvw *')].filter((e) => {
      const {color, backgroundColor} = getComputedStyle(e);
      return e.checkVisibility() && e.textContent.trim() && color === backgroundColor;
    }).map((e) => e.outerHTML.slice(0, 120))""")
    assert same == []


def press_until(page, key, selector):
    """Press a key until the focus is there, as somebody without a mouse does."""
    for _ in range(60):
        if page.evaluate("(there) => document.activeElement.matches(there)", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to {selector}")


def test_a_story_by_keyboard(lab):
    page = (made := lab(BENCH.format(""))).page
    made.bench()
    page.keyboard.press("Escape")
    press_until(page, "Tab", ".vvw select")
    press_until(page, "F6", ".vvw .cm-content")
    # Written, checked, mended.
    page.keyboard.type("[clear_thorat] Listen to me.")
    page.wait_for_selector(".vvw .cm-lintRange-error")
    page.keyboard.press("Control+Shift+M")
    press_until(page, "Tab", ".vvw-list [name=fix]")
    page.keyboard.press("Enter")
    made.wait_for_text("[clear throat] Listen to me.")
    page.wait_for_selector(".vvw >> text=No findings")
    # Its finding is gone, so the focus is back where one writes.
    press_until(page, "F6", ".vvw .cm-content")
    page.keyboard.press("Control+Enter")
    made.wait_for_takes(1)
    page.keyboard.press("Control+End")
    page.keyboard.type(" Now.")
    page.keyboard.press("Control+Enter")
    made.wait_for_takes(2)
    # Compared at the same word, and told where they differ.
    page.wait_for_selector(".vvw-takes button:has-text('Switch'):enabled")
    press_until(page, "F6", ".vvw-stage .vvw-word")
    active = ".vvw-takes li:nth-child({})[data-active]"
    page.wait_for_selector(active.format(2))
    page.keyboard.press("x")
    page.wait_for_selector(active.format(1))
    assert page.evaluate("() => document.activeElement.matches('.vvw-stage .vvw-word')")
    assert "words differ" in page.inner_text(".vvw-head .vvw-status")
    # Rated and kept.
    press_until(page, "F6", ".vvw-takes button")
    press_until(page, "Tab", ".vvw-takes [name=play]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("4")
    page.keyboard.press("k")
    page.wait_for_selector(".vv[data-ready]:not(.vvw-stage)")
    second = page.locator(".vvw-takes li").last
    assert second.locator("[name=stars]").input_value() == "4"
    assert second.locator("[name=keep]").get_attribute("aria-pressed") == "true"
    assert page.locator(".jp-Notebook .jp-Cell").count() == 1
