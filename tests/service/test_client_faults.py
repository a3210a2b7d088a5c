"""vivavoce's own client, the sync and the async one, against the stand-in's faults."""

import asyncio

import httpx
import pytest

from vivavoce.inworld import AsyncClient, Client, Settings, SpeechRequest
from vivavoce.inworld import wire as w
from vivavoce.inworld.errors import (
    InworldError,
    NetworkError,
    ProtocolError,
    RateLimitError,
    ServerError,
    StalledError,
)
from vivavoce.inworld.retry import RetryPolicy
from vivavoce.inworld.settings import Timeouts
from vivavoce.speech import Encoding

pytestmark = pytest.mark.slow
CONFIG = w.AudioConfig(audio_encoding=Encoding.LINEAR16, sample_rate_hertz=8000)
REQUEST = SpeechRequest(
    text="The lamps are lit along the pier tonight. " * 20,
    voice_id="Dennis",
    model_id="inworld-tts-2",
    audio_config=CONFIG,
)
QUICK = Settings(
    timeouts=Timeouts(read=4.0), retry=RetryPolicy(attempts=3, base=0.01, longest=0.02)
)


@pytest.fixture(scope="module")
def control(serve):
    with httpx.Client(base_url=serve("--fault-control")) as made:
        yield made


@pytest.fixture
def faults(control):
    def put(*lines):
        control.put("/_vivavoce/faults", json={"faults": lines}).raise_for_status()

    yield put
    put()


async def gather(client, sink):
    async for chunk in client.stream(REQUEST):
        sink.append(chunk)


class Asked:
    """One of the two clients, asked in the same way."""

    def __init__(self, url, *, asynchronous):
        self.url, self.asynchronous = str(url), asynchronous

    def synthesize(self):
        if not self.asynchronous:
            with Client("a2V5OnNlY3JldA==", base_url=self.url, settings=QUICK) as client:
                return client.synthesize(REQUEST)

        async def run():
            async with AsyncClient("a2V5OnNlY3JldA==", base_url=self.url, settings=QUICK) as client:
                return await client.synthesize(REQUEST)

        return asyncio.run(run())

    def stream(self, sink):
        if not self.asynchronous:
            with Client("a2V5OnNlY3JldA==", base_url=self.url, settings=QUICK) as client:
                for chunk in client.stream(REQUEST):
                    sink.append(chunk)
            return

        async def run():
            async with AsyncClient("a2V5OnNlY3JldA==", base_url=self.url, settings=QUICK) as client:
                await gather(client, sink)

        asyncio.run(run())


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def asked(control, request):
    return Asked(control.base_url, asynchronous=request.param)


@pytest.mark.parametrize("status", [429, 503])
def test_what_passes_is_tried_again(asked, faults, status):
    faults(f"status={status} times=2")
    assert sum(map(len, asked.synthesize().pieces)) > 100_000


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("status=429", RateLimitError),
        ("status=500", ServerError),
        ("late-error", ServerError),
        ("malformed", ProtocolError),
        ("malformed=base64", ProtocolError),
        ("cut=5000", NetworkError),
        ("cut=40%", NetworkError),
        ("latency=30s", StalledError),
    ],
)
def test_what_lasts_is_told(asked, faults, fault, kind):
    faults(fault)
    with pytest.raises(InworldError) as told:
        asked.synthesize()
    assert isinstance(told.value, kind)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("late-error after=2", ServerError),
        ("malformed after=2", ProtocolError),
        ("malformed=base64 after=2", ProtocolError),
        ("cut=70%", NetworkError),
        ("stall=30s after=2", StalledError),
    ],
)
def test_what_had_arrived_is_handed_over(asked, faults, fault, kind):
    faults(fault)
    sink = []
    with pytest.raises(InworldError) as told:
        asked.stream(sink)
    assert isinstance(told.value, kind)
    assert sum(len(chunk.content) for chunk in sink) > 10_000


def test_a_short_stall_is_waited_for(asked, faults):
    faults("stall=300ms")
    sink = []
    asked.stream(sink)
    assert len(sink) > 2
