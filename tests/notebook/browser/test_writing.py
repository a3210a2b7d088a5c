"""Writing in the workbench: found, explained, mended, completed; and no key strays."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

BENCH = "from vivavoce.notebook import Workbench\nwb = Workbench({!r})\nwb"
SLIP = "😀 [clear_thorat] Listen to me."
TOOLTIP = ".cm-tooltip-lint"


def is_whole(page, selector):
    """Whether nothing covers or cuts the middle and the corners of an element."""
    return page.eval_on_selector(
        selector,
        """(element) => {
          const box = element.getBoundingClientRect();
          return [[0.5, 0.5], [0.02, 0.1], [0.98, 0.1], [0.02, 0.9], [0.98, 0.9]].every(([x, y]) =>
            element.contains(document.elementFromPoint(
              box.left + x * box.width, box.top + y * box.height)));
        }""",
    )


def test_a_slip_is_underlined_explained_and_mended(lab):
    page = (made := lab(BENCH.format(SLIP), "print('kernel has', wb.text)")).page
    made.bench()
    mark = page.locator(".vvw .cm-lintRange-error", has_text="clear")
    # An emoji counts two units here and one in the kernel.
    assert mark.inner_text() == "[clear_thorat]"
    mark.hover()
    page.wait_for_selector(f"{TOOLTIP} >> text=Did you mean [clear throat]?")
    assert is_whole(page, TOOLTIP)
    page.click(f"{TOOLTIP} .cm-diagnosticAction")
    made.wait_for_text("😀 [clear throat] Listen to me.")
    mark.wait_for(state="detached")
    # What else was found is still underlined, in the new text.
    assert page.locator(".vvw .cm-lintRange").inner_text() == "😀"
    page.wait_for_selector(".vvw >> text=1 finding")
    page.locator(".jp-CodeCell").last.click()
    page.keyboard.press("Shift+Enter")
    page.wait_for_selector("text=kernel has 😀 [clear throat] Listen to me.")


def test_tags_and_voices_are_completed_and_slips_mended_without_a_mouse(lab):
    page = (made := lab(BENCH.format(""))).page
    made.bench().click()
    page.keyboard.type("Hm. [clear_thorat] So.")
    page.wait_for_selector(".vvw .cm-lintRange-error")
    page.keyboard.type(" [sig")
    page.wait_for_selector(".cm-tooltip-autocomplete [aria-selected] >> text=sigh")
    assert is_whole(page, ".cm-tooltip-autocomplete")
    page.wait_for_timeout(200)  # CodeMirror takes no key in the first moment of a list
    page.keyboard.press("Enter")
    made.wait_for_text("Hm. [clear_thorat] So. [sigh]")
    page.wait_for_selector(".vvw-findings >> text=/^1 finding$/")
    page.keyboard.press("Control+Shift+M")
    item = page.locator(".vvw-list li", has_text="VV102")
    item.wait_for()
    while not item.locator("[name=fix]").evaluate("(one) => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    made.wait_for_text("Hm. [clear throat] So. [sigh]")
    page.keyboard.press("Escape")
    page.wait_for_selector(".vvw-list", state="hidden")
    assert page.eval_on_selector(".vvw .cm-content", "(one) => one === document.activeElement")
    page.keyboard.press("Control+a")
    page.keyboard.type("---\nvoice: en-g")
    page.wait_for_selector(".cm-tooltip-autocomplete >> text=en-gb")
    page.wait_for_timeout(200)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => /^---voice: en-gb/.test(document.querySelector('.vvw .cm-content').textContent)"
    )


def test_no_key_strays_into_the_notebook(lab):
    page = (made := lab(BENCH.format("Stay low."), "'untouched'")).page
    made.bench()
    made.speak()
    page.click(".vvw-word >> nth=0")
    counts = page.locator(".jp-InputPrompt").all_inner_texts()
    places = (
        ".vvw select >> nth=0",
        ".vvw-main",
        ".vvw-stage .play",
        ".vvw-word[tabindex='0']",
        ".vvw-respell input",
        ".vvw-takes [name=play]",
        ".vvw-takes [name=label]",
        ".vvw-takes [name=stars]",
        ".vvw-takes summary",
    )
    for place in places:
        page.focus(place)
        for key in ("a", "b", "d", "d", "z", "m", "j", "0", "0", "Escape", "Shift+Enter"):
            page.keyboard.press(key)
        texts = page.locator(".jp-Notebook .jp-Cell .jp-InputArea-editor").all_inner_texts()
        assert texts == [BENCH.format("Stay low."), "'untouched'"], place
        assert page.locator(".jp-MarkdownCell").count() == 0, place
    page.click(".vvw .cm-content")
    page.keyboard.press("Control+End")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("abddx")
    page.keyboard.press("Escape")
    page.keyboard.type("dd")
    made.wait_for_text("Stay low.\nabddxdd")
    assert page.locator(".jp-InputPrompt").all_inner_texts() == counts
    # What belongs to the page still gets there, from a field, too.
    assert page.locator(".jp-mod-dirty").count()
    page.keyboard.press("Control+s")
    page.wait_for_selector(".jp-mod-dirty", state="detached")


def test_a_fix_never_takes_back_what_was_written_since(lab):
    page = (made := lab(BENCH.format(SLIP))).page
    made.bench().focus()
    page.click(".vvw-findings >> text=2 findings")
    fix = page.locator(".vvw-list [name=fix] >> text=clear throat")
    fix.wait_for()
    # In one turn of the page's loop, so that the kernel cannot have heard of the letters.
    fix.evaluate(
        """(fix) => {
          const last = document.querySelector('.vvw .cm-line').lastChild;
          getSelection().collapse(last, last.length);
          document.execCommand('insertText', false, ' Please.');
          fix.click();
        }"""
    )
    page.wait_for_timeout(1000)
    made.wait_for_text(f"{SLIP} Please.")
    fix.click()
    made.wait_for_text("😀 [clear throat] Listen to me. Please.")
