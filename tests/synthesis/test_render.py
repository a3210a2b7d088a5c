"""Takes on disk: nothing lost, nothing spoken twice."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from vivavoce import catalogue
from vivavoce.errors import EngineError, FileError
from vivavoce.speech import Audio, Chunk, Engine, EngineStatus, Provenance
from vivavoce.syntax import Script
from vivavoce.synthesis.perform import join_takes
from vivavoce.synthesis.plan import plan_script
from vivavoce.synthesis.render import estimate, render
from vivavoce.synthesis.store import TakeStore
from vivavoce.text import Source

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = "".join(f"TOM: Line number {n} is here. [sigh] Fine.  #id:l-{n}\n\n" for n in range(6))


def steps_of(text: str = SCRIPT):
    script = Script.from_source(Source(text, "a.vv"))
    return script, plan_script(script)


@pytest.fixture
def store(tmp_path: Path) -> TakeStore:
    return TakeStore(tmp_path / "takes")


@pytest.fixture(scope="session")
def espeak() -> Engine:
    return catalogue.engines()["espeak"]


class Faulty(Engine):
    """Speaks a little and then fails on lines that hold a word."""

    name = "faulty"

    def __init__(self, word: str, error: Exception) -> None:
        self._word, self._error = word, error
        self.asked: list[str] = []

    def status(self) -> EngineStatus:
        return EngineStatus(ready=True, detail="")

    def voices(self):
        return []

    def stream(self, request):
        self.asked.append(request.text)
        yield Chunk(Audio(b"\1\0" * 2205, 22050))
        if self._word in request.text:
            raise self._error

    def provenance(self, request):
        return Provenance(self.name, model=request.model)


def test_what_is_rendered_is_not_rendered_again(store: TakeStore, espeak: Engine):
    _, steps = steps_of()
    assert estimate(steps, store, paid=True).missing == 6
    assert render(steps, espeak, store).spoken == 6
    second = render(steps, espeak, store)
    assert (second.spoken, second.complete) == (0, True)
    assert estimate(steps, store, paid=True).cost == 0


def test_a_changed_line_alone_is_rendered(store: TakeStore, espeak: Engine):
    _, steps = steps_of()
    render(steps, espeak, store)
    _, changed = steps_of(SCRIPT.replace("number 3", "number three"))
    assert render(changed, espeak, store).spoken == 1


def test_a_stored_take_comes_back_whole(store: TakeStore, espeak: Engine):
    script, steps = steps_of()
    stored = render(steps, espeak, store).takes
    takes = [take.load() for take in stored if take]
    joined = join_takes(script, steps, takes)
    words = [w for w in joined.alignment.words if w.span]
    assert [w.text for w in words[:4]] == ["Line", "number", "0", "is"]
    assert all(w.span.of(script.text) == w.text for w in words if w.span)
    starts = [w.start for w in words]
    assert starts == sorted(starts)
    assert words[-1].end <= joined.audio.duration


def test_an_approved_take_is_kept_when_all_is_rendered_again(store: TakeStore, espeak: Engine):
    _, steps = steps_of()
    first = render(steps, espeak, store).takes[2]
    assert first is not None
    store.approve(first)
    again = render(steps, espeak, store, again=True)
    assert again.spoken == 5
    best = store.best(steps[2].request.hash)
    assert best is not None
    assert (best.number, best.approved) == (1, True)


def test_a_failing_line_does_not_stop_the_others(store: TakeStore):
    _, steps = steps_of()
    engine = Faulty("number 2", EngineError("no"))
    result = render(steps, engine, store, jobs=3)
    assert (result.spoken, len(result.failures)) == (5, 1)
    assert result.failures[0].step.utterance.id == "l-2"
    partial = list(store.folder.glob(".arriving-*/audio.pcm"))
    assert [path.stat().st_size for path in partial] == [4410], "what arrived is kept"
    assert render(steps, Faulty("nothing", EngineError("")), store).spoken == 1
    assert not list(store.folder.glob(".arriving-*"))


def test_after_a_refused_key_nothing_more_is_sent(store: TakeStore):
    _, steps = steps_of()
    error = EngineError("the key was refused")
    error.meets_all = True
    engine = Faulty("number", error)
    result = render(steps, engine, store)
    assert (len(engine.asked), len(result.failures)) == (1, 1)


def test_a_line_said_twice_is_spoken_once(store: TakeStore):
    _, steps = steps_of("TOM: Again.\n\nTOM: Again.\n")
    engine = Faulty("nothing", EngineError(""))
    result = render(steps, engine, store)
    assert (len(engine.asked), result.complete) == (1, True)


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_spoken(tmp_path: Path):
    _, steps = steps_of()
    (tmp_path / "takes").write_text("a file, not a folder")
    engine = Faulty("nothing", EngineError(""))
    with pytest.raises(FileError, match="Cannot write to"):
        render(steps, engine, TakeStore(tmp_path / "takes"))
    assert engine.asked == []


def test_a_damaged_take_says_so(store: TakeStore, espeak: Engine):
    _, steps = steps_of()
    take = render(steps[:1], espeak, store).takes[0]
    assert take is not None
    (take.folder / "audio.wav").write_bytes(b"RIFFxxxxWAVE")
    with pytest.raises(FileError, match="damaged"):
        take.load()


KILLED = """
import sys
from pathlib import Path
from vivavoce import catalogue
from vivavoce.synthesis.plan import plan_script
from vivavoce.synthesis.render import render
from vivavoce.synthesis.store import TakeStore
from vivavoce.syntax import Script

steps = plan_script(Script.read(sys.argv[1]))
print("ready", flush=True)
result = render(steps, catalogue.engines()["espeak"], TakeStore(Path(sys.argv[2])))
print(result.spoken, result.complete)
"""


@pytest.mark.slow
def test_killed_at_any_moment_and_resumed(tmp_path: Path):
    script = tmp_path / "a.vv"
    script.write_text(
        "".join(f"TOM: This is line {n}, and it is a plain one.\n\n" for n in range(100)),
        encoding="utf-8",
    )
    command = [sys.executable, "-c", KILLED, str(script), str(tmp_path / "takes")]
    store = TakeStore(tmp_path / "takes")
    for moment in range(12):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.02 + moment * 0.013)
        process.kill()
        process.wait()
        process.stdout.close()
        for stored in store.all():
            assert stored.load().audio.duration > 0.5, "a take that is there is whole"
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split()[-1] == "True"
    takes = list(store.all())
    assert len(takes) == 100, "every line is there, and none twice"
    assert not list(store.folder.glob(".arriving-*"))
