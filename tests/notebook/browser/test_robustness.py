"""What goes wrong in a notebook: the workbench says so, loses nothing, and leaves nothing behind."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

LINE = "Stay low and keep very still, my friend, until the rain has gone."
BENCH = f"from vivavoce.notebook import Workbench\nwb = Workbench({LINE!r})\nwb"
# Two equal chunks of half a second; the first time, the line is cut behind them.
BREAKING = """\
from vivavoce.errors import SpeechError
from vivavoce.notebook import Workbench
from vivavoce.speech import *
import math, struct

TONE = Audio(b''.join(
    struct.pack('<h', int(9000 * math.sin(at * math.tau / 40))) for at in range(8000)), 16000)

class Breaking(Engine):
    name = 'breaking'
    falls = 1

    def status(self):
        return EngineStatus(True, '')

    def voices(self):
        return [Voice('one', 'one')]

    def stream(self, request):
        yield Chunk(TONE, Alignment((Word('Stay', 0.0, 0.5),)))
        yield Chunk(TONE, Alignment((Word('low', 0.5, 1.0),)))
        if self.falls:
            self.falls -= 1
            raise SpeechError('The line to the service was cut.')
        yield Chunk(TONE, Alignment((Word('now', 1.0, 1.5),)))

    def provenance(self, request):
        return Provenance(self.name, model=request.model)

