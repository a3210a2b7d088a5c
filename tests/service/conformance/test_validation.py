"""What is read, what is refused, and in what words."""

import json

import httpx
import pytest

fact = pytest.mark.fact
REFERENCE = "docs.inworld.ai, HTTP reference"
PROBES = "live probes, Sep 2026"
NOTES = "plugin notes, 2026"

SAID = [
    pytest.param({"modelId": "inworld-tts-9"}, 400, 3, "model_id: inworld-tts-9 is not supported.", marks=fact("error.model", "An unknown model is 400 with code 3 and is named in the message.", PROBES, "recorded"), id="model"),
    pytest.param({"modelId": "inworld-tts-1-5-mini"}, 400, 3, "model_id: inworld-tts-1-5-mini is not supported.", marks=fact("error.model-dot", "The 1.5 ids hold a dot; with a hyphen they are unknown.", PROBES, "recorded"), id="no dot"),
    pytest.param({"modelId": "inworld/inworld-tts-2"}, 400, 3, "model_id: inworld/inworld-tts-2 is not supported.", marks=fact("error.model-prefix", "The prefix `inworld/` belongs to gateways, not to the service.", "gateways' code", "inferred"), id="prefix"),
    pytest.param({"voiceId": "Nobody"}, 404, 5, "Unknown voice: Nobody not found!", marks=fact("error.voice", "An unknown voice is 404 with code 5 and is named in the message.", PROBES, "recorded"), id="voice"),
    pytest.param({"voiceId": "dennis"}, 404, 5, "Unknown voice: dennis not found!", marks=fact("error.voice-case", "Voice ids are compared with their case.", "docs.inworld.ai, Create speech", "documented"), id="voice case"),
]  # fmt: skip
EMPTY = ("error.empty", "Empty text, or punctuation alone, is 400 `Text cannot be empty`, or 200 with empty audio and `usage` null.", "client tests; live probes, Sep 2026", "third-party")  # fmt: skip


@pytest.mark.parametrize(("change", "status", "code", "message"), SAID)
def test_refusals(service, change, status, code, message):
    answer = service.ask(**change)
    said = {"code": code, "message": message, "details": []}
    assert (answer.status_code, answer.json()) == (status, said)


@fact(*EMPTY, switch="empty_text=refuse")
@pytest.mark.parametrize("text", ["", "  \n", "?!…", None])
def test_empty_text_is_refused(service, text):
    answer = service.ask(text=text)
    assert (answer.status_code, answer.json()["message"]) == (400, "Text cannot be empty")


@fact(*EMPTY, switch="empty_text=silent")
@pytest.mark.parametrize("text", ["", "?!…"])
def test_empty_text_is_silent(other, text):
    answer = other.ask(text=text)
    assert (answer.status_code, answer.json()) == (200, {"audioContent": "", "usage": None})


@fact("error.required", "`text`, `voiceId` and `modelId` are required.", REFERENCE, "documented")
@pytest.mark.parametrize("name", ["text", "voiceId", "modelId"])
def test_required_fields(service, name):
    body = service.body()
    del body[name]
    answer = service.post("/tts/v1/voice", body)
    assert (answer.status_code, answer.json()["code"]) == (400, 3)


@fact("error.path", "A wrong path is 404 with code 5, `Not Found`.", PROBES, "recorded")
@pytest.mark.parametrize("path", ["/", "/tts/v1/voices/none", "/v2/voice", "/tts/v1/voice/"])
def test_wrong_paths(service, path):
    answer = service.client.get(path)
    said = {"code": 5, "message": "Not Found", "details": []}
    assert (answer.status_code, answer.json()) == (404, said)


@fact("error.wrong-reconstruction", "A circulating reconstruction is wrong: there is no path `/voice:websocket`.", "comparison of sources", "inferred")  # fmt: skip
def test_paths_that_do_not_exist(service):
    assert service.client.get("/tts/v1/voice:websocket").status_code == 404


