"""Scripts, voices, errors, labels and file names come from anyone: all are text, nothing runs."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

pytestmark = pytest.mark.browser

RUN = "window.pwned=1"
PAYLOADS = [
    f"</script><img src=x onerror={RUN}>",
    f"<script>{RUN}</script>",
    f"<svg onload={RUN}>",
    f"\"onmouseover={RUN} onfocus={RUN} autofocus x='",
    f"' onpointerenter={RUN} '",
    f"<a href=javascript:{RUN}>press</a>",
    f"[press](javascript:{RUN})",
    "<style>@import '//evil.example/a.css';*{display:none}</style>",
    f"</style></title></textarea><iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"{{{{{RUN}}}}}${{{RUN}}}`{RUN}`",
    f"&lt;img src=x onerror={RUN}&gt;",
    f"<!--<script>{RUN}//-->",
    f"\u2028{RUN}\u2029//",
    f"zero\x00<img src=x\x00 onerror={RUN}>",
    f"\u202egnp.exe\u202c <b onclick={RUN}>",
    f"\x1b[31mred\x1b]8;;javascript:{RUN}\x07link\x1b]8;;\x07",
    f"<math><mtext></form><mglyph><img src=//evil.example/b onerror={RUN}>",
    f"__VIVAVOCE__$&$`$'<details open ontoggle={RUN}>",
]
# Nothing is spoken after it, which a finding says and quotes it.
SLIP = f"[</b><img src=x onerror={RUN}>]"
SCRIPT = "\n".join([*(f"One [{payload}] {payload}" for payload in PAYLOADS), f"One. {SLIP}"])
FOLDER = f"<img src=x onerror={RUN}>"

ENGINE = f"""\
%load_ext vivavoce
from dataclasses import replace
from pathlib import Path
from IPython.display import display
from vivavoce.errors import SpeechError
from vivavoce.facade import lint, say
from vivavoce.notebook import Player, Workbench, check, mend
from vivavoce.speech import *
from vivavoce.speech import Engine, EngineStatus
PAYLOADS = {PAYLOADS!r}
SCRIPT = {SCRIPT!r}
ALL = ' '.join(PAYLOADS)

class Hostile(Engine):
    name = PAYLOADS[0]
    ready = True

    def status(self):
        return EngineStatus(self.ready, ALL)

    def voices(self):
        return [Voice(payload, payload) for payload in PAYLOADS]

    def stream(self, request):
        if request.voice == PAYLOADS[1]:
            raise SpeechError(f'{{request.voice}} refuses: {{ALL}}')
        words = tuple(Word(text, at / 50, (at + 1) / 50) for at, text in enumerate(PAYLOADS))
        phones = tuple(Phone(word.text, word.start, word.end, at) for at, word in enumerate(words))
        yield Chunk(Audio.silence(0.4, 16000), Alignment(words, phones), (ALL,))

    def provenance(self, request):
        return Provenance(self.name, ALL, PAYLOADS[2], ALL)

class Refusing(Hostile):
    ready = False
