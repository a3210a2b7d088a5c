"""Who may call."""

import base64
import json

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

fact = pytest.mark.fact
AUTH = "docs.inworld.ai, Authentication"
PROBES = "live probes, Sep 2026"
READER = base64.b64encode(b"reader:testsecret").decode()
CREATE = {"create": {"voiceId": "Dennis", "modelId": "inworld-tts-2"}, "contextId": "a"}


def ask(service, header):
    headers = {"Authorization": header} if header else {}
    return httpx.post(f"{service.url}/tts/v1/voice", json=service.body(), headers=headers)


@pytest.mark.parametrize(
    ("header", "status"),
    [
        pytest.param("Basic {key}", 200, marks=fact("auth.basic", "The key travels as copied, as `Authorization: Basic <key>`.", AUTH, "documented"), id="basic"),
        pytest.param("Bearer {key}", 200, marks=fact("auth.bearer", "`Bearer` with the same key behaves like `Basic`.", PROBES, "recorded"), id="bearer"),
        pytest.param("Basic {twice}", 403, marks=fact("auth.not-twice", "The key is base64 already; encoded again it is another, unknown key.", AUTH, "documented"), id="encoded twice"),
        pytest.param("", 401, marks=fact("auth.none", "Without credentials the answer is 401.", PROBES, "recorded"), id="none"),
    ],
)  # fmt: skip
def test_headers(service, header, status):
    twice = base64.b64encode(service.key.encode()).decode()
    assert ask(service, header.format(key=service.key, twice=twice)).status_code == status


@fact("auth.x-api-key", "`x-api-key` is ignored.", PROBES, "recorded")
def test_other_headers_do_not_count(service):
    url = f"{service.url}/tts/v1/voices"
    assert httpx.get(url, headers={"x-api-key": service.key}).status_code == 401


@fact("auth.401-body", "A 401 has code 16, says `authentication is required` in the body and in `www-authenticate`, and carries an `InworldStatus` detail.", PROBES, "recorded")  # fmt: skip
def test_what_a_401_says(service, fits):
    answer = ask(service, "")
    assert answer.headers["www-authenticate"] == "authentication is required"
    assert fits(answer.json(), "unauthenticated") == []
    detail = answer.json()["details"][0]
    assert detail == {
        "@type": "type.googleapis.com/ai.inworld.common.InworldStatus",
        "errorType": "SESSION_TOKEN_INVALID", "reconnectType": "NO_RETRY",
        "reconnectTime": None, "maxRetries": 0,
    }  # fmt: skip


@fact("auth.unknown-key", "An unknown key is 403 with code 7 and echoes its first four characters.", PROBES, "recorded")  # fmt: skip
def test_what_an_unknown_key_hears(service):
    said = {"code": 7, "message": 'API key does not exist or was deleted: "Abcd***"', "details": []}
    answer = ask(service, "Basic Abcdefgh")
    assert (answer.status_code, answer.json()) == (403, said)


@fact("auth.wrapped", "On `:stream` the same refusals stand inside `error`.", PROBES, "recorded")
@pytest.mark.parametrize(("header", "code"), [({}, 16), ({"Authorization": "Basic Abcdefgh"}, 7)])
def test_refusals_are_wrapped_on_streams(service, header, code):
    url = f"{service.url}/tts/v1/voice:stream"
    answer = httpx.post(url, json=service.body(), headers=header)
    assert list(answer.json()) == ["error"]
    assert answer.json()["error"]["code"] == code


@fact("auth.write-permission", "A key without write permission cannot POST, PATCH or DELETE voices.", AUTH, "documented")  # fmt: skip
def test_a_key_that_cannot_write_gets_403(service):
    headers = {"Authorization": f"Basic {READER}"}
    url = f"{service.url}/voices/v1/voices/Dennis"
    answers = [httpx.request(verb, url, headers=headers, json={}) for verb in ("PATCH", "DELETE")]
    assert [(a.status_code, a.json()["code"]) for a in answers] == [(403, 7)] * 2
    assert httpx.get(url, headers=headers).status_code == 200


@fact("auth.synthesis-needs-no-write", "Synthesis does not depend on write permission.", AUTH, "documented")  # fmt: skip
def test_a_key_that_cannot_write_can_speak(service):
    assert ask(service, f"Basic {READER}").status_code == 200


@fact("auth.socket-header", "The WebSocket takes the key in the `Authorization` header.", "docs.inworld.ai, WebSocket", "documented")  # fmt: skip
def test_a_socket_with_a_header(service):
    assert "contextCreated" in service.talk([CREATE], "contextCreated")[0]["result"]


@fact("auth.socket-query", "The WebSocket takes the key in the query, `Authorization=` or `authorization=`.", "docs.inworld.ai, WebSocket", "documented")  # fmt: skip
@pytest.mark.parametrize("name", ["Authorization", "authorization"])
def test_a_socket_with_a_query(service, name):
    query = f"?{name}=Basic%20{service.key}"
    frames = service.talk([CREATE], "contextCreated", key="", query=query)
    assert "contextCreated" in frames[0]["result"]


@fact("auth.socket-none", "A WebSocket without credentials is opened; its first frame is an error with code 16.", PROBES, "recorded")  # fmt: skip
def test_a_socket_without_credentials(service, fits):
    with connect(service.url.replace("http", "ws") + "/tts/v1/voice:streamBidirectional") as socket:
        assert fits(json.loads(socket.recv(timeout=10))["error"], "unauthenticated") == []


WRONG = (
    "auth.socket-wrong-key",
    "A wrong key on a WebSocket hears nothing at all.",
    PROBES,
    "recorded",
)


@fact(*WRONG, switch="wrong_key=silence")  # fmt: skip
def test_a_socket_with_a_wrong_key_is_silent(service):
    with service.dial(key="Abcdefgh") as socket:
        socket.send(json.dumps(CREATE))
        with pytest.raises(TimeoutError):
            socket.recv(timeout=1.5)


@fact(*WRONG, switch="wrong_key=error")  # fmt: skip
def test_a_socket_with_a_wrong_key_may_be_told(other):
    with other.dial(key="Abcdefgh") as socket:
        assert json.loads(socket.recv(timeout=10))["error"]["code"] == 7
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=10)
