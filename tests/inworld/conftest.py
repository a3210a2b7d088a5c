"""A service made of raw sockets that plays what a test tells it, and two clients to ask it."""

from __future__ import annotations

import asyncio
import inspect
import json
import shutil
import socket
import ssl
import struct
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from vivavoce.inworld import ApiKey, Secret, Settings, Timeouts
from vivavoce.inworld.async_client import AsyncClient
from vivavoce.inworld.client import Client
from vivavoce.inworld.retry import RetryPolicy

PAYLOADS = Path(__file__).parent / "payloads"
KEY = "dGVzdGtleTp0ZXN0c2VjcmV0"
REASONS = {200: "OK", 400: "Bad Request", 429: "Too Many Requests"}


@dataclass
class Got:
    """A request as the server saw it."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


@dataclass
class Play:
    """How the server answers one request.

    `chunks` are sent one by one with HTTP chunked framing (or bare with `length`); `fault` is what
    happens at the end.
    """

    chunks: tuple[bytes, ...] = ()
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    fault: str = ""
    wait: float = 0.0

    @classmethod
    def of(cls, name, **options):
        return cls((payload(name),), **options)


def payload(name):
    return (PAYLOADS / name).read_bytes()


class Server:
    """Answers each request with the next play; the last one is played again and again."""

    def __init__(self, context=None):
        self._context = context
        self.plays: list[Play] = []
        self.got: list[Got] = []
        self.most_open = 0
        self._open = 0
        self._lock = threading.Lock()
        self._released = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    @property
    def url(self):
        scheme = "http" if self._context is None else "https"
        return f"{scheme}://127.0.0.1:{self._listener.getsockname()[1]}"

    def play(self, *plays):
        self.plays = list(plays)
        return self

    def stop(self):
        self._released.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for open_socket in self._sockets:
            with suppress(OSError):
                open_socket.shutdown(socket.SHUT_RDWR)
            open_socket.close()
        for thread in [self._accepting, *self._threads]:
            thread.join(5)

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._sockets.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection):
        try:
            if self._context is not None:
                connection = self._context.wrap_socket(connection, server_side=True)
                self._sockets.append(connection)
            reader = connection.makefile("rb")
            while (got := self._read(reader)) is not None:
                with self._lock:
                    self.got.append(got)
                    play = self.plays.pop(0) if len(self.plays) > 1 else self.plays[0]
                    self._open += 1
                    self.most_open = max(self.most_open, self._open)
                try:
                    if callable(play):
                        play = play(got)
                    if not self._answer(connection, play):
                        return
                finally:
                    with self._lock:
                        self._open -= 1
        except (OSError, ValueError):
            pass
        finally:
            connection.close()

    def _read(self, reader):
        line = reader.readline().decode().split()
        if not line:
            return None
        headers = {}
        while row := reader.readline().decode().strip():
            name, _, value = row.partition(":")
            headers[name.lower()] = value.strip()
        body = reader.read(int(headers.get("content-length", 0)))
        return Got(line[0], line[1], headers, body)

    def _answer(self, connection, play):
        if play.wait:
            self._released.wait(play.wait)
        if play.fault == "reset before answer":
            self._reset(connection)
            return False
        if play.fault == "close before answer":
            connection.close()
            return False
        if play.fault == "slow headers":
            self._released.wait(10)
            return False
        headers = {"content-type": "application/json", "x-inworld-request-id": "f" * 32}
        headers |= play.headers
        sized = play.length is not None
        headers |= (
            {"content-length": str(play.length)} if sized else {"transfer-encoding": "chunked"}
        )
        head = [f"HTTP/1.1 {play.status} {REASONS.get(play.status, 'X')}"]
        head += [f"{name}: {value}" for name, value in headers.items()]
        connection.sendall("\r\n".join([*head, "", ""]).encode())
        for chunk in play.chunks:
            connection.sendall(chunk if sized else b"%x\r\n%b\r\n" % (len(chunk), chunk))
        if play.fault:
            self._spoil(connection, play.fault)
            return False
        if not sized:
            connection.sendall(b"0\r\n\r\n")
        return True

    def _spoil(self, connection, fault):
        if fault == "stall":
            self._released.wait(10)
        elif fault == "reset":
            self._released.wait(0.05)
            self._reset(connection)
        while fault == "endless":
            piece = b"x" * 65536
            connection.sendall(b"%x\r\n%b\r\n" % (len(piece), piece))

    def _reset(self, connection):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()


class Blocking:
    """An asynchronous object asked as if it were not: so that one test runs both clients."""

    def __init__(self, target, loop):
        self._target, self._loop = target, loop

    def __getattr__(self, name):
        value = getattr(self._target, name)
        if inspect.ismethod(value):
            return lambda *args, **options: self._call(value, args, options)
        if type(value).__module__.startswith("vivavoce.inworld.async_groups"):
            return Blocking(value, self._loop)
        return value

    def _call(self, method, args, options):
        result = method(*args, **options)
        if inspect.isawaitable(result):
            result = self._loop.run_until_complete(result)
        if hasattr(result, "__anext__") or type(result).__module__.endswith("async_websocket"):
            return Blocking(result, self._loop)
        return result

    def __iter__(self):
        while True:
            try:
                yield self._loop.run_until_complete(anext(self._target))
            except StopAsyncIteration:
                return

    def __enter__(self):
        self._loop.run_until_complete(self._target.__aenter__())
        return self

    def __exit__(self, *details):
        self._loop.run_until_complete(self._target.__aexit__(*details))


QUICK = Settings(
    timeouts=Timeouts(connect=2, read=0.4, write=2, pool=2),
    retry=RetryPolicy(attempts=3, base=0.001, longest=0.01),
)


@pytest.fixture
def server():
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def tls_server(tmp_path, monkeypatch):
    """The same server behind TLS, with a certificate this process trusts."""
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl program to make a certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", key, "-out", certificate]
    subprocess.run([*command.split(), *subject, *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server = Server(context)
    yield server
    server.stop()


@pytest.fixture
def play():
    return Play


@pytest.fixture
def read_payload():
    return payload


@pytest.fixture
def quick():
    return QUICK


@pytest.fixture(params=["sync", "async"])
def make_client(request, server):
    """Makes clients of one kind; a test that uses it runs with both."""
    loop = asyncio.new_event_loop()
    made = []

    def make(**options):
        options = {"auth": ApiKey(Secret(KEY)), "base_url": server.url, "settings": QUICK} | options
        if request.param == "sync":
            client = Client(**options)
        else:

            async def build():
                return AsyncClient(**options)

            client = Blocking(loop.run_until_complete(build()), loop)
        made.append(client)
        return client

    make.kind = request.param
    yield make
    for client in made:
        client.close()
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


@pytest.fixture
def client(make_client):
    return make_client()
