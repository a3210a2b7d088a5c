"""How fast the stand-in service is, what it bears, and how it ends.

    python benchmarks/service.py            everything
    python benchmarks/service.py NAME...    first, streams, syncs, slow, end, memory

The service runs as `viva serve` in a process of its own, the clients in this one, on the same
cores; they speak HTTP by hand so as to take little from it. Peers of the same run: a bare
Starlette endpoint that answers the same bytes, and espeak-ng called by itself.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import statistics
import subprocess
import sys
import time
from base64 import b64decode
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from starlette.requests import Request

LINE = ("The lamps are lit along the pier tonight, and the tide is out again. " * 4)[:200]
SHORT = "Good evening."
LONG = "The lamps are lit along the pier, and the tide is turning. " * 33
FORMS = {
    "MP3 at 48 kHz (default)": {},
    "LINEAR16 at 24 kHz": {"audioEncoding": "LINEAR16", "sampleRateHertz": 24000},
}
PCM = {"audioEncoding": "PCM", "sampleRateHertz": 8000}
STREAM, SYNC = "/tts/v1/voice:stream", "/tts/v1/voice"
SOCKET = "/tts/v1/voice:streamBidirectional"


class Service:
    """`viva serve`, running."""

    def __init__(self, *arguments: str) -> None:
        start = "import sys; from vivavoce.cli.main import run; sys.exit(run())"
        command = [sys.executable, "-c", start, "serve", "--port", "0", "-q", *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.port = int(self.process.stdout.readline().strip().rpartition(":")[2])
        self.workers = find_children(self.process.pid)

    def memory(self) -> tuple[float, float]:
        """Resident MB of the server, and of what it has started."""
        children = sum(map(read_memory, find_children(self.process.pid)))
        return read_memory(self.process.pid), children

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[float, int, int]:
        """Seconds it takes to end, its exit code, and processes it leaves behind."""
        children, began = find_children(self.process.pid), time.perf_counter()
        self.process.send_signal(number)
        code = self.process.wait(60)
        spent = time.perf_counter() - began
        for _ in range(30):
            left = [child for child in children if Path(f"/proc/{child}").exists()]
            if not left:
                break
            time.sleep(0.1)
        return spent, code, len(left)

    def processor(self) -> tuple[float, float]:
        """Seconds of the processor used by the server, and by what it has started."""
        children = sum(map(read_processor, find_children(self.process.pid)))
        return read_processor(self.process.pid), children

    @contextmanager
    def account(self, name: str, count: int) -> Iterator[None]:
        """Print what each request takes of the processor, which other work changes little."""
        server, workers = self.processor()
        yield
        now = self.processor()
        spent = [1000 * (b - a) / count for a, b in zip((server, workers), now, strict=True)]
        print(f"  {name}: processor, server {spent[0]:.1f} ms, workers {spent[1]:.1f} ms each")


@contextmanager
def serving(*arguments: str) -> Iterator[Service]:
    service = Service(*arguments)
    try:
        yield service
    finally:
        if service.process.poll() is None:
            service.stop()


def find_children(parent: int) -> list[int]:
    """Processes a process has started, and those started by them."""
    found: list[int] = []
    for task in Path(f"/proc/{parent}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *find_children(child)]
    return found


def read_memory(process: int) -> float:
    with suppress(OSError):
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return 0.0


def read_processor(process: int) -> float:
    with suppress(OSError):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def write_request(path: str, body: dict[str, Any]) -> bytes:
    data = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: here\r\nAuthorization: Basic a2V5OnNlY3JldA==\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data


def write_speech(path: str, text: str, form: dict[str, Any]) -> bytes:
    body = {"text": text, "voiceId": "Dennis", "modelId": "inworld-tts-2"}
    return write_request(path, body | {"audioConfig": form})


class Connection:
    """One connection that is kept."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(cls, port: int) -> Connection:
        """A new one to this machine."""
        return cls(*await asyncio.open_connection("127.0.0.1", port, limit=2**24))

    def close(self) -> None:
        """Hang up."""
        self._writer.close()

    async def ask(self, request: bytes) -> AsyncIterator[bytes]:
        """The pieces of an answer as they come; the status must be 200."""
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        assert head.startswith(b"http/1.1 200"), head
        if b"transfer-encoding: chunked" not in head:
            size = int(head.partition(b"content-length:")[2].split(b"\r\n")[0])
            yield await self._reader.readexactly(size)
            return
        while size := int(await self._reader.readline(), 16):
            yield await self._reader.readexactly(size)
            await self._reader.readexactly(2)
        await self._reader.readexactly(2)


async def time_answer(connection: Connection, request: bytes) -> tuple[float, float, bytes]:
    """Milliseconds until the first piece, until the last, and the answer."""
    began, first, pieces = time.perf_counter(), 0.0, []
    async for piece in connection.ask(request):
        first = first or time.perf_counter() - began
        pieces.append(piece)
    return 1000 * first, 1000 * (time.perf_counter() - began), b"".join(pieces)


