"""Faults as clients meet them, over real sockets."""

import base64
import json
import socket
import time
from contextlib import suppress

import httpx
import pytest
from websockets.exceptions import ConnectionClosedError, InvalidStatus
from websockets.sync.client import connect

TEXT = "The lamps are lit along the pier. "
LONG = TEXT * 20
FAULTS = "/_vivavoce/faults"


@pytest.fixture(scope="module")
def faulty(serve, key):
    return serve("--key", key, "--fault-header", "--fault-control", "--patience", "5")


@pytest.fixture
def client(faulty, key):
    with httpx.Client(base_url=faulty, headers={"Authorization": f"Basic {key}"}) as made:
        yield made


def body(text=LONG, encoding="LINEAR16"):
    form = {"audioEncoding": encoding, "sampleRateHertz": 8000}
    return {"text": text, "voiceId": "Dennis", "modelId": "inworld-tts-2", "audioConfig": form}


def stream(client, fault, text=LONG):
    answer = client.post(
        "/tts/v1/voice:stream", json=body(text), headers={"X-Vivavoce-Fault": fault}
    )
    assert answer.status_code == 200
    return answer.text.splitlines()


def write_request(key, path, *headers):
    data = json.dumps(body()).encode()
    lines = [f"POST {path} HTTP/1.1", "Host: x", f"Authorization: Basic {key}", *headers]
    return "\r\n".join([*lines, f"Content-Length: {len(data)}", "", ""]).encode() + data


def receive_all(url, key, path, fault):
    """What arrives on a bare socket until the other side closes: a head and the rest."""
    return exchange(url, write_request(key, path, f"X-Vivavoce-Fault: {fault}"))


def exchange(url, data):
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as link:
        link.sendall(data)
        got = b""
        while part := link.recv(65536):
            got += part
    return got.split(b"\r\n\r\n", 1)


def test_without_a_header_nothing_is_different(client):
    answer = client.post("/tts/v1/voice", json=body(TEXT))
    assert answer.status_code == 200
    assert answer.json()["usage"]["processedCharactersCount"] == len(TEXT)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (429, {"code": 8, "message": "too many requests in flight", "details": []}),
        (500, {"code": 13, "message": "internal failure", "details": []}),
        (503, {"code": 14, "message": "fault on demand: 503", "details": []}),
    ],
)
def test_a_status_has_the_body_of_its_path(client, status, error):
    headers = {"X-Vivavoce-Fault": f"status={status}"}
    plain = client.post("/tts/v1/voice", json=body(), headers=headers)
    wrapped = client.post("/tts/v1/voice:stream", json=body(), headers=headers)
    voices = client.get("/voices/v1/voices", headers=headers)
    assert {plain.status_code, wrapped.status_code, voices.status_code} == {status}
    assert (plain.json(), wrapped.json(), voices.json()) == (error, {"error": error}, error)


@pytest.mark.parametrize(
    "path", ["/tts/v1/voice", "/tts/v1/voice:stream", "/voices/v1/voices/Mark"]
)
def test_latency_holds_an_answer_back(client, path):
    method = "GET" if "voices/v1" in path else "POST"
    began = time.perf_counter()
    client.request(
        method, path, json=body(TEXT), headers={"X-Vivavoce-Fault": "latency=300ms"}
    ).raise_for_status()
    assert time.perf_counter() - began >= 0.3


def test_an_error_comes_late_in_a_stream(client):
    *good, last = map(json.loads, stream(client, "late-error after=2"))
    assert len(good) == 2
    assert all(line["result"]["audioContent"] for line in good)
    assert last == {"error": {"code": 13, "message": "synthesis stopped early", "details": []}}


def test_a_late_error_comes_at_the_end_of_a_short_stream(client):
    *good, last = map(json.loads, stream(client, "late-error=8 after=99", TEXT))
    assert good
    assert last["error"]["code"] == 8


def test_a_late_error_is_the_whole_answer_where_nothing_streams(client):
    headers = {"X-Vivavoce-Fault": "late-error"}
    answer = client.post("/tts/v1/voice", json=body(), headers=headers)
    assert (answer.status_code, answer.json()["message"]) == (500, "synthesis stopped early")


def test_one_line_of_a_stream_is_broken_json(client):
    lines = stream(client, "malformed after=1")
    assert len(lines) > 2
    with pytest.raises(json.JSONDecodeError):
        json.loads(lines.pop(1))
    assert all(json.loads(line)["result"] for line in lines)


def test_one_line_of_a_stream_is_broken_base64(client):
    lines = [json.loads(x)["result"] for x in stream(client, "malformed=base64 after=0")]
    with pytest.raises(ValueError):
        base64.b64decode(lines[0]["audioContent"], validate=True)
    assert base64.b64decode(lines[1]["audioContent"], validate=True)[:4] == b"RIFF"


