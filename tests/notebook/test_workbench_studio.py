"""The workbench without a browser: messages in, answers out, espeak speaking."""

from __future__ import annotations

import threading
from queue import SimpleQueue

import pytest

from vivavoce.errors import UsageError
from vivavoce.notebook.widgets.workbench import protocol
from vivavoce.notebook.widgets.workbench.spelling import SpellingError, read_spelling
from vivavoce.notebook.widgets.workbench.studio import CancelledError
from vivavoce.notebook.widgets.workbench.worker import Worker
from vivavoce.speech import Take

TEXT = "😀 [clear_thorat] Stay low."
CHOICES = {"voice": "en-us"}


@pytest.fixture
def bench(make_bench):
    return make_bench(TEXT)


@pytest.fixture
def outlet(bench):
    return bench.outlet


@pytest.fixture
def studio(bench):
    return bench.studio


def tell(studio, kind, **content):
    studio.handle(protocol.read_message({"v": 1, "kind": kind, **content}))


def say(studio, take, text, span=None):
    tell(studio, "say", take=take, text=text, settings=CHOICES, span=span)


def test_findings_count_as_browsers_do(outlet, studio):
    (found,) = [d for d in outlet.traits["diagnostics"]["items"] if d["rule"] == "VV102"]
    units = TEXT.encode("utf-16-le")
    assert units[2 * found["start"] : 2 * found["end"]].decode("utf-16-le") == "[clear_thorat]"


def test_a_fix_changes_the_script_and_checks_it_again(outlet, studio):
    items = outlet.traits["diagnostics"]["items"]
    at = next(n for n, item in enumerate(items) if item["rule"] == "VV102")
    tell(studio, "fix", revision=0, diagnostic=at, choice=0)
    assert outlet.traits["script"] == {"text": "😀 [clear throat] Stay low.", "revision": 1}
    assert all(item["rule"] != "VV102" for item in outlet.traits["diagnostics"]["items"])


def test_a_page_has_a_changed_text_before_the_findings_in_it(outlet, studio):
    outlet.published.clear()
    at = next(n for n, i in enumerate(outlet.traits["diagnostics"]["items"]) if i["fixes"])
    tell(studio, "fix", revision=0, diagnostic=at, choice=0)
    assert outlet.published == ["script", "diagnostics", "chosen"]


def test_a_mended_text_is_checked_for_the_model_that_was_chosen(outlet, studio):
    text = "[clear_thorat] Low. [very proudly] Still."
    tell(studio, "lint", revision=1, text=text, model="inworld-tts-1")
    items = outlet.traits["diagnostics"]["items"]
    at = next(n for n, item in enumerate(items) if item["rule"] == "VV101")
    tell(studio, "fix", revision=1, diagnostic=at, choice=0)
    # An instruction, which a newer model would take.
    assert [item["rule"] for item in outlet.traits["diagnostics"]["items"]] == ["VV111"]


def test_a_fix_for_an_older_text_is_dropped(outlet, studio):
    tell(studio, "lint", revision=3, text="Something else.")
    tell(studio, "fix", revision=0, diagnostic=0, choice=0)
    assert studio.text == "Something else."


def test_speech_streams_with_its_words_and_ends_with_the_same_sound(outlet, studio):
    say(studio, "one", "😀 Stay low.\n\nKeep still.")
    assert outlet.messages[0].kind == "take.start"
    chunks = outlet.of("take.chunk")
    assert len(chunks) > 1
    words = [word for chunk in chunks for word in chunk.words]
    (end,) = outlet.of("take.end")
    assert [w["text"] for w in words] == [w["text"] for w in end.words]
    assert [w["start"] for w in words] == pytest.approx([w["start"] for w in end.words], abs=1e-3)
    assert [w["span"] for w in words] == [w["span"] for w in end.words]
    streamed = b"".join(chunk.buffers[0] for chunk in chunks)
    silence = len(end.buffers[0]) - 44 - len(streamed)
    assert silence == 2 * round(0.3 * chunks[0].rate)
    (row,) = outlet.traits["takes"]
    assert row["duration"] > 0.5
    assert row["voice"] == "en-us"