LENIENT = [
    pytest.param({"instructon": "sad", "x": {"y": 1}}, marks=fact("read.unknown-fields", "REST ignores fields it does not know.", NOTES, "SDK"), id="fields"),
    pytest.param({"deliveryMode": "FAST"}, marks=fact("read.unknown-values", "REST ignores enum values it does not know.", NOTES, "SDK"), id="delivery mode"),
    pytest.param({"timestampType": "SENTENCE"}, marks=fact("read.unknown-values", "REST ignores enum values it does not know.", NOTES, "SDK"), id="timestamp type"),
    pytest.param({"audioConfig": {"audioEncoding": "AAC"}}, marks=fact("read.unknown-values", "REST ignores enum values it does not know.", NOTES, "SDK"), id="encoding"),
    pytest.param({"applyTextNormalization": "MAYBE"}, marks=fact("read.unknown-values", "REST ignores enum values it does not know.", NOTES, "SDK"), id="normalization"),
    pytest.param({"deliveryMode": "EXPRESSIVE"}, marks=fact("read.expressive", "`EXPRESSIVE` is an old name of a delivery mode.", "docs.inworld.ai, llms.txt", "documented"), id="old alias"),
    pytest.param({"deliveryMode": "STABLE"}, marks=fact("read.delivery", "Delivery modes are STABLE, BALANCED and CREATIVE.", REFERENCE, "documented"), id="STABLE"),
    pytest.param({"deliveryMode": "CREATIVE"}, marks=fact("read.delivery", "Delivery modes are STABLE, BALANCED and CREATIVE.", REFERENCE, "documented"), id="CREATIVE"),
    pytest.param({"temperature": 0}, marks=fact("read.temperature", "`temperature` is above 0 up to 2; 0 is the default.", REFERENCE, "documented"), id="temperature 0"),
    pytest.param({"temperature": 2}, marks=fact("read.temperature", "`temperature` is above 0 up to 2; 0 is the default.", REFERENCE, "documented"), id="temperature 2"),
    pytest.param({"enhanceGeneration": True}, marks=fact("read.enhance", "`enhanceGeneration` is a boolean.", REFERENCE, "documented"), id="enhance"),
    pytest.param({"seed": 101}, marks=fact("read.seed", "`seed` is an integer.", "dictionary samples", "SDK"), id="seed"),
    pytest.param({"instruction": "", "language": "", "lipsyncConfig": None}, marks=fact("read.unset", "Empty strings and null stand for unset.", REFERENCE, "documented"), id="unset"),
]  # fmt: skip


@pytest.mark.parametrize("change", LENIENT)
def test_what_is_taken(service, change):
    assert service.ask(**change).status_code == 200


STRICT = [
    pytest.param({"temperature": 2.1}, marks=fact("error.temperature", "A temperature above 2 is an error.", REFERENCE, "documented"), id="temperature"),
    pytest.param({"temperature": -1}, marks=fact("error.temperature", "A temperature above 2 is an error.", REFERENCE, "documented"), id="negative"),
    pytest.param({"language": "xx-YY"}, marks=fact("error.language", "A bad language code is an error.", REFERENCE, "documented"), id="language"),
    pytest.param({"language": "english"}, marks=fact("error.language", "A bad language code is an error.", REFERENCE, "documented"), id="word"),
    pytest.param({"language": "en-us-x-private"}, marks=fact("error.language-long", "A tag of more than two parts must equal an entry of the catalogue.", REFERENCE, "documented"), id="long"),
    pytest.param({"text": 7}, marks=fact("error.types", "A field of the wrong type is an error.", "follows from the gateway", "inferred"), id="number for text"),
    pytest.param({"audioConfig": "MP3"}, marks=fact("error.types", "A field of the wrong type is an error.", "follows from the gateway", "inferred"), id="text for object"),
]  # fmt: skip


@pytest.mark.parametrize("change", STRICT)
def test_what_is_refused(service, change):
    answer = service.ask(**change)
    assert (answer.status_code, answer.json()["code"]) == (400, 3)


@fact("error.json", "A body that is no JSON object is an error.", "follows from the gateway", "inferred")  # fmt: skip
@pytest.mark.parametrize("content", [b"", b"no", b"[]", b'"x"'])
def test_bodies_that_are_no_objects(service, content):
    answer = service.client.post("/tts/v1/voice", content=content)
    assert (answer.status_code, answer.json()["code"]) == (400, 3)


