"""Inworld as one engine among others."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from vivavoce.errors import SpeechError, UnknownNameError
from vivavoce.inworld import ApiKey, Client, InworldEngine, Secret
from vivavoce.inworld.errors import InvalidRequestError, ServerError
from vivavoce.speech import Alignment, Audio, Engine, Request

KEY = "dGVzdGtleTp0ZXN0c2VjcmV0"
TEXT = "Good evening, harbour watch."


@pytest.fixture
def engine(server, quick):
    client = Client(auth=ApiKey(Secret(KEY)), base_url=server.url, settings=quick)
    engine = InworldEngine(client)
    yield engine
    engine.close()


def ask(text=TEXT, **options):
    return Request(text=text, voice="Dennis", model="inworld-tts-2", sample_rate=8000, **options)


def test_it_speaks_and_says_when_each_word_is_heard(engine, server, play):
    server.play(play.of("stream-200-sync-timestamps.ndjson"))
    chunks = list(engine.stream(ask()))
    assert isinstance(engine, Engine)
    assert Audio.join(chunk.audio for chunk in chunks).duration == pytest.approx(0.15)
    words = [word for chunk in chunks for word in chunk.alignment.words]
    assert [TEXT[w.span.start : w.span.end] for w in words] == [
        "Good",
        "evening",
        "harbour",
        "watch",
    ]
    receipt = engine.provenance(ask())
    assert (receipt.characters, receipt.request_id) == (28, "f" * 32)
    assert receipt.cost == pytest.approx(28 * 25 / 1_000_000)
    assert (receipt.engine, receipt.model) == ("inworld", "inworld-tts-2")


def test_the_wire_request_holds_every_wish(engine, server, play):
    server.play(play.of("stream-200-linear16.ndjson"))
    name = "workspaces/w/pronunciationDictionaries/d"
    list(
        engine.stream(
            ask(
                language="en-GB",
                speaking_rate=0.9,
                delivery_mode="CREATIVE",
                instruction="say calmly",
                normalize=False,
                previous=("The last boat came in.",),
                dictionaries=(name,),
                seed=101,
            )
        )
    )
    assert server.got[0].json == {
        "text": TEXT,
        "voiceId": "Dennis",
        "modelId": "inworld-tts-2",
        "audioConfig": {"audioEncoding": "LINEAR16", "sampleRateHertz": 8000, "speakingRate": 0.9},
        "language": "en-GB",
        "deliveryMode": "CREATIVE",
        "instruction": "say calmly",
        "timestampType": "WORD",
        "timestampTransportStrategy": "SYNC",
        "applyTextNormalization": "OFF",
        "synthesisContext": {"previousRequests": [{"text": "The last boat came in."}]},
        "pronunciationDictionarySettings": {"dictionaries": [{"dictionary": name}]},
        "seed": 101,
    }


def test_wishes_the_model_does_not_know_are_left_out_and_noted(engine, server, play):
    server.play(play.of("stream-200-linear16.ndjson"))
    chunks = list(engine.stream(ask(temperature=1.0)))
    assert chunks[0].notes == ("Realtime TTS-2 does not know temperature; it was left out.",)
    assert "temperature" not in server.got[0].json


def test_audio_without_times_gets_words_spaced_by_length(engine, server, play):
    server.play(play.of("stream-200-linear16.ndjson"))
    *_, last = engine.stream(ask())
    assert last.alignment.estimated
    assert [word.text for word in last.alignment.words] == ["Good", "evening", "harbour", "watch"]
    assert last.alignment.words[-1].end == pytest.approx(0.1)


def test_an_empty_text_costs_nothing(engine, server):
    chunks = list(engine.stream(ask(" \n")))
    assert [(len(c.audio), c.alignment) for c in chunks] == [(0, Alignment())]
    assert server.got == []


def test_too_long_a_text_is_refused_before_it_is_paid(engine, server):
    with pytest.raises(InvalidRequestError, match="2000"):
        list(engine.stream(ask("x" * 2001)))
    assert server.got == []


def test_an_unknown_voice_gets_suggestions(engine, server, play):
    server.play(
        play.of("error-404-unknown-voice-wrapped.json", status=404),
        play.of("voices-list-last-page-200.json"),
    )
    with pytest.raises(UnknownNameError, match="harbour-demo__harbour-master"):
        list(engine.stream(ask()))


def test_what_was_heard_before_a_failure_was_handed_over(engine, server, play):
    server.play(play.of("stream-200-late-error.ndjson"))
    stream = engine.stream(ask())
    heard = [next(stream), next(stream)]
    with pytest.raises(ServerError):
        next(stream)
    assert sum(len(chunk.audio) for chunk in heard) == 800


def test_voices_are_told_in_our_own_names(engine, server, play):
    server.play(play.of("voices-list-200.json"), play.of("voices-list-last-page-200.json"))
    voices = engine.voices()
    assert [(v.id, v.language, v.source) for v in voices] == [
        ("Dennis", "en-US", "SYSTEM"),
        ("harbour-demo__night-watch", "en-US", "IVC"),
        ("harbour-demo__harbour-master", "en-US", "PVC"),
    ]


def test_a_key_without_permission_for_voices_still_sees_the_older_list(engine, server, play):
    server.play(
        play((json.dumps({"code": 7, "message": "no scope"}).encode(),), status=403),
        play.of("voices-list-legacy-200.json"),
    )
    assert [(v.id, v.language, v.source) for v in engine.voices()] == [
        ("Dennis", "en", ""),
        ("harbour-demo__night-watch", "en", "IVC"),
    ]


def test_without_a_key_it_says_what_is_missing(monkeypatch):
    monkeypatch.delenv("INWORLD_API_KEY", raising=False)
    engine = InworldEngine()
    assert not engine.status().ready
    assert "INWORLD_API_KEY" in engine.status().detail
    monkeypatch.setenv("INWORLD_API_KEY", KEY)
    assert engine.status().ready
    assert KEY not in engine.status().detail
    engine.close()


def test_failures_are_speech_errors(engine, server, play):
    server.play(play.of("error-500-internal.json", status=500))
    with pytest.raises(SpeechError):
        engine.voices()


def test_importing_is_cheap():
    code = (
        "import sys; import vivavoce.inworld, vivavoce.inworld.engine; "
        "print([m for m in ('httpx', 'websockets', 'soundfile', 'numpy', 'asyncio') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_every_public_name_is_there():
    import vivavoce.inworld as package

    for name in package.__all__:
        assert getattr(package, name).__name__ == name
    with pytest.raises(AttributeError, match="nothing"):
        package.nothing  # noqa: B018 - the look-up is the test
