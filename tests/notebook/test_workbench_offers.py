"""Engines, voices and settings that the workbench offers; Inworld against the stand-in service."""

from __future__ import annotations

import base64
import subprocess
import sys

import pytest

from vivavoce import catalogue
from vivavoce.inworld.engine import InworldEngine
from vivavoce.notebook.widgets.workbench.offers import describe_models, find_settings
from vivavoce.notebook.widgets.workbench.studio import NotReadyError
from vivavoce.syntax import Script
from vivavoce.synthesis.store import TakeStore
from vivavoce.text import Source

KEY = base64.b64encode(b"bench:secret").decode()


@pytest.fixture(scope="module")
def service():
    pytest.importorskip("starlette")
    code = "import sys; from vivavoce.cli.main import run; sys.exit(run())"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "serve", "--port", "0", "-q", "--key", KEY],
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process.stdout.readline().strip()
    process.terminate()
    process.wait(10)
    process.stdout.close()


@pytest.fixture
def inworld(monkeypatch):
    """An engine that has not looked for a key yet, in the place of the one all tests share."""
    monkeypatch.delenv("INWORLD_API_KEY", raising=False)
    engine = InworldEngine()
    monkeypatch.setitem(catalogue.engines(), "inworld", engine)
    yield engine
    engine.close()


def engines(bench):
    return {engine["name"]: engine for engine in bench.outlet.traits["engines"]}


def test_the_local_voice_is_offered_at_once(make_bench):
    bench = make_bench("Stay low.")
    bench.tell("survey")
    assert next(iter(engines(bench))) == "espeak"
    local = engines(bench)["espeak"]
    assert (local["ready"], local["hint"]) == (True, "")
    assert "en-us" in {voice["id"] for voice in local["voices"]}


def test_without_a_key_there_is_a_hint_and_the_local_voice_goes_on(make_bench, inworld):
    bench = make_bench("Stay low.")
    bench.tell("survey", engine="inworld")
    offered = engines(bench)["inworld"]
    assert (offered["ready"], offered["voices"]) == (False, [])
    assert "set INWORLD_API_KEY" in offered["hint"]
    with pytest.raises(NotReadyError, match="set INWORLD_API_KEY"):
        bench.say("one", engine="inworld")
    bench.say("two")
    assert bench.rows[0]["engine"] == "espeak"


def test_with_a_key_its_voices_are_offered_and_speak(
    make_bench, inworld, service, monkeypatch, tmp_path
):
    monkeypatch.setenv("INWORLD_API_KEY", KEY)
    monkeypatch.setenv("INWORLD_BASE_URL", service)
    bench = make_bench("---\nmodel: inworld-tts-2\n---\nMIRA: [whisper in fear] Stay low.")
    bench.tell("survey", engine="inworld")
    offered = engines(bench)["inworld"]
    assert offered["ready"]
    assert "Ashley" in {voice["id"] for voice in offered["voices"]}
    take = bench.say("one", engine="inworld", voice="Ashley", delivery_mode="CREATIVE")
    assert bench.words("one") == ["Stay", "low"]
    assert bench.rows[0]["engine"] == "inworld"
    assert bench.rows[0]["cost"] > 0
    assert take.requests[0].delivery_mode == "CREATIVE"
    chunks = bench.of("take.chunk")
    assert [w["text"] for chunk in chunks for w in chunk.words] == ["Stay", "low"]
    (stored,) = TakeStore(tmp_path / "takes").all()
    assert stored.load().audio.samples == take.audio.samples
    assert stored.request_hash == take.requests[0].hash
    shown = repr(bench.outlet.traits) + repr([vars(m) for m in bench.outlet.messages])
    assert KEY not in shown
    assert "secret" not in shown


def test_paid_sound_is_on_disk_before_the_page_hears_it(
    make_bench, inworld, service, monkeypatch, tmp_path
):
    monkeypatch.setenv("INWORLD_API_KEY", KEY)
    monkeypatch.setenv("INWORLD_BASE_URL", service)
    bench = make_bench("Stay low and keep very still, my friend.")
    post, sizes = bench.outlet.post, []

    def listen(content, buffers):
        if content["kind"] == "take.chunk":
            (arriving,) = (tmp_path / "takes").glob(".arriving-*/audio.pcm")
            heard = sum(len(m.buffers[0]) for m in bench.of("take.chunk")) + len(buffers[0])
            sizes.append(arriving.stat().st_size - heard)
        post(content, buffers)

    bench.outlet.post = listen
    bench.say("one", engine="inworld", voice="Ashley")
    assert sizes
    assert not any(sizes)


def test_a_key_that_is_refused_is_a_hint(make_bench, inworld, service, monkeypatch):
    monkeypatch.setenv("INWORLD_API_KEY", base64.b64encode(b"who:else").decode())
    monkeypatch.setenv("INWORLD_BASE_URL", service)
    bench = make_bench("Stay low.")
    bench.tell("survey", engine="inworld")
    assert "check that the key still exists" in engines(bench)["inworld"]["hint"]


def test_every_model_says_what_it_honours():
    models = {model["id"]: model for model in describe_models()}
    assert models["inworld-tts-2"]["modes"]
    assert not models["inworld-tts-2"]["temperature"]
    assert models["inworld-tts-1.5-max"]["temperature"]
    assert not models["inworld-tts-1.5-max"]["modes"]


@pytest.mark.parametrize(
    ("text", "model", "voice"),
    [
        ("Stay low.", "inworld-tts-2", "Dennis"),
        ("---\nmodel: inworld-tts-1\nvoice: Ashley\n---\nA: Low.", "inworld-tts-1", "Ashley"),
        ("---\nmodel: nonsense\ncast:\n  A: Ashley\n---\nA: Low.", "inworld-tts-2", "the cast"),
    ],
)
def test_what_the_script_chooses_is_found(text, model, voice):
    found = find_settings(Script.from_source(Source(text)))
    assert (found["model"], found["voice"]) == (model, voice)


def test_the_page_is_told_what_the_script_chooses(make_bench):
    bench = make_bench("Stay low.")
    text = "---\nmodel: inworld-tts-1\ntemperature: 0.8\n---\nA: Low."
    bench.tell("lint", revision=1, text=text)
    assert bench.outlet.traits["chosen"]["model"] == "inworld-tts-1"
    assert bench.outlet.traits["chosen"]["temperature"] == "0.8"
    assert bench.outlet.traits["script"] == {"text": text, "revision": 1}
