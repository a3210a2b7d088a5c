"""The workbench as a widget, without a page: what it sends, and that it ends."""

from __future__ import annotations

import threading

import pytest

pytest.importorskip("anywidget")

from vivavoce.errors import MissingExtraError, UnknownNameError
from vivavoce.notebook import Workbench

SETTINGS = {"voice": "en-us"}
LONG = "Stay low and keep very still. " * 40


class Page:
    """Collects what would go to the browser, and waits for it."""

    def __init__(self, workbench):
        self.workbench, self.messages, self.came = workbench, [], threading.Condition()
        workbench.send = self._hear

    def _hear(self, content, buffers=()):
        with self.came:
            self.messages.append((content, buffers))
            self.came.notify_all()

    def tell(self, kind, **content):
        self.workbench._handle_custom_msg({"v": 1, "kind": kind, **content}, [])

    def wait(self, kind):
        def found():
            return next((m for m, _ in self.messages if m["kind"] == kind), None)

        with self.came:
            assert self.came.wait_for(found, 30)
            return found()


@pytest.fixture
def page(tmp_path):
    made = Page(Workbench("Stay low.", folder=tmp_path))
    yield made
    made.workbench.close()


def speakers():
    return [t for t in threading.enumerate() if t.name == "vivavoce-workbench"]


def test_it_starts_with_what_a_page_needs(page):
    state = page.workbench.get_state()
    assert state["script"] == {"text": "Stay low.", "revision": 0}
    assert state["chosen"]["model"] == "inworld-tts-2"
    assert [engine["name"] for engine in state["engines"]] == ["espeak"]
    assert len(state["models"]) > 3
    assert state["protocol"] == 1


def test_every_message_is_answered_at_once(page):
    page.tell("survey")
    assert page.messages[0][0] == {"v": 1, "kind": "ack"}


def test_it_speaks_and_hands_takes_to_python(page):
    page.tell("say", take="one", text="Keep still.", settings=SETTINGS)
    assert [word["text"] for word in page.wait("take.end")["words"]] == ["Keep", "still"]
    (take,) = page.workbench.takes
    assert take.audio.duration > 0.3


def test_python_may_change_the_text(page):
    page.workbench.text = "[clear_thorat] Low."
    state = page.workbench.get_state()
    assert state["script"] == {"text": "[clear_thorat] Low.", "revision": 1}
    assert state["diagnostics"]["revision"] == 1
    assert "VV102" in {item["rule"] for item in state["diagnostics"]["items"]}


def test_only_the_newest_of_the_texts_that_wait_is_checked(page):
    checked = []
    done = threading.Event()
    page.workbench.observe(lambda change: checked.append(change["new"]["revision"]), "diagnostics")
    page.workbench.observe(lambda _: checked[-1:] == [9] and done.set(), "diagnostics")
    with page.workbench._studio._state:
        for revision in range(1, 10):
            page.tell("lint", revision=revision, text=f"Low {revision}.")
    assert done.wait(20)
    assert checked == [9]
    assert page.workbench.text == "Low 9."


def test_bytes_never_enter_a_trait(page):
    page.tell("say", take="one", text="Keep still.", settings=SETTINGS)
    page.wait("take.end")
    assert "RIFF" not in repr(page.workbench.get_state())


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"kind": "nonsense"}, {"take": "", "detail": "does not match the kernel"}),
        ({"kind": "keep", "take": "no"}, {"retry": False, "detail": "That take is gone"}),
        (
            {"kind": "say", "take": "one", "text": "", "settings": {}},
            {"take": "one", "retry": True, "detail": "nothing to speak"},
        ),
        (
            {"kind": "learn", "word": "Crete", "spelling": "x y"},
            {"field": "spelling", "detail": "IPA"},
        ),
        (
            {"kind": "say", "take": "one", "text": "x", "settings": {"model": "gpt"}},
            {"detail": "Unknown model"},
        ),
    ],
)
def test_what_goes_wrong_is_told(page, content, expected):
    page.tell(**content)
    error = page.wait("error")
    detail = expected.pop("detail")
    assert detail in error["detail"]
    assert {key: error[key] for key in expected} == expected


def test_cancel_overtakes_what_waits(page):
    page.tell("say", take="one", text=LONG, settings=SETTINGS)
    page.tell("say", take="two", text="Keep still.", settings=SETTINGS)
    page.tell("cancel", take="one")
    page.tell("cancel", take="two")
    page.tell("say", take="three", text="Keep still.", settings=SETTINGS)
    assert page.wait("take.end")["take"] == "three"
    assert len(page.workbench.takes) == 1


def test_half_an_emoji_is_no_end_of_the_conversation(tmp_path):
    from jupyter_client.session import json_packer

    half = "Stay \ud83d low."
    page = Page(Workbench(half, folder=tmp_path))
    assert page.workbench.text == "Stay \ufffd low."
    page.tell("say", take="one", text=half, settings=SETTINGS)
    page.wait("take.end")
    page.tell("rename", take="one", label="\ude00")
    page.tell("keep", take="gone \ud83d")
    page.wait("error")
    assert json_packer([message for message, _ in page.messages])
    assert json_packer(page.workbench.get_state())
    page.workbench.close()


def test_closing_ends_its_threads_and_silences_it(tmp_path):
    before = set(speakers())
    page = Page(Workbench("Stay low.", folder=tmp_path))
    page.tell("lint", revision=1, text="Low.")
    page.tell("say", take="one", text=LONG, settings=SETTINGS)
    page.wait("take.start")
    page.workbench.close()
    for thread in set(speakers()) - before:
        thread.join(20)
        assert not thread.is_alive()
    assert page.workbench.takes == []


def test_unknown_engines_are_named():
    with pytest.raises(UnknownNameError, match="engine"):
        Workbench("x", engine="nonsense")


def test_without_its_library_it_says_what_to_install(monkeypatch):
    import vivavoce.notebook.widgets.workbench as package

    monkeypatch.setattr(package, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"vivavoce\[notebook\]"):
        _ = package.Workbench
