"""From a long script to sound and back: every word, every delivery, every time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from scripted import WORD_SECONDS, spoken_words

from vivavoce import catalogue
from vivavoce.dialects import delivery, dialect
from vivavoce.speech import Audio
from vivavoce.speech.riff import read_wave
from vivavoce.syntax import Script, parse
from vivavoce.synthesis.perform import GAP, join_takes, perform
from vivavoce.synthesis.plan import plan_script
from vivavoce.synthesis.render import render
from vivavoce.synthesis.store import TakeStore
from vivavoce.text import Source, Span

VIVA = Path(sys.executable).with_name("viva")
HEAD = """---
title: The long night
model: inworld-tts-2
language: en-US
sample_rate: 8000
cast:
  NARRATOR: Dennis
  MIRA: { voice: Ashley, speaking_rate: 1.2 }
---
"""
TELLS = (
    "[whisper] The harbour was quiet, and the last boat from /kriːt/ had come in an hour ago.",
    'She counted the ropes <break time="0.3s" /> one by one, and came to a different number.',
    "[say slowly and clearly] Nobody had seen the old man since the morning; nobody had asked.",
    "[reset] The lamp went out. [sigh] She lit it again, and sat down beside the window.",
)
LONG = 60_000


def write_narration(characters: int = LONG) -> str:
    """A narration with tags, breaks and IPA, in turns of several lengths."""
    parts, size, turn = [HEAD], 0, 0
    while size < characters:
        told = " ".join(TELLS[(turn + i) % len(TELLS)] for i in range(1 + turn % 40))
        speaker = "MIRA" if turn % 3 == 2 else "NARRATOR"
        parts.append(f"{speaker}: {told}\n\n")
        size += len(told)
        turn += 1
    return "".join(parts)


def words_of(script: Script) -> list[str]:
    return [w for u in script.utterances for w in spoken_words(u.document.text)]


def check_delivery(script: Script, steps) -> None:
    """Each word is sent with the delivery in force at its place in the script."""
    for step in steps:
        request = step.request
        table = dialect(request.model)
        wanted = delivery.of(step.utterance.document, table, language=request.language)
        sent = delivery.of(parse(request.text), table, language=request.language)
        for stretch in sent:
            origin = request.source_map.offset(stretch.span.start)
            if origin is None:
                continue
            there = next(s for s in wanted if s.span.start <= origin < s.span.end)
            assert (stretch.force and stretch.force.name) == (there.force and there.force.name)


def check_times(script: Script, take) -> None:
    """Words in order, inside the audio, each on its own letters."""
    words = take.alignment.words
    times = [t for word in words for t in (word.start, word.end)]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= take.audio.duration + 1e-6
    spans = [word.span for word in words if word.span]
    assert len(spans) == len(words)
    starts = [span.start for span in spans]
    assert starts == sorted(starts)
    passages = take.passages
    assert all(a.end <= b.start for a, b in pairwise(passages))
    assert passages[-1].end == pytest.approx(take.audio.duration)


@pytest.fixture(scope="module")
def narration() -> Script:
    return Script.from_source(Source(write_narration(), "long.vv"))


def test_every_word_is_planned_once_with_its_delivery(narration: Script):
    steps = plan_script(narration)
    assert len(steps) > 40
    assert max(step.parts for step in steps) > 1
    assert [w for s in steps for w in spoken_words(s.request.text)] == words_of(narration)
    check_delivery(narration, steps)


@pytest.mark.slow
def test_a_long_narration_on_the_local_voice(narration: Script):
    head = HEAD.replace("sample_rate: 8000\n", "")  # the voice's own, so that nothing is resampled
    narration = Script.from_source(Source(narration.text.replace(HEAD, head), "long.vv"))
    steps = plan_script(narration)
    take = perform(narration, steps, catalogue.engines()["espeak"])
    check_times(narration, take)
    heard = [word.span.of(narration.text).strip("/") for word in take.alignment.words if word.span]
    wanted = [word.strip("/") for word in words_of(narration)]
    assert [w for w in heard if re.search(r"\w", w)] == wanted


@pytest.mark.slow
def test_a_long_narration_through_the_service(service, speaking, tmp_path: Path):
    script = tmp_path / "long.vv"
    script.write_text(write_narration(), encoding="utf-8")
    done = subprocess.run(
        [VIVA, "render", "long.vv", "--engine", "inworld", "--jobs", "4", "--format", "wav",
         "--format", "json", "-q"],
        cwd=tmp_path, env=speaking, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    read = Script.read(script)
    steps = plan_script(read)
    unique = {step.request.hash: step.request.text for step in steps}
    assert sorted(service.texts) == sorted(unique.values()), "each request went out once, whole"
    assert all(len(text) <= 2000 for text in service.texts)

    store = TakeStore(tmp_path / "takes")
    best = [store.best(step.request.hash) for step in steps]
    take = join_takes(read, steps, [stored.load() for stored in best if stored])
    check_times(read, take)
    words = words_of(read)
    assert [word.span.of(read.text) for word in take.alignment.words if word.span] == words
    expected = len(words) * WORD_SECONDS + (len(steps) - 1) * GAP
    assert take.audio.duration == pytest.approx(expected, abs=1e-3)
    check_sound(take)

    wave = read_wave((tmp_path / "out" / "long.wav").read_bytes())
    assert wave is not None
    assert Audio(wave.data, wave.sample_rate) == take.audio
    told = json.loads((tmp_path / "out" / "long.json").read_text(encoding="utf-8"))
    assert told
    lines = list((tmp_path / "out" / "long-lines").glob("*.wav"))
    assert len(lines) == len(read.utterances)


def check_sound(take) -> None:
    """At each word's time the very sound of that word is in the audio."""
    rate, samples = take.audio.sample_rate, memoryview(take.audio.samples).cast("h")
    for word in take.alignment.words:
        assert word.span is not None
        letters = word.span.of(take.script)
        middle = round((word.start + word.end) / 2 * rate)
        assert abs(samples[middle]) == sum(map(ord, letters)) % 30_000 + 1


