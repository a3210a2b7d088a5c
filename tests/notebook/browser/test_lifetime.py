"""Kernels die, pages reload, cells run again, speech breaks off: each says so and loses nothing."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

BENCH = "from vivavoce.notebook import Workbench\nwb = Workbench({!r})\nwb"
LINE = "Stay low and keep very still, my friend."

BREAKING = """\
from vivavoce.errors import SpeechError
from vivavoce.facade import find_engine
from vivavoce.notebook import Workbench
from vivavoce.notebook.widgets.workbench import protocol
from vivavoce.speech import Engine
espeak = find_engine('espeak')

class Breaking(Engine):
    name = 'breaking'
    left = 1
    status, voices, provenance = espeak.status, espeak.voices, espeak.provenance

    def stream(self, request):
        for chunk in espeak.stream(request):
            yield chunk
            if self.left:
                self.left -= 1
                raise SpeechError('The line went dead.')

wb = Workbench('Stay low and keep very still.', engine=Breaking())
wb.post(protocol.make_message('error', take='', detail='Said before anybody looked.'), [])"""

# What sounds, and what memory the page holds for sound.
COUNT = """() => {
  const {createObjectURL, revokeObjectURL} = URL;
  const {play} = HTMLMediaElement.prototype;
  const {start} = AudioBufferSourceNode.prototype;
  window.held = new Set(); window.played = new Set(); window.contexts = new Set();
  URL.createObjectURL = (blob) => {
    const url = createObjectURL.call(URL, blob);
    if (blob.type?.startsWith('audio')) held.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => { held.delete(url); revokeObjectURL.call(URL, url); };
  HTMLMediaElement.prototype.play = function () { played.add(this); return play.call(this); };
  AudioBufferSourceNode.prototype.start = function (...when) {
    contexts.add(this.context);
    return start.apply(this, when);
  };
  window.uncount = () => {
    Object.assign(URL, {createObjectURL, revokeObjectURL});
    HTMLMediaElement.prototype.play = play;
    AudioBufferSourceNode.prototype.start = start;
  };
}"""
SOUNDS = """() => [...played].filter((audio) => !audio.paused).length
  + [...contexts].filter((context) => context.state === 'running').length"""


@pytest.fixture
def counted(shared_lab):
    page, _ = shared_lab
    page.evaluate(COUNT)
    yield
    page.evaluate("() => window.uncount()")


def test_outputs_that_go_take_their_sound_and_memory_along(counted, lab):
    page = (made := lab(BENCH.format(LINE), "wb")).page
    for _ in range(5):
        made.run()
        page.wait_for_function("() => document.querySelectorAll('.vvw .cm-content').length === 2")
        made.wait_for_takes(0)
        page.wait_for_timeout(200)
        page.click(".vvw-main >> nth=0")
        page.wait_for_function("() => document.querySelectorAll('.vvw-takes li').length === 2")
    assert page.evaluate("() => held.size") <= 2
    # A second view has the script and the takes, and hears of what is written in the first.
    page.locator(".vvw .cm-content").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Now this.")
    page.wait_for_function(
        "() => document.querySelectorAll('.vvw .cm-content')[1].textContent === 'Now this.'"
    )
    page.click(".vvw-takes [name=play] >> nth=1")
    page.wait_for_function("() => [...played].some((audio) => audio.currentTime > 0.1)")
    made.command("notebook:clear-all-cell-outputs")
    page.wait_for_function("() => held.size === 0")
    assert page.evaluate(SOUNDS) == 0


def test_a_kernel_that_is_gone_is_told_and_what_was_written_stays(lab):
    page = (made := lab(BENCH.format(LINE))).page
    made.bench()
    page.evaluate(
        "async () => { await window.jupyterapp.shell.currentWidget.sessionContext.restartKernel(); }"
    )
    page.click(".vvw .cm-content")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Wait.")
    page.wait_for_selector(".vvw-status[data-wrong] >> text=kernel", timeout=20000)
    made.wait_for_text(f"{LINE} Wait.")
    made.bench()
    made.wait_for_text(LINE)
    made.speak()


def test_a_reloaded_page_has_the_takes_and_asks_for_their_sound(fresh):
    page = (made := fresh(BENCH.format(LINE))).page
    made.bench()
    made.speak()
    page.click(".vvw .cm-content")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Wait.")
    page.wait_for_timeout(600)
    made.save()
    made.load()
    made.open()
    page.wait_for_selector(".vvw .cm-content")
    made.wait_for_takes(1)
    made.wait_for_text(f"{LINE} Wait.")
    page.click(".vvw-takes [name=play]")
    made.wait_until_lit("low", "strip")


def test_speech_that_breaks_off_is_kept_told_and_tried_again(lab):
    page = (made := lab(BREAKING, "wb")).page
    made.bench()
    # What the kernel said before there was a page to say it on has arrived.
    page.wait_for_selector(".vvw-status >> text=Said before anybody looked.")
    made.speak()
    page.wait_for_selector(".vvw-status[data-wrong] >> text=The line went dead.")
    made.wait_for_text("Stay low and keep very still.")
    page.click(".vvw-bar >> text=Try again")
    made.wait_for_takes(2)
    assert page.locator(".vvw-status[data-wrong]").count() == 0
    page.click(".vvw-takes li >> nth=0 >> [name=play]")
    page.wait_for_selector(".vvw-stage audio", state="attached")


def test_a_browser_that_refuses_sound_offers_a_button(fresh):
    page = (made := fresh(BENCH.format(LINE))).page
    made.bench()
    made.save()
    page.reload()
    session = page.context.new_cdp_session(page)

    def look(expression):
        """Ask the page without what Chromium takes for a press of the reader."""
        asked = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        return session.send("Runtime.evaluate", asked)["result"].get("value")

    def wait_for(expression):
        for _ in range(200):
            if look(expression):
                return
            page.wait_for_timeout(100)
        raise AssertionError(expression)

    wait_for("!!window.jupyterapp")
    look(
        "jupyterapp.restored.then(() => jupyterapp.commands.execute("
        f"'docmanager:open', {{path: '{made.name}'}})).then(() => 1)"
    )
    wait_for("!!document.querySelector('.vvw .cm-content')")
    fresh.ear.said.clear()
    look("document.querySelector('.vvw-main').click()")
    wait_for(
        "[...document.querySelectorAll('.vvw-bar button')]"
        ".some((one) => one.textContent === 'Press to hear' && !one.hidden)"
    )
    assert look("navigator.userActivation.hasBeenActive") is False
    page.click("text=Press to hear")
    assert made.wait_until_lit("friend", "strip")[0] in {"Stay", "low"}
