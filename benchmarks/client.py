"""How much the Inworld client costs, on loopback.

    python benchmarks/client.py

A small server in a process of its own answers at once, so what is measured is the client. Compared
with bare httpx (JSON parsed and Base64 decoded by hand), and, where it is installed (`pip install
inworld-tts==1.2.1`), with the official SDK at the same concurrency; each of the latter runs in a
process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import resource
import socket
import statistics
import subprocess
import sys
import time
from base64 import b64decode, b64encode
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from vivavoce.inworld import Client, SpeechRequest

KEY = "dGVzdGtleTp0ZXN0c2VjcmV0"
TEXT = "Good evening, harbour watch."
SECOND = os.urandom(48_000)
LINES = 200
CONCURRENCY = 20
AUDIO = {"audioEncoding": "PCM", "sampleRateHertz": 24000}


def answer_sync(seconds: int) -> bytes:
    usage = {"processedCharactersCount": len(TEXT), "modelId": "inworld-tts-1.5-max"}
    return json.dumps(
        {"audioContent": b64encode(SECOND * seconds).decode(), "usage": usage}
    ).encode()


SYNC = answer_sync(1)
STREAM = b"".join(
    b'{"result":{"audioContent":"%b","usage":{"processedCharactersCount":0}}}\n' % b64encode(SECOND)
    for _ in range(3)
)


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            lines = head.decode().split("\r\n")
            sizes = [line for line in lines if line.lower().startswith("content-length:")]
            await reader.readexactly(int(sizes[0].split(":")[1]) if sizes else 0)
            body = STREAM if ":stream" in lines[0] else SYNC
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                % len(body)
            )
            writer.write(body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def serve(port: int) -> None:
    async def run() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", port, limit=2**24)
        await server.serve_forever()

    asyncio.run(run())


def request() -> SpeechRequest:
    from vivavoce.inworld import wire as w  # noqa: PLC0415 - measured alone
    from vivavoce.speech import Encoding  # noqa: PLC0415 - measured alone

    config = w.AudioConfig(audio_encoding=Encoding.PCM, sample_rate_hertz=24000)
    return w.SpeechRequest(
        text=TEXT, voice_id="Dennis", model_id="inworld-tts-1.5-max", audio_config=config
    )


def client(url: str) -> Client:
    from vivavoce.inworld import Client, Settings  # noqa: PLC0415 - measured alone

    return Client(KEY, base_url=url, settings=Settings(concurrency=CONCURRENCY))


BODY = {"text": TEXT, "voiceId": "Dennis", "modelId": "inworld-tts-1.5-max", "audioConfig": AUDIO}
HEADERS = {"Authorization": f"Basic {KEY}"}


def measure(action: Callable[[], object], count: int = 300) -> float:
    """Milliseconds of an action: the lower quartile, for machines with other work to do."""
    for _ in range(20):
        action()
    times = []
    for _ in range(count):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.quantiles(times, n=4)[0]


def compare_single(url: str) -> None:
    import httpx  # noqa: PLC0415 - measured alone

    with httpx.Client() as bare, client(url) as ours:
        said = request()

        def ask_bare() -> bytes:
            reply = bare.post(f"{url}/tts/v1/voice", json=BODY, headers=HEADERS)
            return b64decode(reply.json()["audioContent"])

        def first_bare() -> bytes:
            with bare.stream("POST", f"{url}/tts/v1/voice:stream", json=BODY, headers=HEADERS) as r:
                line = next(r.iter_lines())
                return b64decode(json.loads(line)["result"]["audioContent"])

        def first_ours() -> bytes:
            with ours.stream(said) as stream:
                return next(stream).content

        rows = [
            ("one request", measure(ask_bare), measure(lambda: ours.synthesize(said).content)),
            ("first audio of a stream", measure(first_bare), measure(first_ours)),
        ]
    for name, bare_ms, ours_ms in rows:
        print(
            f"{name:26} httpx {bare_ms:6.2f} ms   vivavoce {ours_ms:6.2f} ms   "
            f"overhead {ours_ms - bare_ms:+.2f} ms"
        )


def compare_decoding() -> None:
    from vivavoce.inworld.calls import Reply  # noqa: PLC0415 - measured alone
    from vivavoce.inworld.protocol import synthesis  # noqa: PLC0415 - measured alone
    from vivavoce.inworld.retry import RetryPolicy  # noqa: PLC0415 - measured alone

    data = answer_sync(42)
    said = request()

    def decode() -> None:
        steps = synthesis.synthesize(said, RetryPolicy())
        next(steps)
        with suppress(StopIteration):
            steps.send(Reply(200, {}, data, "x"))

    ms = measure(decode, 50)
    size = 42 * len(SECOND) / 1e6
    print(f"{size:.1f} MB of audio from wire to bytes: {1000 * size / ms:.0f} MB/s")


def speak_sdk(url: str) -> None:
    from inworld_tts import InworldTTS  # noqa: PLC0415 - measured alone

    tts = InworldTTS(api_key=KEY, base_url=url)

    def one(_: int) -> None:
        assert tts.generate(TEXT, voice="Dennis", encoding="PCM", sample_rate=24000)

    with ThreadPoolExecutor(CONCURRENCY) as pool:
        list(pool.map(one, range(LINES)))


def speak_threads(url: str) -> None:
    said = request()
    with client(url) as ours, ThreadPoolExecutor(CONCURRENCY) as pool:
        for speech in pool.map(lambda _: ours.synthesize(said), range(LINES)):
            assert speech.content


def speak_tasks(url: str) -> None:
    from vivavoce.inworld import AsyncClient, Settings  # noqa: PLC0415 - measured alone

    async def scene() -> None:
        settings = Settings(concurrency=CONCURRENCY)
        async with AsyncClient(KEY, base_url=url, settings=settings) as ours:
            said = request()
            for speech in await asyncio.gather(*(ours.synthesize(said) for _ in range(LINES))):
                assert speech.content

    asyncio.run(scene())


WAYS = {
    "sdk": ("inworld-tts 1.2.1, threads", speak_sdk),
    "threads": ("vivavoce, threads", speak_threads),
    "tasks": ("vivavoce, tasks", speak_tasks),
}


def run_way(name: str, url: str) -> None:
    """In a process of its own: warm up, then time and report the best of some rounds."""
    WAYS[name][1](url)
    walls, cores = [], []
    for _ in range(5):
        wall, core = time.perf_counter(), time.process_time()
        WAYS[name][1](url)
        walls.append(time.perf_counter() - wall)
        cores.append(time.process_time() - core)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"wall": min(walls), "core": min(cores), "peak": peak}))


def compare_throughput(url: str) -> None:
    """In turns, so that other work on the machine hits all of them."""
    ways = [name for name in WAYS if name != "sdk" or find_spec("inworld_tts") is not None]
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in ways}
    for _ in range(3):
        for name in ways:
            command = [sys.executable, __file__, name, url]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            rows[name].append(json.loads(done.stdout.splitlines()[-1]))
    base = min(row["wall"] for row in rows[ways[0]])
    for name in ways:
        wall, core, peak = (min(row[key] for row in rows[name]) for key in ("wall", "core", "peak"))
        print(
            f"{WAYS[name][0]:28} {LINES / wall:6.0f} lines/s ({base / wall:.1f} x)"
            f"   {1000 * core / LINES:.2f} ms of processor a line   peak memory {peak:.0f} MB"
        )


def main() -> None:
    if len(sys.argv) == 3:
        run_way(sys.argv[1], sys.argv[2])
        return
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = multiprocessing.Process(target=serve, args=(port,), daemon=True)
    server.start()
    time.sleep(0.5)
    url = f"http://127.0.0.1:{port}"
    compare_single(url)
    compare_decoding()
    print(f"{LINES} short lines, {CONCURRENCY} at once, {len(SECOND) // 1000} kB of audio each:")
    compare_throughput(url)
    server.terminate()


if __name__ == "__main__":
    main()
