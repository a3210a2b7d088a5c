"""The workbench in a real JupyterLab: squiggles, first sound, lag of the lit word, time to audible.

Run: python benchmarks/notebook/workbench.py

Squiggle: from a key to the mark under what it broke, the debounce of 200 ms in it. First sound:
from the arrival of the first chunk at the page to the moment its first sample leaves the speaker;
cold is the first take of a page. Audible: a take of 3 MB in the kernel, from Run, or from Play in a
view that has not got it, to sound; the peer is `IPython.display.Audio` of the same bytes in the
same notebook.
Needs jupyterlab, anywidget, playwright, Debian's chromium and espeak-ng.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from browsing import find_quantile, open_browser, tell
from jupyter import Notebook, serve_lab

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

TEXT = (
    "The ferry reached the shore at dawn, and nobody saw it come in. A boy ran down to the water; "
    "he had a letter in his hand, and his name stood on it. He read it twice, and ran home again."
)
LONG = 6
"""How often the text is spoken to make about 3 MB of WAV."""

SETUP = """
import IPython.display
from vivavoce.notebook import Player, Workbench
wb = Workbench({!r})
wb
"""

OURS = ".vvw-words [aria-current]"

# What arrives, what is sent to the speaker, and which word is lit at which moment of the sound.
WATCH = """
window.arrived = [];
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener('message', ({data}) => {
      if ((data.byteLength ?? 0) > 4000) arrived.push(performance.now());
    });
  }
};
window.sent = {};
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (when) {
  if (!sent.first) Object.assign(sent, {
    context: this.context, first: when, spoken: 0, chunk: arrived.at(-1), late: 0,
  });
  else if (when - sent.spoken > sent.began + 1e-3) sent.late++;
  sent.began = when - sent.spoken;
  sent.spoken += this.buffer.duration;
  return start.call(this, when);
};
const heard = (context) => {
  const {contextTime, performanceTime} = context.getOutputTimestamp();
  return contextTime + (performance.now() - performanceTime) / 1000;
};
window.follow = (selector, clock) => {
  const seen = {changes: [], frames: []};
  const lit = () => Number(document.querySelector(selector)?.dataset.w ?? -1);
  let last = -1;
  new MutationObserver(() => {
    const now = lit();
    if (now !== last && (last = now) >= 0) seen.changes.push([now, clock()]);
  }).observe(document.body, {subtree: true, attributeFilter: ['aria-current']});
  requestAnimationFrame(function frame() {
    const time = clock();
    if (time !== null) seen.frames.push([lit(), time, performance.now()]);
    // From outside a frame, so that the page's own callback comes before this one.
    setTimeout(() => requestAnimationFrame(frame));
  });
  return seen;
};
window.streamClock = () => sent.first && heard(sent.context) > sent.first
  ? heard(sent.context) - sent.began : null;
