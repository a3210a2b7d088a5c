"""Clients that do not do their part, and the end of the service."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, ConnectionClosedError
from websockets.sync.client import connect

COMMAND = [sys.executable, "-c", "import sys; from vivavoce.cli.main import run; sys.exit(run())"]
LONG = "The lamps are lit along the pier tonight. " * 45
HEADERS = {"Authorization": "Basic eDp5"}


class Service:
    """A service of its own, whose log, memory and end can be looked at."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [*COMMAND, "serve", "--port", "0", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.url = self.process.stdout.readline().strip()
        self.port = int(self.url.rpartition(":")[2])

    def sockets(self):
        """Connections the process holds, its listening socket left out."""
        links = Path(f"/proc/{self.process.pid}/fd").iterdir()
        inodes = set()
        for link in links:
            with contextlib.suppress(OSError):
                inodes.add(str(link.readlink()))
        rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        return sum(f"socket:[{row[9]}]" in inodes and row[3] != "0A" for row in rows)

    def workers(self):
        """The processes that speak; multiprocessing's own helper left out."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            if parent_of(path / "stat") == self.process.pid:
                name = (path / "cmdline").read_bytes()
                found += [int(path.name)] if b"spawn_main" in name else []
        return found

    def wait_for(self, claim, seconds=40):
        end = time.monotonic() + seconds
        while not claim():
            assert time.monotonic() < end, "it did not come to pass"
            time.sleep(0.05)

    def end(self, by=signal.SIGTERM):
        self.process.send_signal(by)
        code = self.process.wait(4)
        return code, self.process.stderr.read()

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()


@pytest.fixture
def start():
    with contextlib.ExitStack() as stack:

        def make(*arguments):
            return stack.enter_context(contextlib.closing(Service(*arguments)))

        yield make


def body(rate=48000):
    form = {"audioEncoding": "LINEAR16", "sampleRateHertz": rate}
    return {"text": LONG, "voiceId": "Dennis", "modelId": "inworld-tts-2", "audioConfig": form}


def ask(port, path, data):
    """Send a request from a socket with a small window and read nothing."""
    link = socket.socket()
    link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    link.settimeout(40)
    link.connect(("127.0.0.1", port))
    lines = [f"POST {path} HTTP/1.1", "Host: x", "Authorization: Basic eDp5"]
    lines.append(f"Content-Length: {len(data)}")
    link.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + data)
    return link


def talk(service):
    address = service.url.replace("http", "ws") + "/tts/v1/voice:streamBidirectional"
    return connect(address, additional_headers=HEADERS, max_size=None)


def create(context="a", rate=48000):
    form = {"audioEncoding": "LINEAR16", "sampleRateHertz": rate}
    settings = {"voiceId": "Dennis", "modelId": "inworld-tts-2", "audioConfig": form}
    return json.dumps({"create": settings, "contextId": context})


def send_text(text, context="a"):
    return json.dumps({"sendText": {"text": text, "flushContext": {}}, "contextId": context})


@pytest.mark.parametrize("path", ["/tts/v1/voice", "/tts/v1/voice:stream"])
def test_a_client_that_stops_reading_is_given_up_and_frees_its_place(start, path):
    service = start("-q", "--patience", "0.5", "--plan", "on-demand")
    whole = 4 * 48000 * 60  # base64 of two minutes and more
    links = [ask(service.port, path, json.dumps(body()).encode()) for _ in range(5)]
    for link in links:
        assert link.recv(1000).startswith(b"HTTP/1.1 200")
    service.wait_for(lambda: service.sockets() == 0)
    with httpx.Client(base_url=service.url, headers=HEADERS) as client:
        assert client.post("/tts/v1/voice", json=body(8000), timeout=30).status_code == 200
    assert all(len(read_what_came(link)) < whole / 4 for link in links)
    assert service.end() == (0, "")


def read_what_came(link):
    got = b""
    with link, contextlib.suppress(ConnectionResetError):
        while part := link.recv(65536):
            got += part
    return got


def test_a_socket_that_stops_reading_is_given_up(start):
    service = start("-q", "--patience", "0.5")
    address = ("127.0.0.1", service.port)
    link = socket.socket()
    link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    link.connect(address)
    with connect(
        service.url.replace("http", "ws") + "/tts/v1/voice:streamBidirectional",
        sock=link,
        additional_headers=HEADERS,
        max_queue=1,
    ) as socket_:
        socket_.send(create())
        for _ in range(5):
            socket_.send(send_text(LONG))
        service.wait_for(lambda: service.sockets() == 0)
        with pytest.raises(ConnectionClosedError):
            read_to_the_end(socket_)
    assert service.end() == (0, "")


def read_to_the_end(link):
    while True:
        link.recv(timeout=10)


@pytest.mark.parametrize(
    "data",
    [b"", b"POST /tts/v1/voice HTTP/1.1\r\nHost: x\r\n"],
    ids=["nothing", "half a head"],
)
def test_a_client_that_begins_no_request_is_given_up(start, data):
    service = start("-q", "--patience", "0.5")
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as link:
        link.sendall(data)
        assert lose(link) == b""


def lose(link):
    with contextlib.suppress(ConnectionResetError):
        return link.recv(65536)
    return b""


def test_a_body_that_never_comes_is_refused(start):
    service = start("-q", "--patience", "0.5")
    head = b"POST /tts/v1/voice HTTP/1.1\r\nHost: x\r\nAuthorization: Basic eDp5\r\n"
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as link:
        link.sendall(head + b"Content-Length: 100\r\n\r\n{")
        assert b"408" in link.recv(65536).splitlines()[0]


def test_a_kept_connection_may_be_used_again_later(start):
    service = start("-q", "--patience", "1")
    with httpx.Client(base_url=service.url, headers=HEADERS) as client:
        for _ in range(3):
            assert client.get("/voices/v1/voices/Mark").status_code == 200
            time.sleep(0.4)
        assert client.post("/tts/v1/voice", json=body(8000), timeout=30).status_code == 200


def test_messages_of_a_socket_have_a_limit(url, key):
    address = url.replace("http", "ws") + "/tts/v1/voice:streamBidirectional"
    with connect(address, additional_headers={"Authorization": f"Basic {key}"}) as link:
        link.send(json.dumps({"contextId": "x" * 70_000}))
        assert json.loads(link.recv(timeout=10))["error"]["message"] == "message is too large"
        link.send("x" * 300_000)
        with pytest.raises(ConnectionClosed) as told:
            read_to_the_end(link)
    assert told.value.rcvd.code == 1009


def test_an_idle_socket_is_kept(start):
    service = start("-q", "--patience", "0.3")
    with talk(service) as link:
        time.sleep(1)
        link.send(create())
        assert "contextCreated" in json.loads(link.recv(timeout=10))["result"]


def test_connections_have_a_limit(start):
    service = start("-q")
    with contextlib.ExitStack() as stack:
        links = [
            stack.enter_context(socket.create_connection(("127.0.0.1", service.port), timeout=10))
            for _ in range(801)
        ]
        assert lose(links[-1]) == b""
        service.wait_for(lambda: service.sockets() == 800)
    with httpx.Client(base_url=service.url, headers=HEADERS) as client:
        assert client.get("/voices/v1/voices/Mark").status_code == 200


def test_a_body_has_a_limit(url, key):
    data = b"x" * (25 * 1024 * 1024)
    answer = httpx.post(
        f"{url}/tts/v1/voice", content=data, headers={"Authorization": f"Basic {key}"}
    )
    assert answer.status_code == 413


def test_flushes_that_wait_have_a_limit(start):
    service = start("-q", "--fault", "latency=2s")
    with talk(service) as link:
        link.send(create())
        for _ in range(210):
            link.send(send_text("Aye."))
        frames = [json.loads(link.recv(timeout=10)) for _ in range(2)]
    assert frames[1]["error"] == {
        "code": 8,
        "message": "too many flushes waiting in context a",
        "details": [],
    }


def test_a_context_made_twice_is_the_newer_one(url, key):
    address = url.replace("http", "ws") + "/tts/v1/voice:streamBidirectional"
    with connect(address, additional_headers={"Authorization": f"Basic {key}"}) as link:
        for message in (create(rate=8000), create(rate=16000), send_text("Reef the main.")):
            link.send(message)
        frames = []
        while "flushCompleted" not in json.dumps(frames[-1:]):
            frames.append(json.loads(link.recv(timeout=10))["result"])
    created = [frame["contextCreated"] for frame in frames if "contextCreated" in frame]
    assert [row["audioConfig"]["sampleRateHertz"] for row in created] == [8000, 16000]
    assert sum("flushCompleted" in frame for frame in frames) == 1


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_at_once_with_streams_and_sockets_open(start, by):
    service = start()
    held = ask(service.port, "/tts/v1/voice:stream", json.dumps(body()).encode())
    with talk(service) as link:
        link.send(create())
        link.send(send_text(LONG))
        link.recv(timeout=10)
        code, log = service.end(by)
        with pytest.raises(ConnectionClosed):
            read_to_the_end(link)
    held.close()
    assert code == 0
    assert {line.split()[0] for line in log.splitlines()} <= {"POST", "WEBSOCKET", "FLUSH"}
    children = Path("/proc").glob("[0-9]*/stat")
    assert service.process.pid not in {parent_of(path) for path in children}


def test_it_stops_while_something_waits_for_a_client_that_left(start):
    service = start("-q", "--seed", "1", "--fault", "latency=60s")
    for path in ("/tts/v1/voice", "/tts/v1/voice:stream"):
        with ask(service.port, path, json.dumps(body()).encode()):
            service.wait_for(lambda: service.sockets() == 1)
        service.wait_for(lambda: service.sockets() == 0)
    with talk(service) as link:
        link.send(create())
        link.send(send_text(LONG))
        link.recv(timeout=10)
    assert service.end() == (0, "Faults are on; --seed 1 repeats them.\n")


def parent_of(path):
    with contextlib.suppress(OSError):
        return int(path.read_text().rpartition(")")[2].split()[1])
    return 0


def test_a_worker_that_dies_takes_one_answer_with_it(start):
    service = start("-q", "--workers", "1")
    (worker,) = service.workers()
    with httpx.Client(base_url=service.url, headers=HEADERS, timeout=30) as client:
        client.post("/tts/v1/voice", json=body(8000)).raise_for_status()
        long = body() | {"text": LONG * 40}
        job = client.post("/tts/v1/voice:synthesizeAsync", json=long).json()
        time.sleep(0.5)
        os.kill(worker, signal.SIGKILL)
        while not job["done"]:
            job = client.get(f"/lro/v1alpha/{job['name']}").json()
        assert job["error"] == {"code": 13, "message": "internal failure"}
        assert client.post("/tts/v1/voice", json=body(8000)).status_code == 200
    assert service.workers() != [worker]
    assert service.end() == (0, "")


def test_binding_beyond_loopback_is_warned_of(start):
    loud = start("--host", "0.0.0.0")
    _, told = loud.end()
    assert "Warning: 0.0.0.0 can be reached from other machines" in told
    assert "without --key anybody there is let in" in told
    assert start("--host", "127.0.0.1").end()[1] == ""


def fail(*arguments):
    done = subprocess.run(
        [*COMMAND, "serve", *arguments], capture_output=True, text=True, check=False, timeout=30
    )
    return done.returncode, done.stderr.splitlines()


def test_a_taken_port_is_told_in_one_line(url):
    port = url.rpartition(":")[2]
    code, told = fail("--port", port)
    assert code == 2
    assert len(told) == 1
    assert "in use" in told[0]


def test_a_bad_fault_is_told_in_one_line():
    message = 'viva: Fault "statsu=429": there is no "statsu". Did you mean status?'
    assert fail("--fault", "statsu=429") == (2, [message])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--engine", "espeek"], "viva: Unknown engine 'espeek'. Did you mean espeak?"),
        (
            ["--on-prem", "--model", "inworld-tts-2"],
            "viva: Unknown model on premises 'inworld-tts-2'. Did you mean inworld-tts-1.5-max?",
        ),
        (["--voices", "/nowhere/voices.db"], "viva: Voices cannot be kept in /nowhere/voices.db"),
        (["--voices", __file__], f"viva: Voices cannot be kept in {__file__}: file is not a data"),
        (["--set", "words=new"], "viva: Unknown value for words 'new'"),
    ],
)
def test_a_service_that_cannot_work_does_not_start(arguments, message):
    code, told = fail("--port", "0", *arguments)
    assert (code, len(told)) == (2, 1)
    assert told[0].startswith(message)


def test_a_threshold_below_one_character_is_refused_and_holds_nobody_up(url, key):
    address = f"ws{url.removeprefix('http')}/tts/v1/voice:streamBidirectional"
    create = {"voiceId": "Dennis", "modelId": "inworld-tts-2", "bufferCharThreshold": 0.5}
    with connect(address, additional_headers={"Authorization": f"Basic {key}"}) as talk:
        talk.send(json.dumps({"create": create, "contextId": "a"}))
        assert "between 1 and 2000" in json.loads(talk.recv(timeout=20))["error"]["message"]
        talk.send(json.dumps({"sendText": {"text": "hi"}, "contextId": "a"}))
        assert json.loads(talk.recv(timeout=20))["result"]["status"]["code"] == 5
    assert httpx.get(f"{url}/openapi.json", timeout=20).status_code == 200