def check_stream(answer: bytes) -> float:
    """Bytes of audio in a stream; an error line fails."""
    lines = [json.loads(line) for line in answer.splitlines()]
    assert all("result" in line for line in lines), lines[-1]
    return sum(len(b64decode(line["result"]["audioContent"])) for line in lines)


def show(name: str, times: list[float], more: str = "") -> None:
    quarter = statistics.quantiles(times, n=20)
    print(
        f"{name:44} median {statistics.median(times):6.1f} ms   best {min(times):6.1f}   "
        f"95 % {quarter[-1]:6.1f}{more}"
    )


@contextmanager
def bare(answer: bytes) -> Iterator[int]:
    """A Starlette endpoint under uvicorn that answers these bytes to anything, on a port."""
    process = subprocess.Popen(
        [sys.executable, __file__, "--bare"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(answer)
    process.stdin.close()
    port = int(process.stdout.readline())
    time.sleep(1)
    try:
        yield port
    finally:
        process.terminate()
        process.wait()


def run_bare() -> None:
    import socket  # noqa: PLC0415 - in the peer only

    import uvicorn  # noqa: PLC0415 - in the peer only
    from starlette.applications import Starlette  # noqa: PLC0415 - in the peer only
    from starlette.responses import Response  # noqa: PLC0415 - in the peer only
    from starlette.routing import Route  # noqa: PLC0415 - in the peer only

    answer = sys.stdin.buffer.read()

    async def say(call: Request) -> Response:
        await call.body()
        return Response(answer, media_type="application/json")

    app = Starlette(routes=[Route("/{path:path}", say, methods=["POST"])])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        print(listening.getsockname()[1], flush=True)
        config = uvicorn.Config(app, log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[listening])


async def measure_first(service: Service, count: int = 60) -> None:
    """Time to the first audio of a 200-character line, one after the other."""
    connection = await Connection.open(service.port)
    for name, form in FORMS.items():
        request = write_speech(STREAM, LINE, form)
        for _ in range(5):
            await time_answer(connection, request)
        with service.account("200 characters", count):
            rows = [await time_answer(connection, request) for _ in range(count)]
        show(f"first audio, {name}", [row[0] for row in rows])
        show("  whole answer", [row[1] for row in rows])
    first_line = rows[-1][2].splitlines()[0] + b"\n"
    connection.close()
    with bare(first_line) as peer:
        connection = await Connection.open(peer)
        request = write_speech(STREAM, LINE, {})
        times = [(await time_answer(connection, request))[0] for _ in range(count)][5:]
        show("  peer: bare endpoint, same first line", times)
    if which("espeak-ng"):
        show("  peer: espeak-ng by itself, whole line", [time_espeak() for _ in range(20)])


def time_espeak() -> float:
    began = time.perf_counter()
    subprocess.run(["espeak-ng", "--stdout", LINE], check=True, stdout=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - began)


async def flood(port: int, requests: list[bytes], at_once: int = 8) -> float:
    """Answers a second."""
    waiting = iter(requests)

    async def work() -> None:
        connection = await Connection.open(port)
        for request in waiting:
            async for _ in connection.ask(request):
                pass
        connection.close()

    began = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(at_once)))
    return len(requests) / (time.perf_counter() - began)


async def measure_syncs(service: Service) -> None:
    """Short sync requests a second, 8 at once."""
    for name, form in (*FORMS.items(), ("PCM at 8 kHz", PCM)):
        request = write_speech(SYNC, SHORT, form)
        await flood(service.port, [request] * 40)
        with service.account(f"short sync, {name}", 900):
            rate = max([await flood(service.port, [request] * 300) for _ in range(3)])
        connection = await Connection.open(service.port)
        answer = (await time_answer(connection, request))[2]
        connection.close()
        with bare(answer) as peer:
            await flood(peer, [request] * 40)
            most = max([await flood(peer, [request] * 600) for _ in range(3)])
        print(
            f"short syncs, {name:30} {rate:6.0f} a second   bare endpoint, same bytes "
            f"{most:6.0f} ({most / rate:.1f} x)"
        )


async def open_sockets(port: int, count: int) -> list[Any]:
    from websockets.asyncio.client import connect  # noqa: PLC0415 - here only

    create = {
        "contextId": "a",
        "create": {"voiceId": "Dennis", "modelId": "inworld-tts-2", "audioConfig": PCM},
    }
    made = []
    for _ in range(count):
        headers = {"Authorization": "Basic a2V5OnNlY3JldA=="}
        socket = await connect(
            f"ws://127.0.0.1:{port}{SOCKET}", additional_headers=headers, ping_interval=None
        )
        await socket.send(json.dumps(create))
        assert "contextCreated" in await socket.recv(decode=True)
        made.append(socket)
    return made