window.playerClock = () => {
  const audio = document.querySelector('.vvw audio');
  return audio && !audio.paused ? audio.currentTime : null;
};
window.firstSound = () => {
  const {contextTime, performanceTime} = sent.context.getOutputTimestamp();
  return performanceTime + 1000 * (sent.first - contextTime) - sent.chunk;
};
"""

SHOW = """(index) => new Promise((done) => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = index;
  const begun = performance.now();
  window.jupyterapp.commands.execute('notebook:run-cell');
  requestAnimationFrame(function frame() {
    const audio = notebook.widgets[index].node.querySelector('.jp-OutputArea audio');
    const ready = audio && (!audio.closest('.vv') || audio.closest('.vv[data-ready]'));
    if (ready && !audio.dataset.asked) { audio.dataset.asked = ''; audio.play(); }
    if (ready && audio.currentTime > 0) {
      audio.pause();
      notebook.model.sharedModel.cells[index].setOutputs([]);
      done(performance.now() - begun);
    } else requestAnimationFrame(frame);
  });
})"""

PLAY = """() => new Promise((done) => {
  const view = document.querySelector('.vvw');
  const begun = performance.now();
  view.querySelector('.vvw-takes button[name=play]').click();
  requestAnimationFrame(function frame() {
    const audio = view.querySelector('audio');
    if (audio?.currentTime > 0 && !audio.paused) done(performance.now() - begun);
    else requestAnimationFrame(frame);
  });
})"""


def measure_squiggles(browser: Browser, lab: tuple[str, Path]) -> None:
    """Break a tag with one key and mend it with another, ten times."""
    code = "from vivavoce.notebook import Workbench\nWorkbench('[clear throat] Listen to me.')"
    notebook = Notebook(browser, lab, [code], WATCH)
    page = notebook.page
    notebook.run()
    page.click(".vvw .cm-content")
    page.keyboard.press("Home")
    for _ in "[clear throat":
        page.keyboard.press("ArrowRight")
    page.evaluate("""() => {
      window.late = [];
      document.addEventListener('keydown', () => { window.pressed = performance.now(); }, true);
      new MutationObserver(() => {
        const marked = !!document.querySelector('.cm-lintRange-error');
        if (marked !== window.marked) late.push([marked, performance.now() - pressed]);
        window.marked = marked;
      }).observe(document.querySelector('.vvw-editor'), {subtree: true, childList: true});
    }""")
    for _ in range(10):
        page.keyboard.type("x")
        page.wait_for_selector(".cm-lintRange-error")
        page.keyboard.press("Backspace")
        page.wait_for_selector(".cm-lintRange-error", state="detached")
        page.wait_for_timeout(300)
    late = [since for marked, since in page.evaluate("() => late") if marked]
    tell(
        key_to_squiggle_ms=round(median(late)),
        slowest_ms=round(max(late)),
        over_the_debounce=round(median(late) / 200, 2),
    )
    notebook.close()


def measure_speech(browser: Browser, lab: tuple[str, Path]) -> None:
    """Speak twice, then play the take at two speeds."""
    code = f"from vivavoce.notebook import Workbench\nwb = Workbench({TEXT!r})\nwb"
    notebook = Notebook(browser, lab, [code], WATCH)
    page = notebook.page
    notebook.run()
    page.wait_for_selector(".vvw .cm-content")
    for state in ("cold", "warm"):
        page.evaluate("() => { sent = {}; }")
        page.evaluate(f"() => {{ window.seen = follow({OURS!r}, streamClock); }}")
        page.click(".vvw-main")
        page.wait_for_function("() => streamClock() > 0")
        first = page.evaluate("firstSound()")
        page.wait_for_function("() => seen.changes.length > 1", timeout=30_000)
        page.wait_for_function("() => streamClock() > sent.spoken + 0.3", timeout=60_000)
        tell(
            first_sound_after_first_chunk=state,
            ms=round(first),
            late_chunks=page.evaluate("sent.late"),
        )
        starts = notebook.ask("[word.start for word in wb.takes[-1].alignment.words]")
        tell(stream=state, **judge(page.evaluate("seen"), starts, 1))
    for speed in (1, 2):
        page.locator(".vvw .vv select").select_option(str(speed))
        page.evaluate(f"() => {{ window.seen = follow({OURS!r}, playerClock); }}")
        page.locator(".vvw-takes button[name=play]").last.click()
        page.wait_for_function("() => playerClock() > 0.5")
        page.wait_for_function("() => playerClock() === null", timeout=60_000)
        tell(workbench_player_at=speed, **judge(page.evaluate("seen"), starts, speed))
    notebook.close()


def judge(seen: dict[str, Any], starts: list[float], speed: int) -> dict[str, object]:
    """How late words were lit, in the listener's time, and how often another one was due."""
    lags = [1000 * (time - starts[word]) / speed for word, time in seen["changes"] if time]
    frames = [(lit, time) for lit, time, _ in seen["frames"] if time <= starts[-1]]
    painted = [now for _, time, now in seen["frames"] if time <= starts[-1]]
    wrong = sum(
        lit != max((at for at, start in enumerate(starts) if start <= time), default=-1)
        for lit, time in frames
    )
    return {
        "words_lit": f"{len(lags)} of {len(starts)}",
        "median_ms": find_quantile(lags, 0.5),
        "p95_ms": find_quantile(lags, 0.95),
        "frame_p95_ms": find_quantile((b - a for a, b in pairwise(painted)), 0.95),
        "wrong_percent": round(100 * wrong / len(frames), 2),
    }


def measure_audible(browser: Browser, lab: tuple[str, Path]) -> None:
    """Show a take of 3 MB thrice as a player and thrice as IPython does; play it in a new view."""
    cells = [
        SETUP.format(" ".join([TEXT] * LONG)),
        "Player(wb.takes[-1])",
        "IPython.display.Audio(wav)",
    ]
    notebook = Notebook(browser, lab, cells, WATCH)
    page = notebook.page
    page.evaluate(
        "() => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = 0;"
        " window.jupyterapp.commands.execute('notebook:run-cell'); }"
    )
    page.click(".vvw-main")
    page.wait_for_selector(".vvw-takes button[name=play]", timeout=60_000)
    page.click(".vvw-bar button:has-text('Stop')")
    notebook.ask("globals().__setitem__('wav', wb.takes[-1].audio.to_wav())")
    megabytes = notebook.ask("len(wav)") / 1e6
    player = median(page.evaluate(SHOW, 1) for _ in range(3))
    peer = median(page.evaluate(SHOW, 2) for _ in range(3))
    page.evaluate(
        "() => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = 0;"
        " window.jupyterapp.commands.execute('notebook:clear-cell-output'); }"
    )
    told = dict[str, object](mb=round(megabytes, 1), player_ms=round(player), peer_ms=round(peer))
    tell(audible_after_run=told, player_over_ipython_audio=round(player / peer, 2))
    measure_view(notebook, page, peer)
    notebook.close()


def measure_view(notebook: Notebook, page: Page, peer: float) -> None:
    """Press Play in a view of the workbench that has not got the sound yet, and once more."""
    page.evaluate(
        "() => { const {content} = window.jupyterapp.shell.currentWidget;"
        " content.activeCellIndex = 2;"
        " content.activeCell.model.sharedModel.setSource('wb');"
        " window.jupyterapp.commands.execute('notebook:run-cell'); }"
    )
    page.wait_for_selector(".vvw-takes button[name=play]")
    first, again = page.evaluate(PLAY), 0.0
    page.click(".vvw-bar button:has-text('Stop')")
    again = page.evaluate(PLAY)
    tell(
        workbench_play_to_audible_ms=round(first),
        again_ms=round(again),
        over_ipython_audio=round(first / peer, 2),
    )
    assert notebook.ask("len(wb.takes)") == 1


def run() -> None:
    """Print one JSON object a measurement."""
    with serve_lab() as lab, open_browser() as browser:
        measure_squiggles(browser, lab)
        measure_speech(browser, lab)
        measure_audible(browser, lab)


if __name__ == "__main__":
    run()