wb = Workbench('Stay low now.', engine=Breaking())
wb
"""
# What there is of this page's making: addresses of sound, what plays it, what was begun.
COUNT = """() => {
window.urls = new Set(); window.contexts = new Set(); window.played = new Set(); window.started = [];
const {createObjectURL, revokeObjectURL} = URL;
URL.createObjectURL = (blob) => {
  const url = createObjectURL.call(URL, blob);
  if (blob.type === 'audio/wav') urls.add(url);
  return url;
};
URL.revokeObjectURL = (url) => { urls.delete(url); revokeObjectURL.call(URL, url); };
const {start} = AudioBufferSourceNode.prototype;
AudioBufferSourceNode.prototype.start = function (when, ...rest) {
  contexts.add(this.context);
  const loud = this.buffer.getChannelData(0).some((sample) => Math.abs(sample) > 0.1);
  started.push({when, until: when + this.buffer.duration, loud});
  return start.call(this, when, ...rest);
};
const {play} = HTMLMediaElement.prototype;
HTMLMediaElement.prototype.play = function () { played.add(this); return play.call(this); };
}"""
QUIET = """() => [...played].every((audio) => audio.paused)
  && [...contexts].every((context) => context.state === 'closed')"""
# A tab that is not shown paints no frames: they wait until it is.
HIDE = """() => {
  const paint = window.requestAnimationFrame, waiting = [];
  window.requestAnimationFrame = (step) => waiting.push(step);
  window.showAgain = () => {
    window.requestAnimationFrame = paint;
    waiting.forEach((step) => paint(step));
  };
}"""
THREADS = (
    "import threading\n"
    "print(sum(t.name == 'vivavoce-workbench' for t in threading.enumerate()), end='')"
)
STATUS = ".vvw-bar .vvw-status"


def compute(page, code):
    """What a piece of code prints in the kernel."""
    return page.evaluate(
        """async (code) => {
          const {kernel} = window.jupyterapp.shell.currentWidget.sessionContext.session;
          const asked = kernel.requestExecute({code});
          let text = '';
          asked.onIOPub = ({content}) => (text += content.text ?? '');
          await asked.done;
          return text;
        }""",
        code,
    )


def shown(page):
    return "\n".join(page.locator(".vvw .cm-line").all_text_contents())


def test_a_dead_kernel_is_told_and_no_text_is_lost(lab):
    made = lab(BENCH)
    page = made.page
    made.bench().press("Control+End")
    made.stop_kernel()
    page.keyboard.type(" Then run.")
    page.click(".vvw-main")
    page.wait_for_selector(f"{STATUS}[data-wrong] >> text=The kernel does not answer")
    made.wait_for_text(f"{LINE} Then run.")
    # The text can still be written in, and taken away.
    page.locator(".vvw .cm-content").press("Control+End")
    page.keyboard.type(" Fast.")
    made.wait_for_text(f"{LINE} Then run. Fast.")


def test_a_restarted_kernel_is_told_and_a_new_run_speaks(lab):
    made = lab(BENCH)
    page = made.page
    made.bench().press("Control+End")
    page.keyboard.type(" Then run.")
    page.evaluate(
        "async () => { await window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
        ".restart(); }"
    )
    page.click(".vvw-main")
    page.wait_for_selector(f"{STATUS}[data-wrong] >> text=The kernel does not answer")
    assert shown(page) == f"{LINE} Then run."
    made.run()
    made.wait_for_text(LINE)
    made.speak()


def test_a_page_that_is_loaded_again_has_text_and_takes(fresh):
    made = fresh(BENCH)
    page = made.page
    made.bench().press("Control+End")
    page.keyboard.type(" Run.")
    made.speak()
    made.save()
    made.load()
    made.open()
    page.wait_for_selector(".vvw .cm-content")
    made.wait_for_text(f"{LINE} Run.")
    page.click(".vvw-takes [name=play]")
    assert made.wait_until_lit("Run", "strip")[0] == "Stay"
    made.speak(2)


def test_two_views_share_text_and_takes_and_runs_leave_nothing(fresh):
    made = fresh(BENCH, "wb")
    page = made.page
    page.evaluate(COUNT)
    for _ in range(5):
        made.run()
        page.wait_for_function("() => document.querySelectorAll('.vvw .cm-content').length === 2")
        made.command("notebook:clear-all-cell-outputs")
        page.wait_for_function("() => !document.querySelector('.vvw')")
    made.run()
    page.wait_for_function("() => document.querySelectorAll('.vvw .cm-content').length === 2")
    first, second = page.locator(".vvw").all()
    first.locator(".cm-content").press("Control+End")
    page.keyboard.type(" Run.")
    page.wait_for_function(
        "() => document.querySelectorAll('.vvw')[1].querySelector('.cm-content').textContent"
        ".endsWith('gone. Run.')"
    )
    first.locator(".vvw-main").click()
    made.wait_for_takes(2)
    assert page.evaluate("() => urls.size") == 2
    # One sound a page: what the other view plays silences the first.
    second.locator("[name=play]").click()
    page.wait_for_function(
        "() => [...played].some((audio) => !audio.paused && audio.currentTime > 0)"
    )
    made.command("notebook:clear-all-cell-outputs")
    page.wait_for_function("() => urls.size === 0")
    page.wait_for_function(QUIET)
    for _ in range(60):
        if (left := compute(page, THREADS)) == "0":
            break
        page.wait_for_timeout(500)
    assert left == "0"


def test_clearing_silences_what_is_still_being_made(fresh):
    made = fresh(BENCH)
    page = made.page
    page.evaluate(COUNT)
    made.bench()
    page.click(".vvw-main")
    page.wait_for_function("() => started.length")
    made.command("notebook:clear-all-cell-outputs")
    page.wait_for_function(QUIET)


def test_what_breaks_off_is_kept_and_tried_again(fresh):
    made = fresh(BREAKING)
    page = made.page
    page.evaluate(COUNT)
    made.bench()
    made.speak()
    page.wait_for_selector(f"{STATUS}[data-wrong] >> text=The line to the service was cut.")
    page.wait_for_selector(f"{STATUS} >> text=The 1.0 s heard until then are kept as a take.")
    page.wait_for_selector(".vvw-takes >> text=incomplete")
    words = ".vvw-takes li:nth-child({}) [name=label]"
    assert page.input_value(words.format(1)) == "Stay low"
    one, two = page.evaluate("() => started")
    # Two chunks that are the same sound one after the other.
    assert one["loud"]
    assert two["loud"]
    assert two["when"] >= one["until"]
    page.click("text=Try again")
    made.wait_for_takes(2)
    assert page.input_value(words.format(2)) == "Stay low now"
    assert page.locator(f"{STATUS}[data-wrong]").count() == 0


def test_what_is_said_before_anything_is_shown_arrives(lab):
    early = "wb.post({'v': 1, 'kind': 'error', 'take': '', 'detail': 'Said early.'}, [])"
    made = lab(f"{BENCH.removesuffix('wb')}{early}", "wb")
    made.bench()
    made.page.wait_for_selector(f"{STATUS} >> text=Said early.")


def test_sound_that_is_refused_waits_for_a_press(untouched):
    made = untouched(BENCH)
    made.run()
    made.wait("!!document.querySelector('.vvw .cm-content')")
    made.ask("document.querySelector('.vvw-main').click()")
    resume = "[...document.querySelectorAll('.vvw button')].find((e) => e.textContent === 'Press to hear')"
    made.wait(f"!{resume}.hidden")
    made.wait("!!document.querySelector('.vvw-takes li')")
    assert made.ask("window.lit.strip.length") == 0
    made.page.click("text=Press to hear")
    assert made.wait_until_lit("gone", "strip")[0] == "Stay"
    assert made.page.locator("text=Press to hear").is_hidden()


def test_a_tab_hidden_while_a_take_is_made_has_it_afterwards(fresh):
    page = (made := fresh(BENCH)).page
    made.bench()
    page.evaluate(HIDE)
    page.click(".vvw-main")
    page.wait_for_function(
        "() => document.querySelectorAll('.vvw-takes li').length === 1", polling=100
    )
    page.evaluate("() => window.showAgain()")
    made.wait_until_lit("gone", "strip")
    page.click(".vvw-words [data-w='2']")
    made.wait_until_lit("keep", "strip")