async def measure_streams(service: Service) -> None:
    """50 streams at once beside 200 idle WebSockets, five times; then every socket speaks."""
    sockets = await open_sockets(service.port, 200)
    request = write_speech(STREAM, LINE, FORMS["LINEAR16 at 24 kHz"])
    connections = [await Connection.open(service.port) for _ in range(50)]
    firsts, began = [], time.perf_counter()
    with service.account("a stream of 200 characters", 250):
        for _ in range(5):
            rows = await asyncio.gather(*(time_answer(c, request) for c in connections))
            sizes = [check_stream(row[2]) for row in rows]
            assert min(sizes) > 0.99 * max(sizes) > 400_000, sizes
            firsts += [row[0] for row in rows]
    spent = (time.perf_counter() - began) / 5
    show("50 streams at once, 200 idle WebSockets: first", firsts, f"   all done {spent:.2f} s")

    async def speak(socket: Any) -> None:
        text = {"text": SHORT, "flushContext": {}}
        await socket.send(json.dumps({"contextId": "a", "sendText": text}))
        while "flushCompleted" not in (frame := await socket.recv(decode=True)):
            assert "audioChunk" in frame, frame
        await socket.close()

    await asyncio.gather(*map(speak, sockets))
    print("  no error; all 200 WebSockets spoke afterwards")
    for connection in connections:
        connection.close()


async def open_slow(port: int, count: int) -> list[Any]:
    """Connections that ask for long streams and read one line of each."""
    request = write_speech(STREAM, LONG, FORMS["LINEAR16 at 24 kHz"])
    made = []
    for _ in range(count):
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**16)
        writer.write(request)
        await reader.read(1000)
        made.append((reader, writer))
    return made


async def measure_slow(service: Service) -> None:
    """First audio of a reader while 20 others do not read what they asked for."""
    request = write_speech(STREAM, LINE, FORMS["LINEAR16 at 24 kHz"])
    connection = await Connection.open(service.port)
    alone = [(await time_answer(connection, request))[0] for _ in range(30)]
    show("first audio, nobody else", alone)
    slow = await open_slow(service.port, 20)
    await asyncio.sleep(12)  # until all of it is spoken and waits
    beside = [(await time_answer(connection, request))[0] for _ in range(30)]
    show("first audio beside 20 who do not read", beside)
    for _, writer in slow:
        writer.transport.abort()


async def measure_end(service: Service) -> None:
    """How it ends with streams and sockets open."""
    slow = await open_slow(service.port, 20)
    sockets = await open_sockets(service.port, 20)
    busy = [asyncio.create_task(open_slow(service.port, 1)) for _ in range(10)]
    await asyncio.sleep(0.3)
    spent, code, orphans = await asyncio.to_thread(service.stop)
    print(
        f"SIGTERM with 20 stalled streams, 10 under way, 20 WebSockets: {spent:.2f} s, "
        f"exit code {code}, {orphans} processes left"
    )
    del slow, sockets
    for task in busy:
        task.cancel()
    await asyncio.gather(*busy, return_exceptions=True)


def make_mixture() -> list[bytes]:
    """A hundred requests for speech of all sorts."""
    long = write_speech(STREAM, LINE, FORMS["LINEAR16 at 24 kHz"])
    openai = {"model": "inworld-tts-2", "voice": "Dennis", "input": SHORT}
    rows = [write_speech(SYNC, SHORT, PCM)] * 70 + [write_speech(STREAM, SHORT, {})] * 20
    return rows + [long] * 5 + [write_request("/v1/audio/speech", openai)] * 5


def make_drafts() -> list[bytes]:
    """More designed voices than the service lets wait to be published."""
    design = {"designPrompt": "An old sailor with a rough voice", "previewText": "Aye."}
    return [write_request("/voices/v1/voices:design", design)] * 1100


async def measure_memory(service: Service) -> None:
    """Resident memory over 10,000 requests, once what is kept has reached its limits."""
    await flood(service.port, make_drafts())
    done = 0
    for target in (1000, 2000, 4000, 6000, 8000, 10_000):
        rate = await flood(service.port, make_mixture() * ((target - done) // 100))
        done = target
        server, workers = service.memory()
        print(
            f"after {done:6} requests: server {server:6.1f} MB, its processes {workers:6.1f} MB"
            f"   ({rate:.0f} a second)"
        )


async def run_on(service: Service, name: str) -> None:
    parts: dict[str, Callable[[Service], Awaitable[None]]] = {
        "first": measure_first,
        "streams": measure_streams,
        "syncs": measure_syncs,
        "slow": measure_slow,
        "end": measure_end,
        "memory": measure_memory,
    }
    await parts[name](service)


def main() -> None:
    if sys.argv[1:] == ["--bare"]:
        run_bare()
        return
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f} before")
    for name in sys.argv[1:] or ("first", "streams", "syncs", "slow", "end", "memory"):
        with serving() as service:
            time.sleep(2)
            asyncio.run(run_on(service, name))


if __name__ == "__main__":
    main()
