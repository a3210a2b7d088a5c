"""Every fault at once, many clients, some of which leave: nothing is lost and nothing leaks."""

import asyncio
import contextlib
import json
import random
import signal
import subprocess
import sys

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

COMMAND = [sys.executable, "-c", "import sys; from vivavoce.cli.main import run; sys.exit(run())"]
FAULTS = (
    "latency=5ms p95=60ms", "status=429 rate=0.1", "status=503 rate=0.05", "cut=5000 rate=0.1",
    "cut=50% rate=0.1", "late-error rate=0.1", "malformed rate=0.1", "malformed=base64 rate=0.1",
    "stall=20ms..50ms rate=0.2",
)  # fmt: skip
CONFIG = {"audioEncoding": "LINEAR16", "sampleRateHertz": 8000}
BODY = {
    "text": "The lamps are lit along the pier tonight. " * 4,
    "voiceId": "Dennis", "modelId": "inworld-tts-2", "audioConfig": CONFIG,
}  # fmt: skip
HEADERS = {"Authorization": "Basic eDp5"}


@pytest.fixture
def service():
    flags = [word for fault in FAULTS for word in ("--fault", fault)]
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", "--seed", "5", "--plan", "on-demand", "--fault-control",
         "--log", "json", *flags],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    with process:
        yield process
        process.kill()


async def call(url, chance):
    path = chance.choice(["/tts/v1/voice", "/tts/v1/voice:stream"])
    async with httpx.AsyncClient(base_url=url, headers=HEADERS, timeout=20) as client:
        with contextlib.suppress(httpx.TransportError):
            async with client.stream("POST", path, json=BODY) as answer:
                async for _ in answer.aiter_raw():
                    if chance.random() < 0.1:
                        return 0
                return answer.status_code
    return 0


async def talk(url, chance):
    address = url.replace("http", "ws") + "/tts/v1/voice:streamBidirectional"
    with contextlib.suppress(WebSocketException, OSError, TimeoutError):
        async with connect(address, additional_headers=HEADERS, close_timeout=1) as link:
            create = {name: BODY[name] for name in ("voiceId", "modelId", "audioConfig")}
            await link.send(json.dumps({"create": create, "contextId": "a"}))
            for _ in range(3):
                sent = {"text": BODY["text"], "flushContext": {}}
                await link.send(json.dumps({"sendText": sent, "contextId": "a"}))
            for _ in range(chance.randint(1, 8)):
                await asyncio.wait_for(link.recv(), 2)


async def storm(url, count):
    chance = random.Random(3)
    waiting = asyncio.Semaphore(8)

    async def one(number):
        async with waiting:
            return await (talk if number % 4 == 0 else call)(url, random.Random(chance.random()))

    return await asyncio.gather(*map(one, range(count)))


async def calm(url):
    async with httpx.AsyncClient(base_url=url, headers=HEADERS, timeout=30) as client:
        await client.delete("/_vivavoce/faults")
        whole = [client.post("/tts/v1/voice", json=BODY) for _ in range(5)]
        return [answer.status_code for answer in await asyncio.gather(*whole)]


async def weather(url):
    codes = await storm(url, 100)
    await asyncio.sleep(0.5)
    return codes, await calm(url)


@pytest.mark.slow
def test_a_storm_leaves_no_trace(service):
    codes, after = asyncio.run(weather(service.stdout.readline().strip()))
    assert {200, 429, 503} <= set(codes)
    assert after == [200] * 5
    service.send_signal(signal.SIGTERM)
    head, *lines = service.communicate(timeout=10)[1].splitlines()
    assert service.returncode == 0
    assert head == "Faults are on; --seed 5 repeats them."
    rows = [json.loads(line) for line in lines]
    struck = {fault.split("=")[0].split()[0] for row in rows for fault in row.get("faults", ())}
    assert struck >= {"latency", "status", "cut", "malformed"}