@fact("read.language", "Two-part tags match whatever their case and separator.", REFERENCE, "documented")  # fmt: skip
@pytest.mark.parametrize("tag", ["en-gb", "EN_GB", "en-GB", "en", "arz", "en-scottish"])
def test_language_tags(service, tag):
    assert service.ask(language=tag).status_code == 200


MODELS = ["inworld-tts-2", "inworld-tts-2-flash", "inworld-tts-1.5-max", "inworld-tts-1.5-mini", "inworld-tts-1-max", "inworld-tts-1"]  # fmt: skip


@fact("models", "Six model ids are taken; TTS-1 has ended and is routed to newer models.", "docs.inworld.ai, TTS overview, release notes", "documented")  # fmt: skip
@pytest.mark.parametrize("model", MODELS)
def test_models(service, model):
    assert service.speak(modelId=model)["usage"]["modelId"] == model


COUNTS = ["Good evening, harbour watch.", "naïve – “quoted” … ", "日本語です。", "a😀b"]


@fact("usage.count", "`processedCharactersCount` is the number of characters of the text.", "docs.inworld.ai, Synthesize speech; live probes, Sep 2026", "recorded")  # fmt: skip
@pytest.mark.parametrize("text", COUNTS)
def test_characters_are_counted(service, text):
    assert service.speak(text=text)["usage"]["processedCharactersCount"] == len(text)


@fact("usage.stream", "The first line of a stream carries the whole count, later lines 0.", PROBES, "recorded")  # fmt: skip
def test_counts_of_a_stream(service):
    text = "The lamps are lit along the pier, and the tide is turning. " * 8
    counts = [r["usage"]["processedCharactersCount"] for r in service.results(text=text)]
    assert counts == [len(text), *[0] * (len(counts) - 1)]


DESIGNS = [
    pytest.param({"designPrompt": "An old sailor"}, {}, 200, id="good"),
    pytest.param({"designPrompt": "Sailor"}, {}, 400, id="too short"),
    pytest.param({"designPrompt": "x" * 1025}, {}, 400, id="too long"),
    pytest.param({"designPrompt": "An old sailor"}, {"modelId": "inworld-tts-2-flash"}, 400, id="flash"),
    pytest.param({"designPrompt": "An old sailor"}, {"modelId": "inworld-tts-1.5-max"}, 400, id="1.5"),
    pytest.param({"designPrompt": "An old sailor"}, {"voiceId": "Dennis"}, 400, id="beside a voice"),
]  # fmt: skip


@fact("voice-design", "`voiceDesign` stands instead of `voiceId`, on tts-2 only, with a prompt of 7 to 1,024 characters.", "docs.inworld.ai, Script synthesis; voice lab", "SDK")  # fmt: skip
@pytest.mark.parametrize(("design", "change", "status"), DESIGNS)
def test_voices_described_in_the_request(service, design, change, status):
    assert service.ask(**({"voiceId": None, "voiceDesign": design} | change)).status_code == status


@fact("headers", "Every answer carries `x-inworld-request-id` of 32 hex digits, `x-envoy-upstream-service-time`, `server: istio-envoy` and `via: 1.1 google`.", PROBES, "recorded")  # fmt: skip
@pytest.mark.parametrize("path", ["/tts/v1/voices", "/nowhere"])
def test_headers(service, path):
    headers = service.client.get(path).headers
    assert len(headers["x-inworld-request-id"]) == 32
    assert int(headers["x-inworld-request-id"], 16)
    assert headers["x-envoy-upstream-service-time"].isdigit()
    assert (headers["server"], headers["via"]) == ("istio-envoy", "1.1 google")


@fact("headers.clients", "Clients add `X-Request-Id` and `X-User-Agent`; they change nothing.", "client code", "third-party")  # fmt: skip
def test_headers_of_clients(service):
    headers = {"X-Request-Id": "a" * 36, "X-User-Agent": "tool/1.0"}
    assert service.post("/tts/v1/voice", service.body(), headers=headers).status_code == 200


