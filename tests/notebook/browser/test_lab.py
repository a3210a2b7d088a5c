"""A player in JupyterLab: live, after its kernel, untrusted, and as a page without a network."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.browser

PLAYER = "from vivavoce.facade import say\nfrom vivavoce.notebook import Player\nPlayer(say({!r}))"
LINE = "Stay low and keep very still, my friend."


def test_a_player_plays_and_outlives_its_kernel_untrusted_and_offline(lab, chromium, tmp_path):
    page = (made := lab(PLAYER.format(LINE))).page
    made.run()
    page.wait_for_selector(".vv[data-ready]")
    page.click(".vv .play")
    assert made.wait_until_lit("keep") == ["Stay", "low", "and", "keep"]
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
