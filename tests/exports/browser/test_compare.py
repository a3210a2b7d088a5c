"""Two takes of one script, switched at the same word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vivavoce.exports.html import page_html

pytestmark = pytest.mark.browser

TEXT = "The ferry reached the shore at dawn, and nobody saw it come in."


@pytest.fixture
def takes(speak):
    return [speak(TEXT, title="Brisk"), replace(speak(TEXT, pace=1.6), title="Slow")]


@pytest.fixture
def page(open_page, takes):
    return open_page(page_html(takes), width=1300)


def lit(page, at):
    return page.locator(".vv").nth(at).locator(".text [aria-current]").all_text_contents()


def state(page):
    return page.evaluate(
        "() => [...document.querySelectorAll('audio')].map((a) => [a.paused, a.currentTime])"
    )


def pause(page):
    """Pause by key, and let the last frame of the clock pass."""
    page.keyboard.press("Space")
    page.wait_for_function("() => [...document.querySelectorAll('audio')].every((a) => a.paused)")
    page.evaluate("() => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 100))")


def test_switching_goes_on_at_the_same_word(page, takes):
    page.locator(".vv").first.locator(".text [data-w='5']").click()
    page.wait_for_function("() => document.querySelector('audio').currentTime > 0")
    page.get_by_role("button", name="Switch at this word").click()
    page.wait_for_function("() => !document.querySelectorAll('audio')[1].paused")
    (first_paused, brisk), (second_paused, slow) = state(page)
    assert (first_paused, second_paused) == (True, False)
    here = max(w for w in range(13) if takes[0].alignment.words[w].start <= brisk)
    words = takes[1].alignment.words
    assert words[here].start - 0.01 <= slow <= words[here + 1].end


def test_the_other_take_shows_the_same_word(page):
    page.locator(".vv").first.locator(".text [data-w='4']").click()
    page.wait_for_selector(".vv:nth-of-type(2) [data-twin]")
    pause(page)
    twin = page.locator("[data-twin]").all_text_contents()
    assert twin == lit(page, 0)


def test_x_switches_and_keeps_the_keyboard(page):
    page.locator(".vv").first.locator(".text [data-w='2']").focus()
    page.keyboard.press("Enter")
    pause(page)
    page.keyboard.press("x")
    assert (
        page.evaluate("() => document.activeElement.closest('.vv').getAttribute('aria-label')")
        == "Slow"
    )
    assert page.evaluate("() => document.activeElement.textContent") in {"reached", "the"}
    assert lit(page, 1) == lit(page, 0)


def test_speed_goes_with_the_switch(page):
    page.locator("select").first.select_option("1.5")
    page.get_by_role("button", name="Slow").click()
    assert page.locator("select").nth(1).input_value() == "1.5"


def test_a_difference_can_be_heard_in_both(page):
    cell = page.locator("[data-row='3']")
    cell.click()
    page.wait_for_function("() => !document.querySelectorAll('audio')[0].paused")
    page.keyboard.press("Tab")
    cell.click()
    page.wait_for_function("() => !document.querySelectorAll('audio')[1].paused")
    assert state(page)[0][0]


def test_pace_is_told_once_not_word_by_word(page):
    told = page.locator(".differences p").inner_text()
    assert "Slow is 60% slower throughout" in told
    assert page.locator("[data-kind]").count() == 0