TYPES = ("headers.stream-type", "A stream is `application/json`, though the schema says `application/x-ndjson`.", f"{PROBES}; docs.inworld.ai, stream reference", "recorded")  # fmt: skip
STREAMS = [
    pytest.param("service", "application/json", marks=fact(*TYPES, switch="stream_type=json")),
    pytest.param("other", "application/x-ndjson", marks=fact(*TYPES, switch="stream_type=ndjson")),
]


@pytest.mark.parametrize(("which", "kind"), STREAMS)
def test_the_type_of_a_stream(request, which, kind):
    service = request.getfixturevalue(which)
    answer = service.post("/tts/v1/voice:stream", service.body())
    assert answer.headers["content-type"] == kind


@fact("error.no-retry-after", "A 429 has no `Retry-After`.", "docs.inworld.ai, Rate limits", "inferred")  # fmt: skip
@fact("limits.together", "HTTP and WebSocket count together.", "docs.inworld.ai, Concurrency limits", "documented")  # fmt: skip
@fact("limits.concurrency", "Calls over the plan's limit in flight are 429 with code 8.", "docs.inworld.ai, Concurrency limits", "documented")  # fmt: skip
def test_too_many_at_once(begin):
    service = begin("--key", "a2V5OnNlY3JldA==", "--plan", "on-demand", "--workers", "1", key="a2V5OnNlY3JldA==")  # fmt: skip
    text = "The lamps are lit along the pier, and the tide is turning. " * 30
    body = service.body(text=text)
    with httpx.Client(base_url=service.url, headers=service.client.headers, timeout=60) as client:
        held = [client.stream("POST", "/tts/v1/voice:stream", json=body) for _ in range(5)]
        answers = [call.__enter__() for call in held]
        late = service.ask()
        talk = [{"create": service.body(), "contextId": "a"}]
        talk += [{"send_text": {"text": "Go on.", "flush_context": {}}, "contextId": "a"}]
        frames = service.talk(talk, "in flight")
        for call in held:
            call.__exit__(None, None, None)
    assert {answer.status_code for answer in answers} == {200}
    assert (late.status_code, late.json()["code"]) == (429, 8)
    assert "retry-after" not in late.headers
    assert frames[-1]["result"]["status"]["code"] == 8


@pytest.fixture(scope="session")
def faulty(begin):
    return begin("--key", "a2V5OnNlY3JldA==", "--fault-header", "--workers", "1", key="a2V5OnNlY3JldA==")  # fmt: skip


def strike(service, path, fault):
    text = "The lamps are lit along the pier, and the tide is turning. " * 8
    headers = {"X-Vivavoce-Fault": fault}
    return service.post(path, service.body(text=text), headers=headers)


@fact("error.late", "A stream may end early with a line `{error: {code, message, details}}` after HTTP 200 and good audio.", "docs.inworld.ai, Errors; Python SDK 1.2.1", "documented")  # fmt: skip
def test_a_late_error(faulty, fits):
    answer = strike(faulty, "/tts/v1/voice:stream", "late-error after=1")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert answer.status_code == 200
    assert fits(lines[0], "line") == []
    assert fits(lines[-1], "wrapped error") == []


TROUBLES = [
    pytest.param(500, 13, marks=fact("error.500", "Server trouble is 5xx with code 13 or 14.", "Python SDK 1.2.1", "inferred"), id="500"),
    pytest.param(503, 14, marks=fact("error.500", "Server trouble is 5xx with code 13 or 14.", "Python SDK 1.2.1", "inferred"), id="503"),
    pytest.param(429, 8, marks=fact("error.429", "Limits are 429 with code 8.", "docs.inworld.ai, Rate limits", "inferred"), id="429"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "code"), TROUBLES)
def test_trouble(faulty, fits, status, code):
    for path, shape in (("voice", "error"), ("voice:stream", "wrapped error")):
        answer = strike(faulty, f"/tts/v1/{path}", f"status={status}")
        assert (answer.status_code, fits(answer.json(), shape)) == (status, [])
        assert answer.json().get("error", answer.json())["code"] == code
