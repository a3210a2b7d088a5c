"""Bodies as the contract prints them."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from vivavoce.inworld import wire as w
from vivavoce.inworld.wire.answers import read_times, read_usage

PAYLOADS = Path(__file__).parent / "payloads"


def load(name):
    return (PAYLOADS / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("sync-request-camel.json", w.SpeechRequest),
        ("sync-request-all-fields.json", w.SpeechRequest),
        ("stream-request.json", w.SpeechRequest),
        ("python-sdk-sync-request.json", w.SpeechRequest),
        ("python-sdk-stream-timestamps-request.json", w.SpeechRequest),
        ("voice-clone-request.json", w.CloneRequest),
        ("voice-design-request.json", w.DesignRequest),
        ("voice-update-request.json", w.VoiceUpdate),
        ("voice-publish-request.json", w.PublishRequest),
        ("v1-audio-speech-request.json", w.OpenAISpeechRequest),
        ("one-time-token-request.json", w.TokenRequest),
        ("one-time-token-request-expire-time.json", w.TokenRequest),
    ],
)
def test_a_request_survives_the_way_there_and_back(name, kind):
    body = msgspec.json.decode(load(name), type=kind)
    assert json.loads(w.encode(body)) == json.loads(load(name))


@pytest.mark.parametrize("name", ["ws-client-messages.ndjson", "ws-client-cancel.ndjson"])
def test_socket_frames_survive_the_way_there_and_back(name):
    for line in load(name).splitlines():
        frame = msgspec.json.decode(line, type=w.ClientFrame)
        assert json.loads(w.encode(frame)) == json.loads(line)


def test_a_misspelt_field_is_refused_in_a_request_and_passed_over_in_an_answer():
    with pytest.raises(msgspec.ValidationError, match="instructon"):
        msgspec.json.decode(b'{"modelId": "m", "instructon": "x"}', type=w.SpeechRequest)
    assert w.decode(b'{"voiceId": "v", "brandNew": [1]}', w.VoiceRecord).voice_id == "v"


def test_every_documented_field_can_be_sent():
    request = w.SpeechRequest(
        model_id="inworld-tts-2",
        lipsync_config=w.LipsyncConfig(viseme_set="OPENXR"),
        pronunciation_dictionary_settings=w.DictionarySettings(
            dictionaries=(w.DictionaryReference(dictionary="workspaces/w/p/d"),)
        ),
        enable_custom_pronunciation=True,
        voice_design=w.VoiceDesign(design_prompt="a dry old sailor"),
        seed=101,
        output_mode=w.OutputMode.PER_UTTERANCE,
        script=w.ScriptBody(
            utterances=(
                w.ScriptUtterance(text="Hi.", voice_config=w.UtteranceVoice(voice_id="A")),
            ),
            voices=(
                w.ScriptVoice(voice_id="A", speaking_rate=0.9, delivery_mode=w.DeliveryMode.STABLE),
            ),
        ),
    )
    assert json.loads(w.encode(request)) == {
        "modelId": "inworld-tts-2",
        "lipsyncConfig": {"visemeSet": "OPENXR"},
        "pronunciationDictionarySettings": {"dictionaries": [{"dictionary": "workspaces/w/p/d"}]},
        "enable_custom_pronunciation": True,
        "voiceDesign": {"designPrompt": "a dry old sailor"},
        "seed": 101,
        "outputMode": "PER_UTTERANCE",
        "script": {
            "utterances": [{"text": "Hi.", "voiceConfig": {"voiceId": "A"}}],
            "voices": [{"voiceId": "A", "speakingRate": 0.9, "deliveryMode": "STABLE"}],
        },
    }


def test_an_empty_lipsync_config_is_sent_because_it_switches_visemes_on():
    request = w.SpeechRequest(model_id="m", lipsync_config=w.LipsyncConfig())
    assert json.loads(w.encode(request))["lipsyncConfig"] == {}


def test_nulls_and_numbers_as_text_are_read():
    voice = w.decode(
        b'{"voiceId": "v", "tags": null, "gender": null, "owned": true}', w.VoiceRecord
    )
    assert (voice.tags, voice.gender, voice.owned) == ((), "", True)
    assert (
        read_usage(msgspec.Raw(b'{"processedCharactersCount": "28"}')).processed_characters_count
        == 28
    )


@pytest.mark.parametrize("raw", [b"", b"null", b'"soon"', b'{"wordAlignment": {"words": 3}}'])
def test_times_that_cannot_be_read_are_none(raw):
    assert read_times(msgspec.Raw(raw)) is None


def test_visemes_of_unknown_shape_are_kept_as_they_are():
    times = read_times(msgspec.Raw(b'{"lipsyncAlignment": {"visemes": [{"v": "aa", "t": 0.1}]}}'))
    assert times.lipsync_alignment.visemes == ({"v": "aa", "t": 0.1},)
