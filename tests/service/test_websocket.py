import base64
import json

from websockets.sync.client import connect

CREATE = {
    "voiceId": "Dennis", "modelId": "inworld-tts-2", "timestampType": "WORD",
    "audioConfig": {"audioEncoding": "LINEAR16", "sampleRateHertz": 8000},
}  # fmt: skip


def talk(url, key, messages, until):
    address = url.replace("http", "ws") + "/tts/v1/voice:streamBidirectional"
    headers = {"Authorization": f"Basic {key}"} if key else {}
    with connect(address, additional_headers=headers) as socket:
        for message in messages:
            socket.send(json.dumps(message))
        frames = []
        while not frames or until not in json.dumps(frames[-1]):
            frames.append(json.loads(socket.recv(timeout=10)))
        return frames


def test_each_flush_has_its_own_time_origin(url, key):
    frames = talk(
        url,
        key,
        [
            {"create": CREATE, "contextId": "a"},
            {"send_text": {"text": "Wind is rising.", "flush_context": {}}, "contextId": "a"},
            {"sendText": {"text": " Reef the main."}, "contextId": "a"},
            {"flush_context": {}, "context_id": "a"},
            {"close_context": {}, "contextId": "a"},
        ],
        "contextClosed",
    )
    results = [frame["result"] for frame in frames]
    assert results[0]["contextCreated"] == CREATE
    assert sum("flushCompleted" in result for result in results) == 2
    chunks = [result["audioChunk"] for result in results if "audioChunk" in result]
    words = [
        chunk["timestampInfo"]["wordAlignment"] for chunk in chunks if "timestampInfo" in chunk
    ]
    assert [w["wordStartTimeSeconds"][0] for w in words if w["words"][:1] == [""]] == [0, 0]
    assert base64.b64decode(chunks[0]["audioContent"])[:4] == b"RIFF"


def test_the_first_frame_tells_of_missing_credentials(url):
    assert talk(url, "", [], "error")[0]["error"]["code"] == 16


def test_an_unknown_context_and_a_wrong_type_are_errors(url, key):
    bad = {"create": CREATE | {"timestampType": 1}, "contextId": "a"}
    frames = talk(url, key, [bad, {"flush_context": {}, "contextId": "a"}], "not found")
    assert frames[0]["error"]["message"] == "create: field timestampType has the wrong type"
    assert frames[1]["result"]["status"]["code"] == 5
