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
