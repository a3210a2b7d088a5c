"""Speech while it is made: the word that is lit is the one that is heard, frame by frame."""

from __future__ import annotations

import json
from bisect import bisect_right

import pytest

pytestmark = pytest.mark.browser

BENCH = "from vivavoce.notebook import Workbench\nwb = Workbench({!r})\nwb"
TIMES = "import json\nprint(json.dumps([word.start for word in wb.takes[0].alignment.words]))"
TEXT = (
    "The ferry reached the shore at dawn, and nobody saw it come in. "
    "A boy ran down to the water; he had a letter in his hand."
)

# When each piece of sound leaves, and on every frame what is lit. Nothing of the product is asked.
WATCH = """() => {
  window.pieces = []; window.frames = [];
  window.undo ??= [];
  const {start} = AudioBufferSourceNode.prototype;
  const {getOutputTimestamp} = AudioContext.prototype;
  AudioBufferSourceNode.prototype.start = function (when) {
    window.context = this.context;
    window.pieces.push([when, this.buffer.duration]);
    return start.call(this, when);
  };
  window.undo.push(() => { AudioBufferSourceNode.prototype.start = start; });
  const lit = () => Number(document.querySelector('.vvw-words [aria-current]')?.dataset.w ?? -1);
  const marked = () => document.querySelector('.vvw-editor .vvw-lit')?.textContent ?? '';
  let turn = 0;
  const frame = (mine) => {
    if (mine !== turn) return;
    const audio = document.querySelector('.vvw audio');
    let time = null;
    if (audio && !audio.paused) time = ['media', audio.currentTime];
    else if (window.context?.state === 'running') {
      const {contextTime, performanceTime} = getOutputTimestamp.call(window.context);
      time = ['stream', contextTime + (performance.now() - performanceTime) / 1000];
    }
    if (time) window.frames.push([...time, lit(), marked()]);
    requestAnimationFrame(() => frame(mine));
  };
  // The product's own callbacks are registered in the task that starts a sound; these go behind.
  const follow = () => setTimeout(() => { const mine = ++turn; requestAnimationFrame(() => frame(mine)); });
  document.addEventListener('play', follow, {capture: true});
  window.undo.push(() => { turn++; document.removeEventListener('play', follow, {capture: true}); });
  new MutationObserver((_, observer) => {
    if (!document.querySelector('.vvw-words')) return;
    observer.disconnect();
    follow();
  }).observe(document.querySelector('.vvw'), {childList: true, subtree: true});
}"""

# A clock that is a tenth of a second behind what is heard.
LAG = """() => {
  const {getOutputTimestamp} = AudioContext.prototype;
  AudioContext.prototype.getOutputTimestamp = function () {
    const {contextTime, performanceTime} = getOutputTimestamp.call(this);
    return {contextTime: contextTime - 0.1, performanceTime};
  };
  (window.undo ??= []).push(() => { AudioContext.prototype.getOutputTimestamp = getOutputTimestamp; });
}"""


@pytest.fixture
def bench(lab):
    """A workbench that is watched; afterwards the page is as it was."""
    made = lab(BENCH.format(TEXT), TIMES)
    made.bench()
    yield made
    made.page.evaluate("() => { for (const undo of window.undo ?? []) undo(); window.undo = []; }")


def hear(made, then=None):
    """Speak, listen to the end, and give the frames of it with the true starts of the words."""
    page = made.page
    page.evaluate(WATCH)
    if then:
        page.evaluate(then)
    page.click(".vvw-main")
    made.wait_for_takes(1)
    page.wait_for_selector(".vvw-stage audio", state="attached")
    page.wait_for_function(
        "() => window.frames.length > 100 && window.frames.at(-1)[2] === -1", timeout=30000
    )
    page.locator(".jp-CodeCell").last.click()
    page.keyboard.press("Shift+Enter")
    output = page.locator(".jp-CodeCell >> nth=1 >> .jp-OutputArea-output")
    output.wait_for()
    return page.evaluate("() => [window.pieces, window.frames]"), json.loads(output.inner_text())


def place(pieces, time):
    """Seconds of the take that are heard at a time of the sound device; -1 before it."""
    begun = bisect_right([when for when, _ in pieces], time)
    if not begun:
        return -1.0
    played = sum(duration for _, duration in pieces[: begun - 1])
    when, duration = pieces[begun - 1]
    return played + min(time - when, duration)


def check(frames, starts):
    """Lit is what is due on all but one frame in fifty, and the words come in their order."""
    heard = [frame for frame in frames if starts[0] <= frame[0] < starts[-1] + 0.15]
    wrong = [f for f in heard if f[1] != bisect_right(starts, f[0]) - 1]
    assert len(heard) > 60
    assert len(wrong) <= 0.02 * len(heard), (len(wrong), len(heard), wrong[:9])
    order = [word for _, word in heard]
    # On a busy machine a short word may fall between two frames.
    assert len(set(order)) >= 0.9 * len(starts)
    assert order == sorted(order)


def test_the_lit_word_is_the_one_heard_while_it_is_made_and_again(bench):
    (pieces, frames), starts = hear(bench)
    streamed = [(place(pieces, t), lit) for kind, t, lit, *_ in frames if kind == "stream"]
    check(streamed, starts)
    words = TEXT.replace(",", "").replace(";", "").replace(".", "").split()
    assert [m for _, _, lit, m in frames if lit == 4][-1] == words[4]
    marked = {frame[3] for frame in frames if frame[3]}
    assert marked <= set(words)
    assert len(marked) >= 0.9 * len(set(words))
    page = bench.page
    for speed in ("2", "1"):
        page.evaluate("() => { window.frames = []; }")
        page.select_option(".vvw-stage select", speed)
        page.click(".vvw-stage .play")
        page.wait_for_function("() => document.querySelector('.vvw audio').ended", timeout=30000)
        replayed = page.evaluate("() => window.frames")
        check([(time, lit) for kind, time, lit, *_ in replayed if kind == "media"], starts)


@pytest.mark.xfail(
    strict=True, raises=AssertionError, reason="the clock is a tenth of a second off"
)
def test_the_check_above_can_fail(bench):
    (pieces, frames), starts = hear(bench, LAG)
    check([(place(pieces, t), lit) for kind, t, lit, *_ in frames if kind == "stream"], starts)
