"""When to try again, and how many may be in flight."""

from __future__ import annotations

import asyncio
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivavoce.inworld import errors
from vivavoce.inworld.limits import Allowance, AsyncGate, Gate, Plan
from vivavoce.inworld.retry import Repeat, RetryPolicy, read_retry_after
from vivavoce.inworld.values import SpeechChunk

POLICY = RetryPolicy(attempts=4, base=1.0, longest=5.0, jitter=0.5)


def never():
    return 0.0


def test_waits_double_up_to_the_longest():
    error = errors.ServerError("x", errors.Exchange(status=500))
    waits = [POLICY.delay(n, error, Repeat.PAID, never) for n in (1, 2, 3, 4)]
    assert waits == [1.0, 2.0, 4.0, None]
    assert RetryPolicy(attempts=99, longest=5.0).delay(90, error, Repeat.PAID, never) == 5.0


@given(st.floats(0, 1), st.integers(1, 3))
def test_chance_only_shortens_a_wait_to_half(chance, failed):
    error = errors.RateLimitError("x")
    wait = POLICY.delay(failed, error, Repeat.PAID, lambda: chance)
    assert 2 ** (failed - 1) / 2 <= wait <= 2 ** (failed - 1)


@pytest.mark.parametrize(("asked", "wait"), [(3.0, 3.0), (0.1, 1.0), (999.0, 5.0)])
def test_a_wait_the_service_asks_for_is_kept_within_bounds(asked, wait):
    error = errors.RateLimitError("x")
    error.retry_after = asked
    assert POLICY.delay(1, error, Repeat.PAID, never) == wait


LOST = errors.NetworkError("x", sent=True)
UNSENT = errors.NetworkError("x", sent=False)
BUSY = errors.RateLimitError("x", errors.Exchange(status=429))
BROKEN = errors.ServerError("x", errors.Exchange(status=500))
AWAY = errors.ServerError("x", errors.Exchange(status=503))
WRONG = errors.InvalidRequestError("x")
GARBLED = errors.ProtocolError("x")


@pytest.mark.parametrize(
    ("repeat", "repeated"),
    [
        (Repeat.HARMLESS, [LOST, UNSENT, BUSY, BROKEN, AWAY]),
        (Repeat.PAID, [UNSENT, BUSY, BROKEN, AWAY]),
        (Repeat.DOUBLES, [UNSENT, BUSY, AWAY]),
    ],
)
def test_what_may_be_repeated(repeat, repeated):
    every = [LOST, UNSENT, BUSY, BROKEN, AWAY, WRONG, GARBLED]
    assert [e for e in every if POLICY.delay(1, e, repeat) is not None] == repeated


def test_nothing_is_repeated_once_audio_has_come():
    error = errors.ServerError("x").with_arrived((SpeechChunk(b"x"),))
    assert POLICY.delay(1, error, Repeat.HARMLESS) is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("7", 7.0),
        ("Thu, 01 Jan 1970 00:01:40 GMT", 50.0),
        ("Thu, 01 Jan 1970 00:00:10 GMT", 0.0),
        ("soon", None),
        ("-3", None),
    ],
)
def test_retry_after_is_a_number_or_a_date(value, seconds):
    assert read_retry_after(value, now=50.0) == seconds


def test_refusals_that_flew_together_halve_the_allowance_once():
    allowance = Allowance(8)
    slots = [allowance.enter() for _ in range(8)]
    assert allowance.enter() is None
    for slot in slots:
        slot.limited = True
        allowance.leave(slot)
    assert allowance.current == 4


def test_success_raises_it_again_but_not_beyond_the_plan():
    allowance = Allowance(Plan.ON_DEMAND)
    slot = allowance.enter()
    slot.limited = True
    allowance.leave(slot)
    assert allowance.current == 2.5
    for _ in range(50):
        slot = allowance.enter()
        slot.succeeded = True
        allowance.leave(slot)
    assert allowance.current == 5


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=60), st.integers(1, 9))
def test_the_allowance_stays_between_one_and_the_most(ends, most):
    allowance = Allowance(most)
    for limited, succeeded in ends:
        slot = allowance.enter()
        slot.limited, slot.succeeded = limited, succeeded
        allowance.leave(slot)
        assert 1 <= allowance.current <= most
        assert allowance.in_flight == 0


def test_threads_wait_for_a_slot():
    gate, inside, most = Gate(2), [], []

    def work():
        with gate.slot():
            inside.append(1)
            most.append(len(inside))
            inside.pop()

    threads = [threading.Thread(target=work) for _ in range(20)]
    [thread.start() for thread in threads]
    [thread.join(5) for thread in threads]
    assert max(most) <= 2
    assert len(most) == 20


def test_tasks_wait_their_turn_and_cancelled_ones_take_no_slot():
    async def scene():
        gate, order = AsyncGate(1), []
        first = await gate.acquire()

        async def work(name):
            async with gate.slot():
                order.append(name)

        tasks = [asyncio.create_task(work(name)) for name in "abc"]
        await asyncio.sleep(0)
        tasks[1].cancel()
        await asyncio.sleep(0)
        gate.release(first)
        await asyncio.gather(tasks[0], tasks[2])
        return order, gate.allowance.in_flight

    assert asyncio.run(scene()) == (["a", "c"], 0)


def test_a_task_cancelled_just_as_its_turn_comes_passes_it_on():
    async def scene():
        gate = AsyncGate(1)
        first = await gate.acquire()
        second = asyncio.create_task(gate.acquire())
        third = asyncio.create_task(gate.acquire())
        await asyncio.sleep(0)
        gate.release(first)
        second.cancel()
        slot = await asyncio.wait_for(third, 5)
        gate.release(slot)
        return gate.allowance.in_flight

    assert asyncio.run(scene()) == 0
