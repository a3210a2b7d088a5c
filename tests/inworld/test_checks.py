"""What is refused before it is sent, because the service would ignore it or answer 400."""

from __future__ import annotations

import pytest

from vivavoce.inworld import SpeechRequest
from vivavoce.inworld import wire as w
from vivavoce.inworld.checks import (
    Endpoint,
    check_batch,
    check_clone,
    check_context,
    check_design,
    check_dictionary,
    check_name,
    check_openai,
    check_speech,
    check_text,
    check_token,
    check_update,
)
from vivavoce.inworld.errors import InvalidRequestError
from vivavoce.speech import Encoding

FLASH = "inworld-tts-2-flash"
OLD = "inworld-tts-1.5-max"
DICTIONARY = w.DictionaryReference(dictionary="workspaces/w/pronunciationDictionaries/d")


def named(*references):
    return w.DictionarySettings(dictionaries=references)


def said(text, voice="A"):
    return w.ScriptUtterance(text=text, voice_config=w.UtteranceVoice(voice_id=voice))


WRONG = [
    ({"text": None}, "A text is missing"),
    ({"text": " \n"}, "text is empty"),
    ({"text": "x" * 2001}, "2001 characters; at most 2000"),
    ({"voice_id": None}, "voice_id or a voice_design"),
    ({"voice_design": w.VoiceDesign(design_prompt="a dry old sailor")}, "Name either"),
    ({"model_id": "inworld-tts-1-5-mini"}, "Did you mean inworld-tts-1.5-mini"),
    ({"delivery_mode": "EXPRESSIVE"}, "EXPRESSIVE"),
    ({"delivery_mode": w.DeliveryMode.STABLE, "model_id": OLD}, "no delivery mode STABLE"),
    ({"temperature": 1.0}, "ignores temperature"),
    ({"temperature": 2.5, "model_id": OLD}, "at most 2"),
    ({"instruction": "sadly", "model_id": FLASH}, "ignores instruction"),
    ({"instruction": "sadly", "model_id": OLD}, "ignores instruction"),
    ({"language": "English (US)"}, "no language tag"),
    ({"timestamp_transport_strategy": w.TimestampTransport.SYNC}, "for streams only"),
    ({"audio_config": w.AudioConfig(speaking_rate=1.6)}, "speaking_rate is 1.6"),
    ({"audio_config": w.AudioConfig(sample_rate_hertz=11025)}, "11025 Hz"),
    (
        {"audio_config": w.AudioConfig(audio_encoding=Encoding.MULAW, sample_rate_hertz=16000)},
        "sample rate of MULAW",
    ),
    (
        {"audio_config": w.AudioConfig(audio_encoding=Encoding.MP3, sample_rate_hertz=8000)},
        "sample rate of MP3",
    ),
    ({"audio_config": w.AudioConfig(audio_encoding=Encoding.WAV, bit_rate=64000)}, "no bit rate"),
    ({"audio_config": w.AudioConfig(bit_rate=16000)}, "the bit rate is 16000"),
    ({"output_mode": w.OutputMode.PER_UTTERANCE}, "for scripts only"),
    ({"lipsync_config": w.LipsyncConfig(viseme_set="ARKIT")}, "OPENXR is the only one"),
    (
        {
            "synthesis_context": w.SynthesisContext(
                previous_requests=(w.PreviousRequest(text="x" * 2001),)
            )
        },
        "at most 2000",
    ),
    (
        {
            "pronunciation_dictionary_settings": named(DICTIONARY),
            "enable_custom_pronunciation": False,
        },
        "exclude each other",
    ),
    ({"pronunciation_dictionary_settings": named()}, "1 to 3 different"),
    ({"pronunciation_dictionary_settings": named(DICTIONARY, DICTIONARY)}, "1 to 3 different"),
    (
        {"pronunciation_dictionary_settings": named(w.DictionaryReference(dictionary="d"))},
        "no full dictionary name",
    ),
    ({"enable_custom_pronunciation": True, "model_id": OLD}, "ignores pronunciation dictionaries"),
    ({"script": w.ScriptBody(utterances=(said("Hi."),))}, "stands instead of"),
]


def build(**changes):
    return SpeechRequest(
        **({"text": "Hi.", "voice_id": "A", "model_id": "inworld-tts-2"} | changes)
    )