def test_only_the_turn_at_the_cursor_is_spoken(outlet, studio):
    say(studio, "one", "Stay low.\n\nKeep still.", (13, 13))
    assert [w["text"] for w in outlet.of("take.end")[0].words] == ["Keep", "still"]


def test_the_shown_code_makes_the_take_again(outlet, studio):
    say(studio, "one", "Stay low.")
    space = {}
    exec(outlet.traits["takes"][0]["code"], space)
    (again,), take = space["takes"], studio.entries["one"].take
    assert again.id == take.id
    # espeak adds breath noise that differs from run to run, so samples do not compare.
    assert again.audio.duration == pytest.approx(take.audio.duration, abs=0.02)


def test_a_word_is_respelt_and_its_turn_spoken_again(outlet, studio):
    text = "Stay low.\n\nThe crete is far."
    studio.set_text(text)
    say(studio, "one", text)
    words = outlet.of("take.end")[0].words
    at = next(n for n, word in enumerate(words) if word["text"] == "crete")
    tell(studio, "respell", take="one", word=at, spelling="/kɹiːt/", new="two", settings=CHOICES)
    assert outlet.traits["script"]["text"] == "Stay low.\n\nThe /kɹiːt/ is far."
    assert outlet.of("take.end")[1].words[0]["text"] == "The"


@pytest.mark.parametrize("spelling", ["", "  ", "two words", "</script>", "a/b"])
def test_what_is_no_pronunciation_is_refused(spelling):
    with pytest.raises(SpellingError, match="kɹiːt"):
        read_spelling(spelling)


def test_respellings_are_read():
    assert read_spelling("puh-TAY-toh").startswith("p")


def test_takes_are_compared_rated_kept_and_discarded(outlet, studio):
    say(studio, "one", "Stay low now.")
    say(studio, "two", "Stay low.")
    tell(studio, "compare", a="one", b="two")
    (compared,) = outlet.of("compared")
    assert compared.rows == [(0, 0), (1, 1), (2, -1)]
    assert compared.kinds[2] == "missing"
    assert compared.titles[2].startswith("A: ")
    assert "of 3 words differ" in compared.told
    tell(studio, "rate", take="one", stars=9)
    tell(studio, "keep", take="two")
    assert [row["stars"] for row in outlet.traits["takes"]] == [5, 0]
    assert [type(take) for take in outlet.kept] == [Take]
    tell(studio, "audio.want", take="one")
    assert outlet.of("take.audio")[0].buffers[0][:4] == b"RIFF"
    tell(studio, "discard", take="one")
    with pytest.raises(UsageError, match="gone"):
        tell(studio, "audio.want", take="one")


def test_a_cancelled_take_stops_and_is_not_listed(outlet, studio):
    studio.cancel("one")
    with pytest.raises(CancelledError):
        say(studio, "one", "Stay low.")
    assert "takes" not in outlet.traits


@pytest.mark.parametrize(
    "content",
    [None, {}, {"v": 2, "kind": "keep", "take": "x"}, {"v": 1, "kind": "eval", "code": "1"}],
)
def test_unknown_messages_are_told(content):
    with pytest.raises(UsageError, match="Run the cell again"):
        protocol.read_message(content)


def test_a_worker_keeps_order_survives_failures_and_ends():
    done, failed, last = [], [], threading.Event()

    def perform(job):
        if job == 1:
            raise ValueError(job)
        done.append((job, threading.current_thread().name))
        if job == 3:
            last.set()

    worker = Worker(perform, lambda job, error: failed.append((job, type(error))))
    for job in range(4):
        worker.put(job)
    assert last.wait(10)
    worker.close()
    assert worker.join(10)
    worker.put(5)
    assert [job for job, _ in done] == [0, 2, 3]
    assert {name for _, name in done} == {"vivavoce-workbench"}
    assert failed == [(1, ValueError)]


def test_a_worker_without_work_needs_no_thread():
    done = SimpleQueue()
    worker = Worker(lambda job: done.put((job, threading.current_thread())), print, patience=0.01)
    for job in range(3):
        worker.put(job)
        told, thread = done.get(timeout=10)
        assert told == job
        thread.join(10)
        assert not thread.is_alive()
