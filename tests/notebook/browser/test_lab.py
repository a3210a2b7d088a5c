"""Player and workbench in a real JupyterLab, espeak speaking."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

pytestmark = pytest.mark.browser

PLAYER = "from vivavoce.facade import say\nfrom vivavoce.notebook import Player\nPlayer(say({!r}))"
BENCH = "from vivavoce.notebook import Workbench\nwb = Workbench({!r})\nwb"
LINE = "Stay low and keep very still, my friend."

WATCH = """() => {
  window.lit = []; window.inEditor = new Set();
  new MutationObserver(() => {
    const word = document.querySelector('.vvw-words [aria-current]')?.textContent;
    if (word && window.lit.at(-1) !== word) lit.push(word);
    const marked = document.querySelector('.vvw-editor .vvw-lit')?.textContent;
    if (marked) inEditor.add(marked);
  }).observe(document.querySelector('.vvw'), {subtree: true, childList: true, attributes: true});
}"""


def speak(page, takes=1):
    page.click("text=Speak all")
    page.wait_for_function(f"() => document.querySelectorAll('.vvw-takes li').length === {takes}")


def test_a_player_plays_and_lights_its_words(lab):
    page = (made := lab(PLAYER.format(LINE))).page
    made.run()
    page.wait_for_selector(".vv[data-ready]")
    page.click(".vv .play")
    page.wait_for_function("() => document.querySelector('.vv [data-w=\"3\"][aria-current]')")


def test_a_player_outlives_its_kernel_and_plays_untrusted_and_offline(lab, chromium, tmp_path):
    page = (made := lab(PLAYER.format(LINE))).page
    made.run()
    page.wait_for_selector(".vv[data-ready]")
    made.save()
    made.stop_kernel()
    made.open(kernel=False)
    page.wait_for_selector(".vv[data-ready]")
    page.click(".vv [data-w='2']")
    page.wait_for_function("() => document.querySelector('.vv audio').currentTime > 0.3")
    text = made.path.read_text(encoding="utf-8")
    made.path.write_text(text.replace("my friend", "dear friend"), encoding="utf-8")
    made.open(kernel=False)
    page.wait_for_selector(".vv audio")
    assert page.locator(".vv[data-ready]").count() == 0
    assert page.eval_on_selector(
        ".vv audio", "a => a.controls && a.src.startsWith('data:audio/wav')"
    )
    assert "Stay low" in page.inner_text(".vv .text")
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
    offline.click(".vv[data-ready] [data-w='2']")
    offline.wait_for_function("() => document.querySelector('.vv audio').currentTime > 0.3")
    context.close()


def test_words_light_in_order_while_speech_streams(lab):
    page = (made := lab(BENCH.format(LINE))).page
    made.run()
    page.wait_for_selector(".vvw .cm-content")
    page.evaluate(WATCH)
    speak(page)
    page.wait_for_function("() => window.lit.at(-1) === 'friend'")
    words = re.findall(r"\w+", LINE)
    assert page.evaluate("window.lit") == words
    assert set(page.evaluate("[...window.inEditor]")) == set(words)
    saved = made.save()
    assert "widgets" not in saved["metadata"]
    assert "UklGR" not in made.path.read_text(encoding="utf-8")
