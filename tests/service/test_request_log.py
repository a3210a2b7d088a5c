"""The request log as a terminal or a program reads it."""

import json
import signal
import subprocess
import sys

import httpx
import pytest
from websockets.sync.client import connect

from vivavoce.dialects import dialect
from vivavoce.service.request_log import Entry, show_json, show_text

COMMAND = [sys.executable, "-c", "import sys; from vivavoce.cli.main import run; sys.exit(run())"]
SECRET = "c2VjcmV0LWtleQ=="
TEXT = "Good evening, harbour watch."
CONFIG = {"audioEncoding": "LINEAR16", "sampleRateHertz": 8000}
BODY = {"text": TEXT, "voiceId": "Dennis", "modelId": "inworld-tts-2", "audioConfig": CONFIG}


def use(url):
    """One of everything; every way a key can travel."""
    headers = {"Authorization": f"Basic {SECRET}"}
    with httpx.Client(base_url=url, headers=headers, timeout=30) as client:
        client.post("/tts/v1/voice:stream", json=BODY)
        client.get(
            "/tts/v1/voice:preview", params={"voice_id": "Dennis", "model_id": BODY["modelId"]}
        )
        client.get(f"/no%1b[31msuch?Authorization=Basic%20{SECRET}")
        client.post("/tts/v1/voice", json=BODY | {"modelId": "inworld-tts-9"})
        item = {"customId": "one", "request": BODY}
        client.post("/tts/v1/voice:synthesizeBatch", json={"items": [item]})
    address = f"{url.replace('http', 'ws')}/tts/v1/voice:streamBidirectional"
    with connect(f"{address}?Authorization=Basic%20{SECRET}") as link:
        name = "demo\x1b]0;gone\x07\n"
        link.send(json.dumps({"create": {**BODY, "text": None}, "contextId": name}))
        link.send(json.dumps({"sendText": {"text": TEXT, "flushContext": {}}, "contextId": name}))
        while "flushCompleted" not in link.recv(timeout=20):
            pass


def read_log(*arguments):
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        use(process.stdout.readline().strip())
        process.send_signal(signal.SIGTERM)
        return process.communicate(timeout=10)[1]


@pytest.fixture(scope="module")
def entries():
    log = read_log("--log", "json")
    assert SECRET not in log
    assert log.isascii()
    return [json.loads(line) for line in log.splitlines()]


def test_every_line_has_model_characters_cost_and_time_to_first_audio(entries):
    stream = entries[0]
    assert (stream["method"], stream["path"]) == ("POST", "/tts/v1/voice:stream")
    assert (stream["model"], stream["characters"]) == ("inworld-tts-2", 28)
    price = dialect("inworld-tts-2").table["prices"]["per_million_usd"]
    assert stream["cost"] == pytest.approx(28 * price / 1e6)
    assert 0 < stream["first_audio"] <= stream["seconds"]


def test_previews_cost_nothing_and_batches_less(entries):
    preview, batch = entries[1], entries[4]
    assert preview["characters"] > 0
    assert preview["cost"] == 0
    assert batch["cost"] == pytest.approx(0.8 * entries[0]["cost"])


def test_what_is_refused_has_no_model(entries):
    assert [(row["status"], "model" in row) for row in entries[2:4]] == [(404, False), (400, False)]
    assert "first_audio" not in entries[3]


def test_flushes_and_connections_of_websockets_are_told(entries):
    flush, connection = entries[5:]
    assert (flush["method"], flush["status"], flush["characters"]) == ("FLUSH", 200, 28)
    assert flush["first_audio"] > 0
    assert (connection["method"], connection["status"]) == ("WEBSOCKET", 101)


def test_lines_for_people_hold_no_key_and_obey_nothing():
    log = read_log()
    assert SECRET not in log
    assert "\x1b" not in log
    assert "\x07" not in log
    first, *_ = lines = log.splitlines()
    assert len(lines) == 7
    assert first.startswith("POST /tts/v1/voice:stream 200 inworld-tts-2 28 characters $0.000")
    assert " first audio " in first
    assert r"/no\x1b[31msuch" in lines[2]
    assert r"context demo\x1b]0;gone\x07\n 200" in lines[5]


def test_long_names_are_shortened_and_faults_told():
    entry = Entry(method="GET", path="/" + "x" * 999, status=429, faults=("status=429",))
    line = show_text(entry)
    assert len(line) < 260
    assert line.endswith("(status=429)")
    assert json.loads(show_json(entry))["faults"] == ["status=429"]
