"""Raw exchanges, byte by byte."""

import base64
import json
import time

import pytest

from vivavoce.inworld.signature import Variant, format_moment, new_nonce, sign
from vivavoce.speech.audio import Audio

fact = pytest.mark.fact
LONG = "The lamps are lit along the pier, and the tide is turning. " * 12
VOICE = {"voiceId": "Dennis", "modelId": "inworld-tts-2"}
FORM = {"audioEncoding": "LINEAR16", "sampleRateHertz": 8000}
SNAKE = {
    "text": "Good evening, harbour watch.", "voice_id": "Dennis", "model_id": "inworld-tts-2",
    "audio_config": {"audio_encoding": "LINEAR16", "sample_rate_hertz": 8000},
}  # fmt: skip


def write(service, verb, path, body=None, *, key=None, **headers):
    """The text of an HTTP/1.1 request, as written by hand."""
    data = b"" if body is None else json.dumps(body).encode()
    key = service.key if key is None else key
    rows = [f"{verb} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    rows += [f"Authorization: Basic {key}"] if key else []
    rows += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body is not None:
        rows += ["Content-Type: application/json", f"Content-Length: {len(data)}"]
    return "\r\n".join([*rows, "", ""]).encode() + data


def exchange(service, verb, path, body=None, **more):
    """Status and JSON of a bare exchange."""
    status, _headers, chunks = service.raw(write(service, verb, path, body, **more))
    return status, json.loads(b"".join(chunks))


LETTERS = ("payload.characters", "`characterAlignment` has `characters` with start and end seconds, and no phones.", "docs.inworld.ai, Timestamps guide", "documented")  # fmt: skip
SYNC = [
    pytest.param("service", {}, "sync", marks=fact("payload.sync", "A sync answer holds `audioContent`, `usage{processedCharactersCount, modelId}`, and `timestampInfo` if asked for.", "docs.inworld.ai, Synthesize speech; live probes, Sep 2026", "recorded"), id="plain"),
    pytest.param("service", {"timestampType": "WORD"}, "sync word", marks=fact("payload.word-tokens", "`wordAlignment` has `words`, their start and end seconds, and `phoneticDetails`.", "docs.inworld.ai, Timestamps guide", "documented", switch="words=tokens"), id="word"),
    pytest.param("other", {"timestampType": "WORD"}, "sync word legacy", marks=fact("payload.word-legacy", "The reference prints `isPartial` in every row of `phoneticDetails`.", "docs.inworld.ai, HTTP reference", "documented", switch="words=old"), id="word, old"),
    pytest.param("third", {"timestampType": "WORD"}, "sync word merged", marks=fact("payload.word-merged", "Some answers of tts-2 hold tokens of several words and no phones.", "client issue, Jul 2026", "third-party", switch="words=merged"), id="word, merged"),
    pytest.param("service", {"timestampType": "CHARACTER"}, "sync characters", marks=fact(*LETTERS), id="character"),
    pytest.param("other", {"timestampType": "CHARACTER"}, "sync characters", marks=fact(*LETTERS), id="character, old"),
    pytest.param("other", {"text": ""}, "empty", marks=fact("payload.empty", "Empty text may be answered with 200, empty audio and `usage` null.", "live probes, Sep 2026", "recorded", switch="empty_text=silent"), id="empty"),
]  # fmt: skip


@pytest.mark.parametrize(("which", "change", "shape"), SYNC)
def test_sync(which, change, shape, fits, request):
    service = request.getfixturevalue(which)
    status, body = exchange(service, "POST", "/tts/v1/voice", service.body(**change))
    assert status == 200
    assert fits(body, shape) == []


STREAMS = [
    pytest.param("service", {}, ["line"], marks=fact("payload.stream", 'Every line of a stream is `{"result": {audioContent, usage}}`.', "docs.inworld.ai, Stream speech; live probes, Sep 2026", "recorded", switch="usage=inside"), id="plain"),
    pytest.param("service", {"timestampType": "WORD"}, ["line word"], marks=fact("payload.stream-times", "With SYNC transport the times stand in the lines of their audio.", "docs.inworld.ai, Timestamps guide", "documented"), id="sync times"),
    pytest.param("service", {"timestampType": "WORD", "timestampTransportStrategy": "ASYNC"}, ["line", "line word"], marks=fact("payload.stream-trailer", "With ASYNC transport lines with empty `audioContent` and the times follow the audio.", "docs.inworld.ai, Timestamps guide", "documented"), id="async times"),
    pytest.param("other", {}, ["line usage beside"], marks=fact("payload.usage-beside", "One description has `usage` beside `result`.", "client code", "third-party", switch="usage=beside"), id="usage beside"),
]  # fmt: skip


@pytest.mark.parametrize(("which", "change", "wanted"), STREAMS)
def test_streams(which, change, wanted, fits, request):
    service = request.getfixturevalue(which)
    body = service.body(text=LONG, **change)
    status, headers, chunks = service.raw(write(service, "POST", "/tts/v1/voice:stream", body))
    lines = [json.loads(line) for line in b"".join(chunks).splitlines()]
    kinds = [next((name for name in wanted if fits(line, name) == []), line) for line in lines]
    assert status == 200
    assert headers["transfer-encoding"] == "chunked"
    assert list(dict.fromkeys(map(str, kinds))) == wanted


@fact("payload.stream-flush", "A stream is flushed line by line: no frame holds parts of two lines, and nothing stands behind the last.", "docs.inworld.ai, Stream speech", "documented")  # fmt: skip
def test_no_frame_of_a_stream_waits_for_the_next_line(service):
    asked = write(service, "POST", "/tts/v1/voice:stream", service.body(text=LONG))
    _status, _headers, chunks = service.raw(asked)
    assert len(chunks) > 1
    assert not any(b"\n" in chunk[:-1] for chunk in chunks)
    assert chunks[-1].endswith(b"\n")


@fact("payload.empty-stream", "Empty text on a stream: one bare object without `result`.", "live probes, Sep 2026", "recorded", switch="empty_text=silent")  # fmt: skip
def test_an_empty_stream(other, fits):
    status, body = exchange(other, "POST", "/tts/v1/voice:stream", other.body(text=""))
    assert (status, fits(body, "empty")) == (200, [])


REFUSALS = [
    ("voice", {"modelId": "inworld-tts-9"}, {}, 400, "error"),
    ("voice", {"voiceId": "Nobody"}, {}, 404, "error"),
    ("voice", {"text": "…"}, {}, 400, "error"),
    ("voice", {}, {"key": ""}, 401, "unauthenticated"),
    ("voice", {}, {"key": "Abcdefgh"}, 403, "error"),
    ("voice:none", {}, {}, 404, "error"),
    ("voice:stream", {"modelId": "inworld-tts-9"}, {}, 400, "wrapped error"),
    ("voice:stream", {"voiceId": "Nobody"}, {}, 404, "wrapped error"),
    ("voice:stream", {"text": "…"}, {}, 400, "wrapped error"),
    ("voice:stream", {}, {"key": ""}, 401, "wrapped unauthenticated"),
    ("voice:stream", {}, {"key": "Abcdefgh"}, 403, "wrapped error"),
]


@fact("payload.errors", "A refusal is `{code, message, details}`, bare on sync and inside `error` on a stream.", "live probes, Sep 2026", "recorded")  # fmt: skip
@pytest.mark.parametrize("row", REFUSALS, ids=lambda row: f"{row[0]}, {row[3]}")
def test_refusals(service, fits, row):
    path, change, more, status, shape = row
    asked = exchange(service, "POST", f"/tts/v1/{path}", service.body(**change), **more)
    assert (asked[0], fits(asked[1], shape)) == (status, [])


REQUESTS = [
    pytest.param("/tts/v1/voice", SNAKE, marks=fact("payload.snake", "snake_case names are read as camelCase ones are.", "docs.inworld.ai, HTTP reference; Python SDK 1.2.1", "documented"), id="snake"),
    pytest.param("/tts/v1/voice", SNAKE | VOICE, marks=fact("payload.both", "A request may mix both spellings.", "docs.inworld.ai, HTTP reference", "inferred"), id="mixed"),
    pytest.param("/tts/v1/voice", VOICE | {"text": "Hello.", "language": "en-US", "deliveryMode": "CREATIVE", "instruction": "sound sad", "temperature": 1.1, "timestampType": "WORD", "timestampTransportStrategy": "SYNC", "applyTextNormalization": "ON", "enhanceGeneration": True, "seed": 101, "synthesisContext": {"previousRequests": [{"text": "Before."}]}, "lipsyncConfig": {}, "audioConfig": {"audioEncoding": "MP3", "sampleRateHertz": 44100, "bitRate": 96000, "speakingRate": 0.9}}, marks=fact("payload.all-fields", "A request may hold every documented field at once.", "docs.inworld.ai, HTTP reference", "documented"), id="all fields"),
    pytest.param("/tts/v1/voice:stream", VOICE | {"modelId": "inworld-tts-1.5-mini", "text": "Hello.", "timestampType": "WORD", "timestampTransportStrategy": "SYNC", "temperature": 1.0, "audioConfig": {"audioEncoding": "PCM", "sampleRateHertz": 48000, "speakingRate": 1.0}}, marks=fact("payload.sdk", "The Python SDK sends `speakingRate` and `temperature` 1.0 always, and streams with timestamps as PCM without `bitRate`.", "Python SDK 1.2.1", "SDK"), id="SDK"),
    pytest.param("/tts/v1/voice", VOICE | {"text": "Hello.", "instructon": "sad", "audioConfig": {"audioEncoding": "LINEAR16", "bitrate": 64000, "temperature": 1}}, marks=fact("payload.unknown-fields", "REST answers 200 to fields it does not know.", "plugin notes, 2026", "SDK"), id="unknown fields"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "body"), REQUESTS)
def test_requests_that_clients_send(service, path, body):
    status, _headers, chunks = service.raw(write(service, "POST", path, body))
    assert status == 200
    assert b"audioContent" in b"".join(chunks)


TALK = [
    {"create": VOICE | {"audioConfig": FORM, "timestampType": "WORD"}, "contextId": "a"},
    {"send_text": {"text": "Wind is rising.", "flush_context": {}}, "contextId": "a"},
    {"send_text": {"text": " Reef the main now."}, "contextId": "a"},
    {"flush_context": {}, "contextId": "a"},
    {"close_context": {}, "contextId": "a"},
]
LENIENT = [
    {"create": {"voice_id": "Dennis", "model_id": "inworld-tts-2", "audio_config": {"audio_encoding": "PCM", "sample_rate_hertz": 8000, "bitrate": 64000}, "timestamp_type": "WORD", "timestamp_transport_strategy": "ASYNC", "buffer_char_threshold": 250}, "context_id": "7f3a"},
    {"sendText": {"text": "Wind is rising."}, "context_id": "7f3a"},
    {"sendText": {"text": ""}, "contextId": "7f3a"},
    {"flushContext": {}, "contextId": "7f3a"},
    {"closeContext": {}, "contextId": "7f3a"},
]  # fmt: skip
SOCKETS = [
    pytest.param("service", TALK, ["created", "chunk", "flushed", "chunk", "flushed", "closed"], marks=fact("payload.socket", "A talk runs contextCreated, then audioChunk and flushCompleted for each flush in order, then contextClosed, each with contextId and status.", "docs.inworld.ai, WebSocket", "documented", switch="status_place=beside"), id="two flushes"),
    pytest.param("other", TALK, ["created", "chunk, status inside", "flushed", "chunk, status inside", "flushed", "closed"], marks=fact("payload.socket-status", "The reference shows `status` inside an audio chunk.", "docs.inworld.ai, WebSocket reference", "documented", switch="status_place=inside"), id="status inside"),
    pytest.param("service", LENIENT, ["created", "chunk", "flushed", "closed"], marks=fact("payload.socket-lenient", "Message names work in camelCase and snake_case, unknown settings and an empty text as sign of life are passed over.", "client code; docs.inworld.ai, WebSocket", "third-party"), id="lenient"),
]  # fmt: skip


@pytest.mark.parametrize(("which", "messages", "order"), SOCKETS)
def test_sockets(which, messages, order, fits, request):
    service = request.getfixturevalue(which)
    frames = service.talk([json.dumps(message) for message in messages])
    names = dict.fromkeys(order)
    kinds = [
        next((n for n in names if fits(frame, n) == []), json.dumps(frame)) for frame in frames
    ]
    assert [k for n, k in enumerate(kinds) if n == 0 or kinds[n - 1] != k] == order


FRAMES = [
    pytest.param({"send_text": {"text": "x"}, "contextId": "none"}, "refused", marks=fact("payload.socket-unknown", "A message to an unknown context is answered by a status with code 5.", "client issues, 2026", "third-party"), id="unknown"),
    pytest.param({"create": VOICE | {"timestampType": 1}, "contextId": "a"}, "wrapped error", marks=fact("payload.socket-types", "An enum sent with the wrong type is refused by a top-level error.", "client issues, 2026", "third-party"), id="wrong type"),
    pytest.param("no json", "wrapped error", marks=fact("payload.socket-json", "A frame that is no JSON is refused by a top-level error.", "follows from the gateway", "inferred"), id="no json"),
]  # fmt: skip


@pytest.mark.parametrize(("message", "shape"), FRAMES)
def test_error_frames(service, fits, message, shape):
    with service.dial() as socket:
        socket.send(message if isinstance(message, str) else json.dumps(message))
        assert fits(json.loads(socket.recv(timeout=10)), shape) == []


SAMPLE = base64.b64encode(Audio.silence(5, 8000).to_wav()).decode()
SHORT = base64.b64encode(Audio.silence(1, 8000).to_wav()).decode()
CLONE = {
    "displayName": "Night watch", "langCode": "EN_US", "description": "Low", "tags": ["radio"],
    "voiceSamples": [{"audioData": SAMPLE, "transcription": "All quiet."}, {"audioData": SHORT}],
    "audioProcessingConfig": {"removeBackgroundNoise": True},
}  # fmt: skip
DESIGN = {
    "designPrompt": "An older sailor with a dry voice and unhurried pace.",
    "previewText": "The light on the point has been out since noon.",
    "langCode": "EN_US", "voiceDesignConfig": {"numberOfSamples": 2},
}  # fmt: skip
VOICES = "docs.inworld.ai, Voice API"


@fact("payload.voices", "Clone, design, publish, get, update, list and delete answer in the documented shapes.", f"{VOICES}; live probes, Sep 2026", "recorded")  # fmt: skip
def test_the_life_of_voices(service, fits):
    def call(verb, path, body=None):
        status, answer = exchange(service, verb, f"/voices/v1/{path}", body)
        assert status == 200, answer
        return answer

    cloned = call("POST", "voices:clone", CLONE)
    designed = call("POST", "voices:design", DESIGN)
    name = designed["previewVoices"][0]["voiceId"]
    answers = {
        "voice": [call("POST", f"voices/{name}:publish", {"displayName": "Old sailor"})],
        "voices": [call("GET", "voices?pageSize=2"), call("GET", "voices")],
        "languages": [call("GET", "supportedLanguages")],
    }
    answers["voice"] += [call("GET", f"voices/{name}")]
    answers["voice"] += [call("PATCH", f"voices/{name}", {"displayName": "Dry", "tags": ["a"]})]
    answers["deleted"] = [call("DELETE", f"voices/{v}") for v in (name, cloned["voice"]["voiceId"])]
    answers |= {"cloned": [cloned], "designed": [designed]}
    for shape, bodies in answers.items():
        assert [fits(body, shape) for body in bodies] == [[]] * len(bodies), shape
    assert [bool(row["errors"]) for row in cloned["audioSamplesValidated"]] == [False, True]


@fact("payload.legacy-voices", "The legacy list has rows of six members.", "docs.inworld.ai, List voices (legacy)", "documented")  # fmt: skip
@pytest.mark.parametrize("path", ["/tts/v1/voices", "/tts/v1alpha/voices"])
def test_the_legacy_list(service, fits, path):
    assert fits(exchange(service, "GET", path)[1], "legacy voices") == []


KEY = ("payload.languages-key", "Rows of languages stand under `supportedLanguages` or `languages`.", "client code", "third-party")  # fmt: skip


@fact(*KEY, switch="languages_key=languages")  # fmt: skip
def test_languages_under_another_key(other, fits):
    body = exchange(other, "GET", "/voices/v1/supportedLanguages")[1]
    assert fits(body, "languages, other key") == []


@fact(*KEY, switch="languages_key=supportedLanguages")  # fmt: skip
def test_languages(service, fits):
    rows = exchange(service, "GET", "/voices/v1/supportedLanguages")[1]["supportedLanguages"]
    assert {"arz", "uzn", "yue", "fil", "en-scottish"} < {row["code"] for row in rows}


@fact("payload.one-time-token", "A one-time token answer has seven members.", "docs.inworld.ai, Authentication, Sep 2026", "documented")  # fmt: skip
def test_one_time_token(service, fits):
    body = {"single_use": True, "ttl": "300s", "client_reference_id": "player-17"}
    status, answer = exchange(service, "POST", "/auth/v1/tokens", body)
    assert (status, fits(answer, "one-time token")) == (200, [])


SESSIONS = [
    pytest.param(Variant.A, "/auth/v1/tokens/token:generate", {"key": "testkey", "resources": ["workspaces/default"]}, marks=fact("payload.session-a", "Variant A of a session token answers token, type, expirationTime and sessionId.", "inworld-nodejs-jwt-sample-app", "SDK"), id="A"),
    pytest.param(Variant.B, "/v1/sessionTokens/token:generate", {"api_key": "testkey"}, marks=fact("payload.session-b", "Variant B of a session token answers at least token and expirationTime.", "docs.inworld.ai, Session tokens; plugin", "SDK"), id="B"),
]  # fmt: skip


@pytest.mark.parametrize(("variant", "path", "body"), SESSIONS)
def test_session_tokens(service, fits, variant, path, body):
    moment, nonce = format_moment(time.time()), new_nonce(variant)
    signed = sign(variant, key_id="testkey", secret="testsecret", moment=moment, nonce=nonce)
    asked = write(service, "POST", path, body, key="", Authorization=signed)
    status, _headers, chunks = service.raw(asked)
    answer = json.loads(b"".join(chunks))
    assert (status, fits(answer, f"session token {variant.value}")) == (200, [])


@fact("payload.jobs", "An operation is `{name, done}` while it runs, with `response` or `error` when it is done.", "docs.inworld.ai, Get async operation", "documented")  # fmt: skip
def test_a_job(service, fits):
    _status, operation = exchange(service, "POST", "/tts/v1/voice:synthesizeAsync", service.body())
    assert fits(operation, "running") == []
    while not operation["done"]:
        time.sleep(0.05)
        operation = exchange(service, "GET", f"/lro/v1alpha/{operation['name']}")[1]
    assert fits(operation, "done") == []


@fact("payload.dictionaries", "Dictionaries answer with name, displayName, pronunciations, etag and two times.", "docs.inworld.ai, Pronunciation API", "documented")  # fmt: skip
def test_dictionaries(service, fits):
    path = "/pronunciations/v1/workspaces/shapes/pronunciationDictionaries"
    entry = {"displayHeadword": "Cat", "languageCode": "en-US", "phoneSymbols": ["k", "æ", "t"]}
    body = {"displayName": "Ship", "pronunciations": [entry]}
    assert fits(exchange(service, "POST", path, body)[1], "dictionary") == []
    assert fits(exchange(service, "GET", path)[1], "dictionaries") == []


@fact("payload.speech", "`/v1/audio/speech` answers with the audio itself.", "docs.inworld.ai, Create speech", "documented")  # fmt: skip
def test_the_speech_endpoint(service):
    body = {"model": "inworld-tts-2", "input": "Good evening.", "voice": "Dennis"}
    status, headers, chunks = service.raw(write(service, "POST", "/v1/audio/speech", body))
    assert (status, headers["content-type"]) == (200, "audio/mpeg")
    assert b"".join(chunks)[:1] == b"\xff"