def test_a_whole_answer_is_broken(client):
    headers = {"X-Vivavoce-Fault": "malformed"}
    answer = client.post("/tts/v1/voice", json=body(), headers=headers)
    assert answer.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        answer.json()


def test_a_stalled_stream_goes_on(client):
    headers = {"X-Vivavoce-Fault": "stall=400ms after=1"}
    with client.stream("POST", "/tts/v1/voice:stream", json=body(), headers=headers) as answer:
        moments = [time.perf_counter() for _ in answer.iter_lines()]
    assert len(moments) > 2
    assert moments[1] - moments[0] >= 0.3


@pytest.mark.parametrize("path", ["/tts/v1/voice", "/tts/v1/voice:stream"])
def test_a_connection_is_cut_after_so_many_bytes(faulty, key, path):
    head, rest = receive_all(faulty, key, path, "cut=5000")
    assert b" 200 " in head.splitlines()[0]
    if b"transfer-encoding: chunked" in head.lower():
        assert 5000 < len(rest) < 5200
        assert not rest.endswith(b"0\r\n\r\n")
    else:
        assert len(rest) == 5000


@pytest.mark.parametrize("path", ["/tts/v1/voice", "/tts/v1/voice:stream"])
def test_a_connection_is_cut_at_a_share(client, faulty, key, path):
    whole = len(client.post(path, json=body()).content)
    _, rest = receive_all(faulty, key, path, "cut=40%")
    assert len(rest) == pytest.approx(0.4 * whole, rel=0.02)


def test_a_request_that_waits_behind_another_has_faults_of_its_own(faulty, key):
    first = write_request(key, "/tts/v1/voice", "X-Vivavoce-Fault: late-error")
    second = write_request(key, "/tts/v1/voice", "Connection: close")
    head, rest = exchange(faulty, first + second)
    assert b" 500 " in head.splitlines()[0]
    assert b"synthesis stopped early" in rest
    assert b"HTTP/1.1 200" in rest


def test_a_client_sees_a_cut_as_a_broken_answer(client):
    headers = {"X-Vivavoce-Fault": "cut=0"}
    with pytest.raises(httpx.RemoteProtocolError):
        client.post("/tts/v1/voice:stream", json=body(), headers=headers)


def test_a_bad_header_is_told(client):
    answer = client.post("/tts/v1/voice", json=body(), headers={"X-Vivavoce-Fault": "staus=429"})
    assert answer.status_code == 400
    assert answer.json()["message"] == (
        'Fault "staus=429": there is no "staus". Did you mean status?'
    )


def test_the_header_is_nothing_unless_asked_for(url, key):
    headers = {"Authorization": f"Basic {key}", "X-Vivavoce-Fault": "status=500"}
    assert httpx.get(f"{url}/voices/v1/voices/Mark", headers=headers).status_code == 200
    assert httpx.get(f"{url}{FAULTS}", headers=headers).status_code == 404


@pytest.fixture
def talk(faulty, key):
    address = faulty.replace("http", "ws") + "/tts/v1/voice:streamBidirectional"

    def open_talk(fault):
        headers = {"Authorization": f"Basic {key}", "X-Vivavoce-Fault": fault}
        return connect(address, additional_headers=headers)

    return open_talk


def say(link, text=LONG[:1900]):
    form = {"audioEncoding": "LINEAR16", "sampleRateHertz": 8000}
    create = {"voiceId": "Dennis", "modelId": "inworld-tts-2", "audioConfig": form}
    for message in [{"create": create}, {"sendText": {"text": text, "flushContext": {}}}]:
        link.send(json.dumps({**message, "contextId": "a"}))


def receive_until_lost(link):
    frames = []
    with suppress(ConnectionClosedError):
        while True:
            frames.append(link.recv(timeout=10))
    return frames


def test_a_socket_is_refused(talk):
    with pytest.raises(InvalidStatus) as told:
        talk("status=429")
    assert told.value.response.status_code == 429
    assert json.loads(told.value.response.body)["code"] == 8


def test_a_socket_is_cut(talk):
    with talk("cut=20000") as link:
        say(link)
        frames = receive_until_lost(link)
        assert sum(map(len, frames)) <= 20_000
        assert "contextCreated" in frames[0]
        assert "flushCompleted" not in frames[-1]
    assert link.close_code == 1006