@pytest.mark.parametrize(("changes", "words"), WRONG)
def test_a_wrong_request_is_not_sent(changes, words):
    with pytest.raises(InvalidRequestError, match=words) as caught:
        check_speech(build(**changes), Endpoint.SYNC)
    assert caught.value.faults
    assert caught.value.status is None


def test_all_faults_are_told_at_once():
    with pytest.raises(InvalidRequestError) as caught:
        check_speech(build(text="", temperature=1.0, language="?"), Endpoint.SYNC)
    assert len(caught.value.faults) == 3


def test_long_texts_are_for_jobs():
    check_speech(build(text="x" * 100_000), Endpoint.ASYNC)
    with pytest.raises(InvalidRequestError, match="100000"):
        check_speech(build(text="x" * 100_001), Endpoint.ASYNC)


def test_a_new_model_can_be_let_through():
    check_speech(build(model_id="inworld-tts-3"), Endpoint.SYNC, known_models_only=False)


def script(*utterances, **options):
    return SpeechRequest(
        model_id=options.pop("model_id", "inworld-tts-2"),
        script=w.ScriptBody(utterances=utterances, **options),
    )


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (script(), "no utterances"),
        (script(said("")), "utterance 1 is empty"),
        (script(said("Hi.", "")), "Utterance 1 has no voice"),
        (script(said("x" * 1500), said("x" * 501)), "2001 characters"),
        (script(said("Hi."), model_id=FLASH), "knows no scripts"),
        (script(said("Hi."), voices=(w.ScriptVoice(voice_id="B"),)), "never speaks"),
        (script(said("Hi."), voices=(w.ScriptVoice(voice_id="A"),) * 2), "set twice"),
        (
            script(said("Hi."), voices=(w.ScriptVoice(voice_id="A", speaking_rate=9.0),)),
            "speaking_rate is 9",
        ),
    ],
)
def test_a_wrong_script_is_not_sent(request_, words):
    with pytest.raises(InvalidRequestError, match=words):
        check_speech(request_, Endpoint.STREAM)


def test_good_requests_pass():
    check_speech(build(), Endpoint.SYNC)
    check_speech(script(said("Hi."), said("Ho.", "B")), Endpoint.STREAM)
    check_speech(
        build(pronunciation_dictionary_settings=named(DICTIONARY), language="en-US"), Endpoint.SYNC
    )
    check_context(w.ContextSettings(voice_id="A", model_id="inworld-tts-2", auto_mode=True))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"voice_id": ""}, "voice_id is missing"),
        ({"audio_config": w.AudioConfig(audio_encoding=Encoding.FLAC)}, "no FLAC"),
        ({"buffer_char_threshold": 2001}, "0 to 2000"),
        ({"max_buffer_delay_ms": -1}, "negative"),
        ({"auto_mode_strategy": w.AutoModeStrategy.SENTENCE_BOUNDARY}, "needs auto_mode"),
        ({"timestamp_type": 1}, "timestampType"),
        ({"temperature": 1.0}, "ignores temperature"),
    ],
)
def test_a_wrong_context_is_not_opened(changes, words):
    settings = {"voice_id": "A", "model_id": "inworld-tts-2"} | changes
    with pytest.raises(InvalidRequestError, match=words):
        check_context(w.ContextSettings(**settings))


def test_a_message_has_a_longest_length():
    check_text("x" * 2000, "inworld-tts-2")
    with pytest.raises(InvalidRequestError, match="Send it in parts"):
        check_text("x" * 2001, "inworld-tts-2")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"display_name": " "}, "needs a display_name"),
        ({"voice_samples": ()}, "1 to 3 recordings"),
        ({"voice_samples": (w.VoiceSample(audio_data=b""),)}, "is empty"),
        ({"voice_samples": (w.VoiceSample(audio_data=bytes(4 * 1024 * 1024 + 1)),)}, "4 MB"),
        ({"lang_code": "EN_US", "language_code": "en-US"}, "not both"),
        ({"lang_code": "en-US"}, "no lang_code"),
    ],
)
def test_a_wrong_clone_is_not_sent(changes, words):
    good = {"display_name": "N", "voice_samples": (w.VoiceSample(audio_data=b"x"),)}
    with pytest.raises(InvalidRequestError, match=words):
        check_clone(w.CloneRequest(**good | changes))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"design_prompt": "too short"}, "30 to 250"),
        ({"design_prompt": "x" * 251}, "30 to 250"),
        ({"design_prompt": "An old sailor’s dry and unhurried voice"}, "plain ASCII"),
        ({"preview_text": ""}, "preview text is empty"),
        ({"voice_design_config": w.DesignConfig(number_of_samples=4)}, "number_of_samples is 4"),
    ],
)
def test_a_wrong_design_is_not_sent(changes, words):
    good = {"design_prompt": "x" * 30, "preview_text": "Hello there."}
    check_design(w.DesignRequest(**good))
    with pytest.raises(InvalidRequestError, match=words):
        check_design(w.DesignRequest(**good | changes))


