"""Is the lit word the one that is heard? Asked on every painted frame, with a search of its own."""

from __future__ import annotations

import pytest

from vivavoce.exports import html
from vivavoce.exports.html import page_html

pytestmark = pytest.mark.browser

TEXT = (
    "The ferry reached the shore at dawn, and nobody saw it come in. A boy ran down to the "
    "water; he had a letter in his hand, and an I or a U stood on it."
)

WATCH = """(speed) => new Promise((done) => {
  const audio = document.querySelector('audio'), root = document.querySelector('.text');
  const data = JSON.parse(document.querySelector('script[type="application/json"]').textContent);
  const starts = data.words.filter((_, at) => at % 2 === 0);
  const due = (time) => starts.findLastIndex((start) => start <= time);
  const lit = () => Number(root.querySelector('[aria-current]')?.dataset.w ?? -1);
  let frames = 0, wrong = 0, last = 0;
  const late = [], order = [];
  new MutationObserver(() => {
    if (lit() < 0 || order.at(-1) === lit()) return;
    order.push(lit());
    // How long ago the word began, in frames: one is the best a page can do. Frames are counted
    // in media time, because at double speed Chromium's clock leaps now and then.
    const now = audio.currentTime;
    late.push((now - starts[lit()]) / Math.max(now - last, speed / 60));
  }).observe(root, {subtree: true, attributeFilter: ['aria-current']});
  audio.addEventListener('ended', () => setTimeout(() => {
    late.sort((a, b) => a - b);
    done({frames, wrong, order, words: starts.length, lit: lit(),
          late: late[Math.floor(late.length * 0.95)]});
  }, 50));
  audio.addEventListener('play', () => requestAnimationFrame(function frame() {
    last = audio.currentTime;
    if (!audio.paused) { frames++; wrong += lit() !== due(audio.currentTime); }
    if (!audio.ended) requestAnimationFrame(frame);
  }));
})"""


def watch(page, speed):
    page.locator("select").select_option(str(speed))
    watching = page.evaluate_handle(f"(() => {{ window.watching = ({WATCH})({speed}) }})()")
    page.get_by_role("button", name="Play", exact=True).click()
    seen = page.evaluate("() => window.watching")
    watching.dispose()
    return seen


def check(seen):
    assert seen["frames"] > 60
    assert seen["wrong"] <= 0.02 * seen["frames"]
    assert seen["order"] == list(range(seen["words"]))
    assert seen["late"] <= 1.25
    assert seen["lit"] == -1


@pytest.mark.parametrize("speed", [1, 2])
def test_the_lit_word_is_the_one_due(open_page, speak, speed):
    check(watch(open_page(page_html(speak(TEXT))), speed))


@pytest.mark.xfail(strict=True, reason="a player that listens to timeupdate alone is late")
def test_the_check_above_can_fail(open_page, speak, monkeypatch):
    read = html._read_static

    def read_late(name):
        return read(name).replace("requestAnimationFrame(", "(()=>0)(")

    monkeypatch.setattr(html, "_read_static", read_late)
    check(watch(open_page(page_html(speak(TEXT))), 2))