def test_a_word_of_a_lexicon_is_lit_as_it_is_written(service, speaking, tmp_path: Path):
    (tmp_path / "names.csv").write_text("headword,ipa\nCrete,kriːt\n", encoding="utf-8")
    (tmp_path / "a.vv").write_text(
        "---\nmodel: inworld-tts-2\nlexicon: names.csv\nsample_rate: 8000\n---\n"
        "TOM: Far from Crete, it was late.\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [VIVA, "render", "a.vv", "--engine", "inworld", "--format", "srt", "-q"],
        cwd=tmp_path, env=speaking, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert service.texts == ["Far from /kriːt/, it was late."]
    assert "Far from Crete, it was late." in (tmp_path / "out" / "a.srt").read_text("utf-8")


def test_a_change_of_one_word_of_the_lexicon_speaks_one_line_again(tmp_path: Path):
    from vivavoce.phonetics.lexicon import Entry, Lexicon
    from vivavoce.synthesis.plan import Wishes

    script = Script.from_source(
        Source("TOM: We sailed to Crete.\nTOM: It was late.\nTOM: Rhodes was far.\n", "a.vv")
    )
    store, espeak = TakeStore(tmp_path / "takes"), catalogue.engines()["espeak"]
    spoken = []
    for ipa in ("kriːt", "krit"):
        lexicon = Lexicon((Entry(headword="Crete", ipa=ipa), Entry(headword="Rhodes", ipa="roʊdz")))
        spoken.append(render(plan_script(script, Wishes(lexicon=lexicon)), espeak, store).spoken)
    assert spoken == [3, 1]


def test_the_page_of_a_long_take_leaves_its_sound_beside_it(tmp_path: Path, monkeypatch):
    from vivavoce.cli import speech

    monkeypatch.setattr(speech, "LARGE_SOUND", 10_000)
    script = Script.from_source(Source("It was late.", "a.txt"))
    take = perform(script, plan_script(script), catalogue.engines()["espeak"])
    paths = speech.write_exports(take, tmp_path, "a b: c", {"html": ".html"})
    assert [path.name for path in paths] == ["a b: c.wav", "a b: c.html"]
    page = paths[1].read_text(encoding="utf-8")
    assert 'src="a%20b%3A%20c.wav"' in page
    assert "data:audio/wav" not in page


def test_spans_of_pieces_lead_back_to_the_script(narration: Script):
    for step in plan_script(narration):
        for start, origin, length in step.request.source_map.pieces:
            sent = Span(start, start + length).of(step.request.text)
            assert sent == Span(origin, origin + length).of(narration.text)


def test_pruning_keeps_what_the_same_options_still_need(service, speaking, tmp_path: Path):
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [VIVA, *arguments], cwd=tmp_path, env=speaking, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip

    (tmp_path / "names.csv").write_text("headword,ipa\nCrete,kriːt\n", encoding="utf-8")
    (tmp_path / "a.vv").write_text(HEAD + "NARRATOR: To Crete.\nMIRA: It was late.\n")
    options = ["--lexicon", "names.csv", "--model", "inworld-tts-1.5-max", "--context"]
    assert run("render", "a.vv", "--engine", "inworld", "--force", *options).returncode == 0
    kept = run("takes", "prune", "--script", "a.vv", *options)
    assert (kept.returncode, kept.stdout) == (0, ""), kept.stderr
    (tmp_path / "a.vv").write_text(HEAD + "NARRATOR: To Crete.\n")
    gone = run("takes", "prune", "--script", "a.vv", *options)
    assert len(gone.stdout.splitlines()) == 1
    assert len(list(TakeStore(tmp_path / "takes").all())) == 1


@pytest.fixture
def stand_in(tmp_path: Path):
    """`viva serve` in a process of its own; its URL."""
    pytest.importorskip("starlette", reason="needs the extra `serve`")
    pytest.importorskip("vivavoce.service.running", reason="needs the stand-in service")
    process = subprocess.Popen(
        [VIVA, "serve", "--port", "0", "-q"], cwd=tmp_path, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    for line in process.stdout:
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            yield found[0]
            break
    process.terminate()
    process.wait(20)
    process.stdout.close()


@pytest.mark.slow
def test_a_long_narration_through_the_stand_in(stand_in: str, speaking, tmp_path: Path):
    script = tmp_path / "long.vv"
    script.write_text(write_narration().replace("8000", "22050"), encoding="utf-8")
    done = subprocess.run(
        [VIVA, "render", "long.vv", "--engine", "inworld", "--format", "wav", "-q"],
        cwd=tmp_path, env=speaking | {"INWORLD_BASE_URL": stand_in}, capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    read = Script.read(script)
    steps, store = plan_script(read), TakeStore(tmp_path / "takes")
    best = [store.best(step.request.hash) for step in steps]
    take = join_takes(read, steps, [stored.load() for stored in best if stored])
    assert not take.alignment.estimated
    check_times(read, take)
    assert [w.span.of(read.text) for w in take.alignment.words if w.span] == words_of(read)
    wave = read_wave((tmp_path / "out" / "long.wav").read_bytes())
    assert wave is not None
    assert len(wave.data) == len(take.audio.samples)


def test_a_long_take_opens_with_its_sound_beside(tmp_path: Path, monkeypatch):
    from click.testing import CliRunner

    from vivavoce.cli import speech
    from vivavoce.cli.commands.takes import COMMAND

    script = Script.from_source(Source("It was late.", "a.txt"))
    store, espeak = TakeStore(tmp_path / "takes"), catalogue.engines()["espeak"]
    render(plan_script(script), espeak, store)
    opened: list[str] = []
    monkeypatch.setattr(speech, "LARGE_SOUND", 10_000)
    monkeypatch.setattr("click.launch", opened.append)
    (take,) = store.all()
    done = CliRunner().invoke(COMMAND, ["play", "--takes", str(tmp_path / "takes"), take.name])
    assert done.exit_code == 0, done.output
    assert Path(opened[0]).suffix == ".html"
    assert Path(opened[0]).with_suffix(".wav").exists()