"""
BENCH = f"wb = Workbench(SCRIPT, engine=Hostile(), folder=Path({FOLDER!r}))\nwb"
STATIC = """\
long, short = (say(text, engine=Hostile(), voice=PAYLOADS[2]) for text in (SCRIPT, 'One'))
display(replace(long, title=ALL), [replace(short, title=ALL), short])
display(lint(SCRIPT), check(SCRIPT), mend(SCRIPT))
%ipa <img\\ src=x\\ onerror=window.pwned=1>
"""
HINT = "Workbench('One', engine=Refusing())"
# Nothing of ours is any of these, so one of them has come from a payload.
MADE = """() => [window.pwned, [...document.querySelectorAll(
  '.vv, .vvw, [class^=vv], .cm-tooltip')].flatMap((root) => [...root.querySelectorAll(
  'img, iframe, math, [onerror], [onload], [onclick], [ontoggle], [onmouseover], [onfocus],'
  + '[onpointerenter], [autofocus], [href^="javascript:"]')]).map((e) => e.outerHTML)]"""


def bare(text):
    """The letters, without what browsers drop from text or draw as something else."""
    return re.sub(r"[\s\x00-\x1f\ufffd\u202c\u202e\u2400-\u243f]+", "", text)


def missing(shown, texts=PAYLOADS):
    """Which of the texts cannot be read in what is shown."""
    shown = bare(" ".join(shown))
    return [text for text in texts if bare(text) not in shown]


def unread(locator, texts=PAYLOADS):
    """Which of the texts cannot be read in some elements."""
    return missing(locator.all_text_contents(), texts)


@pytest.fixture
def hostile(lab):
    """A notebook of all that, shown."""
    made = lab(ENGINE, BENCH, STATIC, HINT)
    made.bench()
    made.page.wait_for_function(
        "() => document.querySelectorAll('.vvw').length === 2"
        " && document.querySelectorAll('.vv[data-ready]').length > 2"
    )
    yield made
    assert made.page.evaluate(MADE) == [None, []]


def look_at_writing(page, bench):
    page.wait_for_function(
        "(least) => document.querySelectorAll('.vvw-settings option').length > least",
        arg=len(PAYLOADS) + 20,
    )
    bench.locator(".cm-content").press("Control+Home")
    upper = bench.locator(".cm-line").all_text_contents()
    bench.locator(".cm-content").press("Control+End")
    assert missing(upper + bench.locator(".cm-line").all_text_contents()) == []
    assert unread(bench.locator(".vvw-settings option")) == []
    assert unread(page.locator(".vvw-hint").last) == []
    bench.locator(".vvw-findings").click()
    assert unread(bench.locator(".vvw-list"), [SLIP]) == []
    bench.locator(".vvw-go", has_text=SLIP).click()
    bench.locator(".cm-lintRange", has_text=SLIP).first.hover()
    page.wait_for_selector(".cm-tooltip-lint")
    assert unread(page.locator(".cm-tooltip-lint"), [SLIP]) == []


def look_at_a_take(page, bench):
    bench.locator(".cm-content").press("Home")
    bench.locator("text=Speak line").click()
    page.wait_for_selector(".vvw-takes li")
    assert unread(bench.locator(".vvw-words")) == []
    bench.locator("summary", has_text="Save and code").click()
    assert unread(bench.locator(".vvw-takes")) == []
    bench.locator(".vvw-word", has_text="img").first.click()
    assert unread(bench.locator(".vvw-respell"), PAYLOADS[:1]) == []


def look_at_an_error(page, bench):
    voice = bench.locator("select", has=page.locator("option", has_text="script>"))
    voice.last.select_option(PAYLOADS[1])
    bench.locator(".vvw-main").click()
    page.wait_for_selector(".vvw-status[data-wrong]")
    assert unread(bench.locator(".vvw-bar .vvw-status")) == []


def name_and_keep(page, bench):
    """Each payload as the name of a take, and so as the title of the player that is kept."""
    bench.locator(".vvw-takes [name=keep]").click()
    label = bench.locator(".vvw-takes [name=label]")
    for payload in PAYLOADS:
        label.fill(payload)
        label.press("Tab")
        page.wait_for_function(
            "(bare) => [...document.querySelectorAll('.vv[aria-label]')].some((player) =>"
            " player.ariaLabel.replace(/\\W/g, '') === bare)",
            arg=re.sub(r"\W", "", payload),
        )


def save(page, bench, path):
    """Write a take to a page; gives the page's path."""
    bench.locator(".vvw-takes [value=html]").click()
    status = bench.locator(".vvw-bar .vvw-status", has_text="Saved as")
    status.wait_for()
    assert bare(FOLDER) in bare(status.inner_text())
    return path.parent / status.inner_text().removeprefix("Saved as ")


def convert(made, folder):
    made.save()
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--output-dir", folder]
    subprocess.run([*command, made.path], check=True, capture_output=True)
    return next(folder.glob("*.html"))


def test_nothing_runs(hostile, offline, tmp_path):
    page = hostile.page
    bench = page.locator(".vvw").first
    # Players, findings and the changes of a fix, as outputs.
    for player in page.locator(".vv:not(.vvw-stage) .text").all():
        assert unread(player) == []
    assert all(unread(found) == [] for found in page.locator(".vvf pre.text").all())
    look_at_writing(page, bench)
    look_at_a_take(page, bench)
    look_at_an_error(page, bench)
    name_and_keep(page, bench)
    saved = offline(save(page, bench, hostile.path))
    assert unread(saved.locator(".vv .text")) == []
    assert saved.evaluate(MADE) == [None, []]
    converted = offline(convert(hostile, tmp_path))
    converted.wait_for_selector(".vv[data-ready]")
    assert unread(converted.locator(".vv .text").first) == []
    assert converted.evaluate(MADE) == [None, []]
    # What nbconvert's own template asks the world for.
    offline.ear.said[:] = [said for said in offline.ear.said if "cdnjs.cloudflare" not in said]
