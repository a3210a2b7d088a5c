"""What an on-premises deployment serves, and nothing else."""

import base64
import socket

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

BODY = {"text": "Good evening.", "voice_id": "Dennis", "model_id": "inworld-tts-1.5-max"}


@pytest.fixture(scope="module")
def premises(serve):
    return serve("--on-prem")


def test_speech_needs_no_credentials(premises):
    for headers in ({}, {"Authorization": "Basic anything"}):
        answer = httpx.post(f"{premises}/tts/v1/voice", json=BODY, headers=headers)
        assert len(base64.b64decode(answer.json()["audioContent"])) > 1000
    lines = httpx.post(f"{premises}/tts/v1/voice:stream", json=BODY).text.splitlines()
    assert "result" in lines[0]


def test_the_list_of_voices_is_the_health_check(premises):
    assert httpx.get(f"{premises}/tts/v1/voices").status_code == 200


@pytest.mark.parametrize("model", ["inworld-tts-2", "inworld-tts-1.5-mini", "nonsense"])
def test_only_the_loaded_model_is_served(premises, model):
    answer = httpx.post(f"{premises}/tts/v1/voice", json=BODY | {"model_id": model})
    assert answer.status_code == 400
    assert answer.json()["message"] == f"model_id: {model} is not supported."


def test_another_model_can_be_loaded(serve):
    url = serve("--on-prem", "--model", "inworld-tts-1.5-mini")
    wanted = BODY | {"model_id": "inworld-tts-1.5-mini"}
    assert httpx.post(f"{url}/tts/v1/voice", json=wanted).status_code == 200
    assert httpx.post(f"{url}/tts/v1/voice", json=BODY).status_code == 400


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/voices/v1/voices"),
        ("POST", "/voices/v1/voices:clone"),
        ("POST", "/auth/v1/tokens"),
        ("POST", "/v1/audio/speech"),
        ("POST", "/tts/v1/voice:synthesizeAsync"),
        ("GET", "/downloads/x"),
    ],
)
def test_nothing_else_is_there(premises, method, path):
    assert httpx.request(method, f"{premises}{path}", json={}).status_code == 404


def test_there_is_no_websocket(premises):
    with pytest.raises(InvalidStatus):
        connect(premises.replace("http", "ws") + "/tts/v1/voice:streamBidirectional").__enter__()


def test_it_listens_on_8081(serve):
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", 8081)) == 0:
            pytest.skip("something else listens on 8081 here")
    assert serve("--on-prem", port=None) == "http://127.0.0.1:8081"
