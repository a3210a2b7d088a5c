"""Takes: compared at a word, respelt, kept; and what of them is in the saved notebook."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

pytestmark = pytest.mark.browser

BENCH = "from vivavoce.notebook import Workbench\nwb = Workbench({!r})\nwb"
LINE = "Stay low and keep very still, my friend."
RIFF = "UklGR"  # how a WAV file begins in base64


def wait_for_sound(page, index=0, seconds=0.1):
    page.wait_for_function(
        "([index, seconds]) => document.querySelectorAll('.vv:not(.vvw-stage) audio')[index].currentTime > seconds",
        arg=[index, seconds],
    )


def test_two_takes_switch_at_the_same_word(lab):
    page = (made := lab(BENCH.format(LINE))).page
    made.bench()
    made.speak()
    page.locator("label", has=page.locator("span", has_text=re.compile("^Voice$"))).locator(
        "select"
    ).select_option("en-gb")
    made.speak(2)
    # The new take stands beside the one heard before it.
    assert page.locator("li:nth-child(1) [data-side=a]").is_checked()
    assert page.locator("li:nth-child(2) [data-side=b]").is_checked()
    swap = page.get_by_role("button", name="Switch A/B")
    page.wait_for_function(
        "() => ![...document.querySelectorAll('.vvw-takes button')]"
        ".find((one) => one.textContent === 'Switch A/B').disabled"
    )
    page.click("li:nth-child(1) [name=play]")
    made.wait_until_lit("keep", "strip")
    swap.click()
    page.wait_for_selector("li:nth-child(2)[data-active]")
    lit = made.wait_until_lit("very", "strip")
    # It went on where it was, not from the top, and only one of them sounds.
    assert lit[0] in {"and", "keep", "very"}
    assert "Stay" not in lit
    playing = (
        "() => [...document.querySelectorAll('audio')].filter((audio) => !audio.paused).length"
    )
    assert page.evaluate(playing) <= 1
    # By keyboard from a word, and back.
    page.focus(".vvw-word[tabindex='0']")
    page.keyboard.press("x")
    page.wait_for_selector("li:nth-child(1)[data-active]")


def test_a_workbench_shown_again_still_keeps(lab):
    cells = (BENCH.format(LINE).removesuffix("\nwb"), "wb")
    page = (made := lab(*cells)).page
    made.bench()
    made.speak()
    page.click(".vvw-takes [name=keep]")
    page.wait_for_selector(".vv:not(.vvw-stage)[data-ready]")
    page.locator(".jp-CodeCell .jp-InputArea-editor").last.click()
    page.keyboard.press("Shift+Enter")
    page.wait_for_selector(".jp-InputPrompt >> text=[3]:")
    made.wait_for_takes(1)
    page.wait_for_selector(".vv:not(.vvw-stage)[data-ready]")
    page.click(".vvw-takes [name=keep]")
    page.wait_for_selector(".vv:not(.vvw-stage)", state="detached")


def test_a_word_is_respelt_heard_and_kept_in_the_saved_notebook(lab, chromium, tmp_path):
    page = (made := lab(BENCH.format("We sail to crete today."), "'wb takes', len(wb.takes)")).page
    made.bench()
    made.speak()
    page.click(".vvw-word >> text=crete")
    field = page.locator(".vvw-respell input")
    field.fill("k#t")
    page.click("text=Say it so")
    page.wait_for_selector(".vvw-respell [aria-invalid=true]")
    field.fill("kɹiːt")
    page.click("text=Say it so")
    made.wait_for_takes(2)
    made.wait_for_text("We sail to /kɹiːt/ today.")
    assert page.inner_text(".vvw-words").split() == ["We", "sail", "to", "crete", "today."]
    page.click("li:nth-child(2) [name=keep]")
    page.wait_for_selector(".vv:not(.vvw-stage)[data-ready]")
    # Under the workbench, which stays where it is; and still there after `wb` was shown anew.
    bench, kept = (page.locator(place).bounding_box() for place in (".vvw", ".vv:not(.vvw-stage)"))
    assert kept["y"] >= bench["y"] + bench["height"]
    saved = made.save()
    text = made.path.read_text(encoding="utf-8")
    # The take that was kept is in the file once, the other not at all, and no widget's state.
    assert text.count(RIFF) == 1
    assert "widgets" not in saved["metadata"]
    assert "Bench" not in text
    made.stop_kernel()
    made.open(kernel=False)
    page.wait_for_selector(".vv[data-ready]")
    page.click(".vv [data-w='3']")
    wait_for_sound(page)
    made.path.write_text(text.replace("wb takes", "wb tapes"), encoding="utf-8")
    made.open(kernel=False)
    page.wait_for_selector(".vv audio")
    assert page.locator(".vv[data-ready]").count() == 0
    assert page.eval_on_selector(".vv audio", "(audio) => audio.controls")
    made.path.write_text(text, encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "html", "--output-dir", tmp_path, made.path],
        check=True,
        capture_output=True,
    )
    context = chromium.new_context()
    context.set_offline(True)
    offline = context.new_page()
    offline.goto(next(tmp_path.glob("*.html")).as_uri(), wait_until="domcontentloaded")
    offline.click(".vv[data-ready] [data-w='3']")
    wait_for_sound(offline)
    context.close()
