"""The same in Notebook 7, as one visit: hear a player, mend a slip, speak, keep, come back."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

PLAYER = (
    "from vivavoce.facade import say\n"
    "from vivavoce.notebook import Player, Workbench\n"
    "Player(say('Stay low and keep very still.'))"
)
BENCH = "wb = Workbench('[clear_thorat] Listen to me.')\nwb"


def test_a_visit(seven):
    page = (made := seven(PLAYER, BENCH)).page
    made.bench()
    page.click(".vv[data-ready] .play")
    assert made.wait_until_lit("very") == ["Stay", "low", "and", "keep", "very"]
    page.hover(".vvw .cm-lintRange-error")
    page.click(".cm-tooltip-lint .cm-diagnosticAction")
    made.wait_for_text("[clear throat] Listen to me.")
    made.speak()
    # One sound a page: the player has given way.
    assert page.eval_on_selector(".vv audio", "(audio) => audio.paused")
    assert made.wait_until_lit("me", "strip") == ["Listen", "to", "me"]
    page.focus(".vvw-word")
    page.keyboard.type("abdd")
    assert page.locator(".jp-Notebook .jp-Cell").count() == 2
    page.click(".vvw-takes [name=keep]")
    page.wait_for_function(
        "() => document.querySelectorAll('.vv:not(.vvw-stage)[data-ready]').length === 2"
    )
    made.save()
    made.stop_kernel()
    made.open(kernel=False)
    page.wait_for_function(
        "() => document.querySelectorAll('.vv:not(.vvw-stage)[data-ready]').length === 2"
    )
    kept = page.locator(".vv:not(.vvw-stage)").last
    assert kept.locator(".text").inner_text().split() == ["clear", "throat", "Listen", "to", "me."]
    kept.locator("[data-w='1']").click()
    page.wait_for_function("() => [...document.querySelectorAll('.vv audio')][1].currentTime > 0.1")