def test_a_mode_allows_a_longer_design():
    prompt = "x" * 1000
    mode = w.DesignPromptMode.VERBATIM
    check_design(w.DesignRequest(design_prompt=prompt, preview_text="Hi.", design_prompt_mode=mode))


def entry(word="cat", language="en-US", phones=("k", "æ", "t")):
    return w.Pronunciation(display_headword=word, language_code=language, phone_symbols=phones)


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ((entry("two words"),), "not one word"),
        ((entry(""),), "not one word"),
        ((entry(language="en"),), "full tag"),
        ((entry(language="en-us"),), "full tag"),
        ((entry(phones=()),), "0 phones"),
        ((entry(phones=("/kæt/",)),), "not one phone"),
        ((entry(phones=("k t",)),), "not one phone"),
        ((entry("Cat"), entry("cat")), "stands twice"),
        (tuple(entry(f"w{i}") for i in range(1001)), "at most 1000"),
    ],
)
def test_a_wrong_dictionary_is_not_sent(entries, words):
    with pytest.raises(InvalidRequestError, match=words):
        check_dictionary(w.DictionaryDraft(display_name="D", pronunciations=entries))


def test_an_update_needs_etag_and_change():
    with pytest.raises(InvalidRequestError, match="needs the etag"):
        check_update(w.DictionaryUpdate(etag="", display_name="D"))
    with pytest.raises(InvalidRequestError, match="changes nothing"):
        check_update(w.DictionaryUpdate(etag="e"))
    check_update(w.DictionaryUpdate(etag="e", pronunciations=()))


@pytest.mark.parametrize("name", ["d", "../x", "workspaces/w/pronunciationDictionaries/a/b"])
def test_a_dictionary_has_a_full_name(name):
    with pytest.raises(InvalidRequestError, match="full name"):
        check_name(name)


def test_a_batch_names_the_item_at_fault():
    items = (
        w.BatchItem(custom_id="a", request=build()),
        w.BatchItem(custom_id="a", request=build(text="")),
        w.BatchItem(custom_id="", request=build()),
    )
    with pytest.raises(InvalidRequestError) as caught:
        check_batch(w.BatchRequest(items=items))
    assert any("stands 2 times" in fault for fault in caught.value.faults)
    assert "a: text is empty." in caught.value.faults
    assert any("1 to 63" in fault for fault in caught.value.faults)


@pytest.mark.parametrize(
    "options",
    [
        {"ttl": "0s"},
        {"ttl": "3601s"},
        {"ttl": "5m"},
        {"ttl": "60s", "expire_time": "2027-01-01T00:00:00Z"},
        {"client_reference_id": "x" * 257},
        {"client_reference_id": "ü"},
    ],
)
def test_a_wrong_token_is_not_asked_for(options):
    with pytest.raises(InvalidRequestError):
        check_token(w.TokenRequest(**options))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"input": ""}, "input is empty"),
        ({"input": "x" * 4001}, "4001"),
        ({"speed": 2.0}, "speed is 2"),
        ({"model": "tts-1"}, "Unknown model"),
        ({"response_format": "aac"}, "aac"),
        ({"instructions": "sadly", "model": OLD}, "ignores instructions"),
    ],
)
def test_a_wrong_openai_request_is_not_sent(changes, words):
    good = {"model": "inworld-tts-2", "input": "Hi.", "voice": "A"}
    check_openai(w.OpenAISpeechRequest(**good))
    with pytest.raises(InvalidRequestError, match=words):
        check_openai(w.OpenAISpeechRequest(**good | changes))
