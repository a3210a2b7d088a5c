"""Whatever is said on a WebSocket, the frames that answer fit the service's own description."""

import json
import os

import httpx
import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.sync.client import connect

CHANCE = os.environ.get("VIVA_FUZZ_EXAMPLES")

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
FORMS = st.sampled_from(
    [None, {"audioEncoding": "PCM", "sampleRateHertz": 8000}, {"audioEncoding": "WAV"}, {}, 5]
)
CREATE = st.fixed_dictionaries(
    {"voiceId": st.sampled_from(["Dennis", "Nobody"]) | JSON},
    optional={
        "modelId": st.sampled_from(["inworld-tts-2", "inworld-tts-1.5-max", "inworld-tts-9"]),
        "audioConfig": FORMS,
        "timestampType": st.sampled_from(["WORD", "CHARACTER", "MAYBE"]) | JSON,
        "lipsyncConfig": st.just({}) | JSON,
        "bufferCharThreshold": st.integers(-5, 3000) | JSON,
        "maxBufferDelayMs": st.integers(-5, 50) | JSON,
        "autoMode": st.booleans() | JSON,
    },
)
GOOD = st.just(
    {
        "voiceId": "Dennis",
        "modelId": "inworld-tts-2",
        "timestampType": "WORD",
        "lipsyncConfig": {},
        "audioConfig": {"audioEncoding": "PCM", "sampleRateHertz": 8000},
    }
)
SEND = st.fixed_dictionaries(
    {
        "text": st.sampled_from(["Reef the main.", "", "[whisper] Run.", "<break time='1s'/>"])
        | JSON
    },
    optional={"flushContext": st.just({}) | JSON},
)
MESSAGE = st.fixed_dictionaries(
    {},
    optional={
        "contextId": st.sampled_from(["a", "b"]) | JSON,
        "create": GOOD | CREATE | JSON,
        "sendText": SEND | JSON,
        "flushContext": st.just({}) | JSON,
        "closeContext": st.just({}) | JSON,
        "cancel_context": st.just({}) | JSON,
    },
)
SAID = st.one_of(MESSAGE.map(json.dumps), JSON.map(json.dumps), st.text(max_size=30))
OPENING = json.dumps(
    {"contextId": "a", "create": {"voiceId": "Dennis", "modelId": "inworld-tts-2"}}
)
END = json.dumps({"contextId": "the end", "flushContext": {}})


@pytest.fixture(scope="module")
def frame_of(url):
    document = httpx.get(f"{url}/openapi.json", timeout=60).json()
    schema = {"$ref": "#/components/schemas/ServerFrame", "components": document["components"]}
    return jsonschema.Draft202012Validator(schema)


@settings(
    max_examples=10 * int(CHANCE or 4),
    deadline=None,
    derandomize=not CHANCE,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(SAID, max_size=6), st.booleans())
def test_every_frame_fits_and_the_connection_lasts(url, key, frame_of, said, opened):
    address = url.replace("http", "ws") + "/tts/v1/voice:streamBidirectional"
    headers = {"Authorization": f"Basic {key}"}
    with connect(address, additional_headers=headers, max_size=None) as socket:
        for message in [*([OPENING] if opened else []), *said, END]:
            socket.send(message)
        while True:
            frame = json.loads(socket.recv(timeout=60))
            frame_of.validate(frame)
            if frame.get("result", {}).get("contextId") == "the end":
                break


def test_a_conversation_fits(url, key, frame_of):
    address = url.replace("http", "ws") + "/tts/v1/voice:streamBidirectional"
    create = {
        "voiceId": "Dennis", "modelId": "inworld-tts-2", "timestampType": "WORD",
        "lipsyncConfig": {}, "audioConfig": {"audioEncoding": "WAV", "sampleRateHertz": 8000},
    }  # fmt: skip
    with connect(address, additional_headers={"Authorization": f"Basic {key}"}) as socket:
        socket.send(json.dumps({"create": create}))
        socket.send(json.dumps({"sendText": {"text": "Reef the main.", "flushContext": {}}}))
        socket.send(json.dumps({"closeContext": {}}))
        kinds = set()
        while "contextClosed" not in kinds:
            frame = json.loads(socket.recv(timeout=60))
            frame_of.validate(frame)
            kinds |= set(frame["result"])
    assert {"contextCreated", "audioChunk", "flushCompleted"} <= kinds
