"""Every endpoint over real sockets, with both clients, from one list of cases."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode

import pytest

from vivavoce.errors import UsageError
from vivavoce.inworld import NoAuth, Settings, SpeechRequest, VoiceQuery
from vivavoce.inworld import wire as w
from vivavoce.inworld.errors import ConflictError, DoubtError, JobError, NetworkError, NotFoundError
from vivavoce.inworld.retry import NO_RETRY, RetryPolicy
from vivavoce.speech import Encoding

KEY = "dGVzdGtleTp0ZXN0c2VjcmV0"
TEXT = "Good evening, harbour watch."
MP3 = w.AudioConfig(audio_encoding=Encoding.LINEAR16, sample_rate_hertz=8000)
REQUEST = SpeechRequest(text=TEXT, voice_id="Dennis", model_id="inworld-tts-2", audio_config=MP3)
NAME = "workspaces/harbour/pronunciationDictionaries/0001"
ENTRY = w.Pronunciation(
    display_headword="Crete", language_code="en-US", phone_symbols=("k", "ɹ", "iː", "t")
)
DICTIONARY = {
    "name": NAME,
    "displayName": "Places",
    "etag": "e1",
    "pronunciations": [
        {"displayHeadword": "Crete", "languageCode": "en-US", "phoneSymbols": ["k", "ɹ", "iː", "t"]}
    ],
    "createTime": "2026-11-01T00:00:00Z",
}
SCRIPT = SpeechRequest(
    model_id="inworld-tts-2",
    script=w.ScriptBody(
        utterances=(
            w.ScriptUtterance(text="Hello.", voice_config=w.UtteranceVoice(voice_id="Ashley")),
            w.ScriptUtterance(text="Hi!", voice_config=w.UtteranceVoice(voice_id="Dennis")),
        )
    ),
    output_mode=w.OutputMode.PER_UTTERANCE,
)


def body(value):
    return json.dumps(value).encode()


# name: (call, method and target, the answer, a look at the value)
CASES = {
    "sync": (
        lambda c: c.synthesize(REQUEST),
        "POST /tts/v1/voice",
        "sync-200-plain.json",
        lambda v: v.characters == 28 and len(v.decode()) == 400 and v.request_id == "f" * 32,
    ),
    "stream": (
        lambda c: list(c.stream(REQUEST)),
        "POST /tts/v1/voice:stream",
        "stream-200-linear16.ndjson",
        lambda v: [len(chunk.content) for chunk in v] == [844, 844],
    ),
    "openai": (
        lambda c: c.speak_openai(
            w.OpenAISpeechRequest(model="inworld-tts-2", input=TEXT, voice="Dennis")
        ),
        "POST /v1/audio/speech",
        (b"ID3sound", {"content-type": "audio/mpeg"}),
        lambda v: v == b"ID3sound",
    ),
    "script": (
        lambda c: c.synthesize_script(SCRIPT, experimental=True),
        "POST /tts/v1/voice",
        (body({"whatever": 1}), {}),
        lambda v: v == {"whatever": 1},
    ),
    "voices": (
        lambda c: c.voices.list_page(VoiceQuery(filter='source = "SYSTEM"', page_size=2), "abc"),
        "GET /voices/v1/voices?filter=source%20%3D%20%22SYSTEM%22&pageSize=2&pageToken=abc",
        "voices-list-200.json",
        lambda v: [voice.voice_id for voice in v.voices] == ["Dennis", "harbour-demo__night-watch"],
    ),
    "voices by old language codes": (
        lambda c: c.voices.list_page(VoiceQuery(languages=("EN_US", "FR_FR"))),
        "GET /voices/v1/voices?languages=EN_US&languages=FR_FR",
        "voices-list-last-page-200.json",
        lambda v: v.next_page_token == "",
    ),
    "legacy voices": (
        lambda c: c.voices.list_legacy("en"),
        "GET /tts/v1/voices?filter=language%3Den",
        "voices-list-legacy-200.json",
        lambda v: v[1].is_custom and v[0].languages == ("en",),
    ),
    "voice": (
        lambda c: c.voices.get("harbour/../night watch"),
        "GET /voices/v1/voices/harbour%2F..%2Fnight%20watch",
        "voice-get-200.json",
        lambda v: v.source == "IVC" and v.owned,
    ),
    "update voice": (
        lambda c: c.voices.update(
            "v", w.VoiceUpdate(display_name="Old sailor (dry)", tags=("narration",))
        ),
        "PATCH /voices/v1/voices/v",
        "voice-update-200.json",
        lambda v: v.display_name == "Old sailor (dry)",
    ),
    "delete voice": (
        lambda c: c.voices.delete("v"),
        "DELETE /voices/v1/voices/v",
        "voice-delete-200.json",
        lambda v: v is None,
    ),
    "clone": (
        lambda c: c.voices.clone(
            w.CloneRequest(
                display_name="Night watch",
                lang_code="EN_US",
                voice_samples=(w.VoiceSample(audio_data=b"RIFF", transcription="All quiet."),),
                audio_processing_config=w.AudioProcessing(remove_background_noise=True),
            )
        ),
        "POST /voices/v1/voices:clone",
        "voice-clone-200.json",
        lambda v: (
            v.audio_samples_validated[1].errors[0].text == "sample is too short"
            and v.audio_samples_validated[0].audio_data[:4] == b"RIFF"
        ),
    ),
    "design": (
        lambda c: c.voices.design(
            w.DesignRequest(
                design_prompt="An older sailor with a dry voice and unhurried pace.",
                preview_text="The light on the point has been out since noon.",
                lang_code="EN_US",
                voice_design_config=w.DesignConfig(number_of_samples=2),
            )
        ),
        "POST /voices/v1/voices:design",
        "voice-design-200.json",
        lambda v: len(v.preview_voices) == 2 and v.preview_voices[0].preview_audio[:4] == b"RIFF",
    ),
    "publish": (
        lambda c: c.voices.publish("d", w.PublishRequest(display_name="Old sailor")),
        "POST /voices/v1/voices/d:publish",
        "voice-publish-200.json",
        lambda v: v.source == "TVD",
    ),
    "preview": (
        lambda c: c.voices.preview("Ashley", "inworld-tts-1.5-max"),
        "GET /tts/v1/voice:preview?voice_id=Ashley&model_id=inworld-tts-1.5-max",
        (body({"audioContent": "SUQz"}), {}),
        lambda v: v == b"ID3",
    ),
    "localize": (
        lambda c: c.voices.localize("d", w.LocalizeRequest(candidate_count=2), experimental=True),
        "POST /voices/v1/voices/d:localize",
        (body({"candidates": []}), {}),
        lambda v: v == {"candidates": []},
    ),
    "languages": (
        lambda c: c.voices.list_languages(),
        "GET /voices/v1/supportedLanguages",
        "supported-languages-200.json",
        lambda v: v[2].code == "arz" and not v[2].creation_enabled,
    ),
    "languages under the other key": (
        lambda c: c.voices.list_languages(),
        "GET /voices/v1/supportedLanguages",
        "supported-languages-200-alt-key.json",
        lambda v: len(v) == 3,
    ),
    "dictionary": (
        lambda c: c.dictionaries.get(NAME),
        f"GET /pronunciations/v1/{NAME}",
        (body(DICTIONARY), {}),
        lambda v: v.etag == "e1" and v.pronunciations[0].phone_symbols == ("k", "ɹ", "iː", "t"),
    ),
    "dictionaries": (
        lambda c: c.dictionaries.list_page("harbour", "t"),
        "GET /pronunciations/v1/workspaces/harbour/pronunciationDictionaries?pageSize=5&pageToken=t",
        (body({"pronunciationDictionaries": [DICTIONARY]}), {}),
        lambda v: v.pronunciation_dictionaries[0].name == NAME,
    ),
    "create dictionary": (
        lambda c: c.dictionaries.create(
            "workspaces/harbour", w.DictionaryDraft(display_name="Places", pronunciations=(ENTRY,))
        ),
        "POST /pronunciations/v1/workspaces/harbour/pronunciationDictionaries",
        (body(DICTIONARY), {}),
        lambda v: v.name == NAME,
    ),
    "update dictionary": (
        lambda c: c.dictionaries.update(
            NAME, w.DictionaryUpdate(etag="e1", display_name="P", pronunciations=(ENTRY,))
        ),
        f"PATCH /pronunciations/v1/{NAME}?updateMask=displayName%2Cpronunciations",
        (body(DICTIONARY), {}),
        lambda v: v.name == NAME,
    ),
    "delete dictionary": (
        lambda c: c.dictionaries.delete(NAME, "e1", allow_missing=True),
        f"DELETE /pronunciations/v1/{NAME}?etag=e1&allowMissing=true",
        (b"{}", {}),
        lambda v: v is None,
    ),
    "async job": (
        lambda c: c.jobs.submit(REQUEST),
        "POST /tts/v1/voice:synthesizeAsync",
        "async-operation-running.json",
        lambda v: v.name.endswith("op-0001") and not v.done,
    ),
    "batch": (
        lambda c: c.jobs.submit_batch(
            w.BatchRequest(items=(w.BatchItem(custom_id="a", request=REQUEST),))
        ),
        "POST /tts/v1/voice:synthesizeBatch",
        "async-operation-running.json",
        lambda v: not v.done,
    ),
    "poll": (
        lambda c: c.jobs.poll("workspaces/h/ttsAsyncJobs/j/operations/o"),
        "GET /lro/v1alpha/workspaces/h/ttsAsyncJobs/j/operations/o",
        "async-operation-done.json",
        lambda v: v.done and v.response.audio_uri.startswith("https://"),
    ),
    "token": (
        lambda c: c.tokens.create(ttl=300, client_reference="player-17-visit-3"),
        "POST /auth/v1/tokens",
        "one-time-token-200.json",
        lambda v: v.single_use and v.value.reveal().startswith("eyJ") and v.expires == 1789373100.0,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_an_endpoint_is_asked_as_documented_and_its_answer_read(
    name, client, server, play, read_payload
):
    call, target, answer, look = CASES[name]
    data, headers = (read_payload(answer), {}) if isinstance(answer, str) else answer
    server.play(play((data,), headers=headers))
    value = call(client)
    assert look(value), value
    got = server.got[0]
    assert f"{got.method} {got.target}".replace("+", "%20") == target
    assert got.headers["authorization"] == f"Basic {KEY}"
    assert got.headers["x-request-id"]


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("design", "voice-design-request.json"),
        ("update voice", "voice-update-request.json"),
        ("publish", "voice-publish-request.json"),
        ("openai", "v1-audio-speech-request.json"),
        ("token", "one-time-token-request.json"),
    ],
)
def test_bodies_match_the_documented_ones(name, payload, client, server, play, read_payload):
    call, _, answer, _ = CASES[name]
    data, headers = (read_payload(answer), {}) if isinstance(answer, str) else answer
    server.play(play((data,), headers=headers))
    call(client)
    assert server.got[0].json == json.loads(read_payload(payload))


def test_all_pages_of_voices_are_read(client, server, play):
    server.play(play.of("voices-list-200.json"), play.of("voices-list-last-page-200.json"))
    assert len(client.voices.list()) == 3
    assert server.got[1].target.endswith("pageToken=cGFnZS0y")


def test_pages_that_go_in_circles_end(client, server, play):
    server.play(play.of("voices-list-200.json"))
    assert len(client.voices.list()) == 4


def test_on_premises_needs_no_credentials(make_client, server, play):
    server.play(play.of("sync-200-plain.json"))
    make_client(auth=NoAuth()).synthesize(REQUEST)
    assert "authorization" not in server.got[0].headers


def test_words_of_a_sync_answer_point_into_the_text(client, server, play):
    server.play(play.of("sync-200-word-tokens.json"))
    speech = client.synthesize(REQUEST)
    assert [TEXT[word.span.start : word.span.end] for word in speech.alignment.words] == [
        "Good",
        "evening",
        "harbour",
        "watch",
    ]
    assert {phone.word for phone in speech.alignment.phones} == {0, 1, 2, 3, None}


@pytest.mark.parametrize("kind", ["linear16", "wav", "pcm"])
def test_pieces_of_a_stream_join_to_the_same_samples(kind, client, server, play, read_payload):
    name = f"stream-200-{kind}.ndjson"
    server.play(play.of(name))
    encoding = Encoding(kind.upper())
    config = w.AudioConfig(audio_encoding=encoding, sample_rate_hertz=8000)
    request = SpeechRequest(text=TEXT, voice_id="D", model_id="inworld-tts-2", audio_config=config)
    speech = client.stream(request).collect()
    assert (len(speech.decode()), speech.decode().sample_rate) == (800, 8000)
    lines = [json.loads(line) for line in read_payload(name).splitlines()]
    last = b64decode(lines[-1]["result"]["audioContent"])
    assert speech.decode().samples.endswith(last[-800:])
    assert speech.characters == 28


@pytest.mark.parametrize(
    "name", ["stream-200-async-trailer.ndjson", "stream-200-sync-timestamps.ndjson"]
)
def test_words_of_a_stream_come_with_it_or_after_it(name, client, server, play):
    server.play(play.of(name))
    speech = client.stream(REQUEST).collect()
    assert [word.text for word in speech.alignment.words] == ["Good", "evening", "harbour", "watch"]
    words = speech.alignment.words
    assert all(phone.word is None or phone.word < len(words) for phone in speech.alignment.phones)


def test_usage_beside_the_result_counts_too(client, server, play):
    server.play(play.of("stream-200-usage-beside-result.ndjson"))
    assert client.stream(REQUEST).collect().characters == 28


def test_a_stream_cut_in_any_places_reads_the_same(client, server, play, read_payload):
    data = read_payload("stream-200-sync-timestamps.ndjson").rstrip(b"\n")
    pieces = tuple(data[at : at + 97] for at in range(0, len(data), 97))
    server.play(play(pieces))
    speech = client.stream(REQUEST).collect()
    assert len(speech.alignment.words) == 4
    assert len(speech.pieces) == 3


def test_leaving_a_stream_early_frees_its_slot(make_client, server, play, quick):
    server.play(
        play.of("stream-200-linear16.ndjson", fault="stall"), play.of("sync-200-plain.json")
    )
    client = make_client(settings=Settings(timeouts=quick.timeouts, concurrency=1))
    with client.stream(REQUEST) as stream:
        assert next(iter(stream)).content
    assert client.synthesize(REQUEST).characters == 28


def test_a_script_wants_to_be_called_experimental(client):
    with pytest.raises(UsageError, match="not documented"):
        client.synthesize_script(SCRIPT)


def test_a_job_is_waited_for_and_fetched_without_credentials(client, server, play, read_payload):
    done = json.loads(read_payload("async-operation-done.json"))
    done["response"]["audioUri"] = f"{server.url}/signed?sig=1"
    server.play(
        play.of("async-operation-running.json"),
        play((body({"name": "o"}),)),
        play((body(done),)),
        play((b"sound",), headers={"content-type": "audio/mpeg"}),
    )
    result = client.jobs.wait("o", every=0.001)
    assert client.jobs.download(result.audio_uri) == b"sound"
    assert "authorization" not in server.got[-1].headers


def test_a_failed_job_says_why(client, server, play):
    server.play(play.of("async-operation-failed.json"))
    with pytest.raises(JobError, match="synthesis failed"):
        client.jobs.wait("o")


def test_results_of_a_batch_are_keyed_by_id(client, server, play):
    rows = [
        {"customId": "a", "audioUri": "https://x"},
        {"customId": "b", "error": {"code": 3, "message": "no"}},
    ]
    server.play(play((body({"results": rows, "failedItems": 1}),)))
    results = client.jobs.read_batch(f"{server.url}/results").results
    assert {row.custom_id: row.error and row.error.message for row in results} == {
        "a": None,
        "b": "no",
    }


def test_a_dictionary_whose_answer_is_lost_is_found_again_not_made_twice(client, server, play):
    server.play(
        play(fault="reset before answer"),
        play((body({"pronunciationDictionaries": [DICTIONARY]}),)),
    )
    draft = w.DictionaryDraft(display_name="Places", pronunciations=(ENTRY,))
    assert client.dictionaries.create("harbour", draft).name == NAME
    assert [got.method for got in server.got] == ["POST", "GET"]


def test_a_dictionary_that_may_be_another_is_left_to_the_caller(client, server, play):
    other = {
        **DICTIONARY,
        "pronunciations": [{**DICTIONARY["pronunciations"][0], "phoneSymbols": ["k"]}],
    }
    server.play(
        play(fault="reset before answer"), play((body({"pronunciationDictionaries": [other]}),))
    )
    draft = w.DictionaryDraft(display_name="Places", pronunciations=(ENTRY,))
    with pytest.raises(DoubtError, match=NAME):
        client.dictionaries.create("harbour", draft)


def test_a_dictionary_that_was_not_made_is_made_again(client, server, play):
    server.play(
        play(fault="reset before answer"),
        play((body({"pronunciationDictionaries": []}),)),
        play((body(DICTIONARY),)),
    )
    draft = w.DictionaryDraft(display_name="Places", pronunciations=(ENTRY,))
    assert client.dictionaries.create("harbour", draft).name == NAME


def test_an_edit_reads_again_when_somebody_was_faster(client, server, play):
    stale = body({"code": 10, "message": "stale", "details": []})
    server.play(
        play((body(DICTIONARY),)),
        play((stale,), status=409),
        play((body({**DICTIONARY, "etag": "e2"}),)),
        play((body({**DICTIONARY, "etag": "e3"}),)),
    )
    changed = client.dictionaries.edit(
        NAME, lambda now: w.DictionaryUpdate(etag=now.etag, display_name="New")
    )
    assert changed.etag == "e3"
    assert server.got[-1].json == {"etag": "e2", "displayName": "New"}


def test_a_stale_update_is_not_repeated_blindly(client, server, play):
    server.play(play((body({"code": 10, "message": "stale"}),), status=409))
    with pytest.raises(ConflictError, match="read it again"):
        client.dictionaries.update(NAME, w.DictionaryUpdate(etag="old", display_name="N"))
    assert len(server.got) == 1


def test_an_update_whose_answer_is_lost_is_looked_up(client, server, play):
    server.play(play(fault="reset before answer"), play((body({**DICTIONARY, "etag": "e2"}),)))
    change = w.DictionaryUpdate(etag="e1", display_name="Places")
    assert client.dictionaries.update(NAME, change).etag == "e2"


def test_a_deletion_whose_answer_is_lost_counts_when_the_thing_is_gone(client, server, play):
    server.play(
        play(fault="reset before answer"), play.of("error-404-unknown-voice.json", status=404)
    )
    client.voices.delete("v")
    with pytest.raises(NotFoundError):
        client.voices.delete("v")


def test_requests_in_flight_stay_within_the_plan(server, play, quick):
    import threading

    from vivavoce.inworld import Client

    server.play(play.of("sync-200-plain.json", wait=0.02))
    settings = Settings(concurrency=3, retry=RetryPolicy(attempts=1))
    with Client(KEY, base_url=server.url, settings=settings) as client:
        threads = [threading.Thread(target=client.synthesize, args=(REQUEST,)) for _ in range(12)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
    assert len(server.got) == 12
    assert server.most_open <= 3


@pytest.mark.parametrize("http2", [True, False])
def test_everything_works_over_tls(http2, make_client, tls_server, play):
    sound = bytes(range(256)) * 8192
    data = b'{"audioContent": "' + b64encode(sound) + b'"}'
    tls_server.play(play((data,), length=len(data)))
    client = make_client(base_url=tls_server.url, settings=Settings(http2=http2))
    for _ in range(3):
        assert client.synthesize(REQUEST).content == sound
    assert client.stream(REQUEST).collect().content == sound
    assert len(tls_server.got) == 4


def test_a_certificate_nobody_trusts_is_refused(make_client, tls_server, play, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    tls_server.play(play.of("sync-200-plain.json"))
    for http2 in (True, False):
        client = make_client(
            base_url=tls_server.url, settings=Settings(http2=http2, retry=NO_RETRY)
        )
        with pytest.raises(NetworkError, match="secure connection"):
            client.synthesize(REQUEST)
    assert tls_server.got == []
