"""How many requests may be in flight.

The number a plan guarantees is the limit that bites: beyond it the service answers 429 (docs.
inworld.ai, Concurrency limits, autumn 2026). `Allowance` is the arithmetic; the two gates let
callers wait for a slot, in threads and in tasks.
"""

from __future__ import annotations

import threading
from collections import deque
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator, Iterator


class Plan(IntEnum):
    """Guaranteed requests in flight (docs.inworld.ai, Concurrency limits, autumn 2026)."""

    ON_DEMAND = 5
    CREATOR = 10
    BUILDER = 50
    DEVELOPER = 150
    GROWTH = 500


@dataclass(slots=True)
class Slot:
    """One request in flight; `limited` is set when the service said it was one too many."""

    turn: int
    limited: bool = False
    succeeded: bool = False


class Allowance:
    """Additive increase, multiplicative decrease between 1 and `most`.

    Several refusals of requests that flew together halve the allowance once, not once each.
    """

    def __init__(self, most: int) -> None:
        self.most = max(most, 1)
        self.current = float(self.most)
        self.in_flight = 0
        self._turn = 0

    def enter(self) -> Slot | None:
        """A slot, or None while all are taken."""
        if self.in_flight >= int(self.current):
            return None
        self.in_flight += 1
        return Slot(self._turn)

    def leave(self, slot: Slot) -> None:
        """Give a slot back, and learn from how it went."""
        self.in_flight -= 1
        if slot.limited:
            if slot.turn == self._turn:
                self.current = max(self.current / 2, 1.0)
                self._turn += 1
        elif slot.succeeded:
            self.current = min(self.current + 1 / self.current, float(self.most))


class Gate:
    """Lets threads wait for a slot."""

    def __init__(self, most: int) -> None:
        self.allowance = Allowance(most)
        self._free = threading.Condition()

    @contextmanager
    def slot(self) -> Iterator[Slot]:
        """A slot for the time of the block."""
        slot = self.acquire()
        try:
            yield slot
        finally:
            self.release(slot)

    def acquire(self) -> Slot:
        """Wait for a slot."""
        with self._free:
            while (slot := self.allowance.enter()) is None:
                self._free.wait()
            return slot

    def release(self, slot: Slot) -> None:
        """Give it back."""
        with self._free:
            self.allowance.leave(slot)
            self._free.notify_all()


class AsyncGate:
    """Lets tasks wait for a slot, first come first served; a cancelled wait takes none."""

    def __init__(self, most: int) -> None:
        self.allowance = Allowance(most)
        self._waiting: deque[asyncio.Future[Slot]] = deque()

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[Slot]:
        """A slot for the time of the block."""
        slot = await self.acquire()
        try:
            yield slot
        finally:
            self.release(slot)

    async def acquire(self) -> Slot:
        """Wait for a slot."""
        if not self._waiting and (slot := self.allowance.enter()) is not None:
            return slot
        import asyncio  # noqa: PLC0415 - only asynchronous callers need it

        turn: asyncio.Future[Slot] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.release(turn.result())
            raise

    def release(self, slot: Slot) -> None:
        """Give it back."""
        self.allowance.leave(slot)
        while self._waiting:
            if self._waiting[0].done():
                self._waiting.popleft()
                continue
            if (free := self.allowance.enter()) is None:
                return
            self._waiting.popleft().set_result(free)
