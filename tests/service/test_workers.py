import asyncio
import os
import signal

import pytest

from vivavoce.service import workers
from vivavoce.service.orders import Order
from vivavoce.service.refusals import Refusal
from vivavoce.service.workers import Pool
from vivavoce.speech import Request
from vivavoce.speech.audio import Encoding

LONG = "The lamps are lit along the pier tonight. " * 200


def order(text="Reef the main."):
    request = Request(text=text, voice="Dennis", model="inworld-tts-2", sample_rate=8000)
    return Order(text=text, request=request, encoding=Encoding.PCM, rate=8000)


def with_pool(use, **settings):
    async def run():
        pool = Pool(size=1, **settings)
        pool.start()
        try:
            return await use(pool)
        finally:
            pool.stop()

    return asyncio.run(run())


async def drain(stream):
    return b"".join([piece.audio async for piece in stream])


async def hear(pool, wanted=None):
    return await drain(pool.stream(wanted or order()))


def worker_of(pool):
    (worker,) = pool._workers
    return worker.process.pid


def test_the_client_of_a_worker_that_dies_is_told_and_the_next_is_served():
    async def use(pool):
        stream = pool.stream(order(LONG))
        await anext(stream)
        os.kill(worker_of(pool), signal.SIGKILL)
        with pytest.raises(Refusal) as told:
            await drain(stream)
        return told.value.code, await hear(pool)

    code, audio = with_pool(use)
    assert code == 13
    assert len(audio) > 5000


def test_a_worker_that_dies_while_idle_is_replaced_before_anybody_notices():
    async def use(pool):
        await hear(pool)
        first = worker_of(pool)
        os.kill(first, signal.SIGKILL)
        return first, await hear(pool), worker_of(pool)

    first, audio, second = with_pool(use)
    assert audio
    assert first != second


def test_a_worker_that_hangs_is_killed():
    async def use(pool):
        await hear(pool)
        pool._patience = 0.2
        os.kill(worker_of(pool), signal.SIGSTOP)
        with pytest.raises(Refusal) as told:
            await hear(pool)
        pool._patience = 60
        return told.value.code, await hear(pool)

    code, audio = with_pool(use)
    assert code == 13
    assert audio


def test_pieces_for_a_client_that_left_are_thrown_away():
    async def use(pool):
        stream = pool.stream(order(LONG))
        await anext(stream)
        await stream.aclose()
        await hear(pool)
        return pool._held

    assert with_pool(use) == 0


def test_an_answer_that_grows_too_large_ends_with_a_refusal(monkeypatch):
    monkeypatch.setattr(workers, "LARGEST_ANSWER", 50_000)

    async def use(pool):
        with pytest.raises(Refusal) as told:
            await hear(pool, order(LONG))
        return told.value.code, await hear(pool), pool._held

    code, audio, held = with_pool(use)
    assert (code, held) == (8, 0)
    assert audio


def test_orders_are_refused_while_too_much_waits_for_slow_clients(monkeypatch):
    monkeypatch.setattr(workers, "MOST_HELD", 1000)

    async def use(pool):
        slow = pool.stream(order(LONG))
        await anext(slow)
        await asyncio.gather(*pool._draining)
        with pytest.raises(Refusal) as told:
            await hear(pool)
        await slow.aclose()
        return told.value.code, await hear(pool)

    code, audio = with_pool(use)
    assert code == 14
    assert audio