def test_an_error_comes_late_on_a_socket_and_the_context_goes_on(talk):
    with talk("late-error after=1 rate=1") as link:
        say(link)
        frames = [json.loads(link.recv(timeout=10))["result"] for _ in range(3)]
        assert "contextCreated" in frames[0]
        assert "audioChunk" in frames[1]
        assert frames[2]["status"] == {
            "code": 13,
            "message": "synthesis stopped early",
            "details": [],
        }
        link.send(json.dumps({"closeContext": {}, "contextId": "a"}))
        assert "contextClosed" in json.loads(link.recv(timeout=10))["result"]


def test_a_frame_is_broken(talk):
    with talk("malformed after=1") as link:
        say(link)
        created, good = (json.loads(link.recv(timeout=10)) for _ in range(2))
        assert "contextCreated" in created["result"]
        assert "audioChunk" in good["result"]
        with pytest.raises(json.JSONDecodeError):
            json.loads(link.recv(timeout=10))


def test_latency_holds_back_every_flush(talk):
    with talk("latency=300ms") as link:
        say(link, TEXT)
        json.loads(link.recv(timeout=10))
        for _ in range(2):
            began = time.perf_counter()
            while "flushCompleted" not in link.recv(timeout=10):
                pass
            assert time.perf_counter() - began >= 0.25
            again = {"sendText": {"text": TEXT, "flushContext": {}}, "contextId": "a"}
            link.send(json.dumps(again))


def test_faults_are_set_read_and_cleared_by_control(client):
    lines = ["status=503 times=2 on=sync", "latency=1ms"]
    put = client.put(FAULTS, json={"faults": lines, "seed": 7})
    assert put.json()["seed"] == 7
    codes = [client.post("/tts/v1/voice", json=body(TEXT)).status_code for _ in range(3)]
    rows = client.get(FAULTS).json()["faults"]
    cleared = client.delete(FAULTS).json()
    assert codes == [503, 503, 200]
    assert rows == [
        {"fault": lines[0], "seen": 3, "struck": 2},
        {"fault": lines[1], "seen": 3, "struck": 3},
    ]
    assert cleared["faults"] == []


def test_a_job_fails_by_a_late_error(client):
    client.put(FAULTS, json={"faults": ["late-error on=jobs times=1"]})
    job = client.post("/tts/v1/voice:synthesizeAsync", json=body(TEXT)).json()
    client.delete(FAULTS)
    while not job["done"]:
        job = client.get(f"/lro/v1alpha/{job['name']}").json()
    assert job["error"] == {"code": 13, "message": "synthesis stopped early"}


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"faults": ["status=9"]}, 'Fault "status=9": status must be a whole number'),
        ({"faults": "status=429"}, "field faults has the wrong type"),
        ({"faults": [1]}, "faults must be a list of lines"),
        ({"fault": []}, "unknown field fault"),
        ({"seed": "x"}, "seed must be a whole number"),
    ],
)
def test_control_tells_what_is_wrong_and_changes_nothing(client, sent, message):
    answer = client.put(FAULTS, json=sent)
    assert answer.status_code == 400
    assert message in answer.json()["message"]
    assert client.get(FAULTS).json()["faults"] == []


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Host": "evil.example"}, "loopback name"),
        ({"Host": "evil.example:8787"}, "loopback name"),
        ({"Host": "127.0.0.1.evil.example"}, "loopback name"),
        ({"Origin": "http://evil.example"}, "other origins"),
        ({"Origin": "null"}, "other origins"),
        ({"Origin": "http://localhost:3000"}, "other origins"),
        ({"X-Forwarded-For": "203.0.113.9"}, "this machine only"),
        ({"Forwarded": "for=203.0.113.9"}, "through a proxy"),
    ],
)
def test_control_refuses_strangers(client, headers, reason):
    for method in ("GET", "PUT", "DELETE"):
        answer = client.request(method, FAULTS, json={"faults": []}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, 7)
        assert reason in answer.json()["message"]


def test_control_refuses_other_machines(serve, key):
    port = serve("--host", "0.0.0.0", "--fault-control").rpartition(":")[2]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("this machine has no address but loopback")
        own = probe.getsockname()[0]
    headers = {"Host": f"localhost:{port}"}
    there = httpx.get(f"http://{own}:{port}{FAULTS}", headers=headers)
    here = httpx.get(f"http://127.0.0.1:{port}{FAULTS}")
    assert (there.status_code, here.status_code) == (403, 200)


def test_flags_with_a_seed_repeat(serve, key):
    def run():
        flags = ["--fault", "status=429 rate=0.5", "--fault", "status=500 rate=0.3", "--seed", "11"]
        url = serve(*flags)
        headers = {"Authorization": "Basic eA=="}
        with httpx.Client(base_url=url, headers=headers) as made:
            return [made.get("/voices/v1/voices/Mark").status_code for _ in range(40)]

    first = run()
    assert {200, 429, 500} == set(first)
    assert run() == first
