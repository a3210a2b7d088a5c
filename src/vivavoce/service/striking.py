"""Which faults strike a request, and those that strike its speech.

Delays, stalls and late errors happen where the voice is waited for, so that they hold a place in
flight and reach HTTP, WebSocket and jobs in the same way; `disturbing` does the rest.
"""

from __future__ import annotations

import asyncio
import random
import secrets
from contextlib import aclosing
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vivavoce.service.faults import Fault, Kind
from vivavoce.service.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Collection, Iterable

    from vivavoce.service.workers import Piece

_KINDS = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What befalls one request, or one flush of a WebSocket.

    Attributes:
        faults: those that strike.
        delay: seconds before the answer.
        stall: seconds of silence within it.
    """

    faults: tuple[Fault, ...] = ()
    delay: float = 0.0
    stall: float = 0.0

    def first(self, kind: Kind) -> Fault | None:
        """The first fault of a kind."""
        return next((fault for fault in self.faults if fault.kind is kind), None)


@dataclass(slots=True)
class _Rule:
    fault: Fault
    random: random.Random
    seen: int = 0
    struck: int = 0

    def strikes(self) -> bool:
        self.seen += 1
        if self.seen <= self.fault.skip or self.struck == self.fault.times:
            return False
        # A coin is tossed even for certain faults, so that a changed rate changes nothing else.
        if self.random.random() >= self.fault.rate:
            return False
        self.struck += 1
        return True


class Strikes:
    """The faults of a running service.

    Args:
        faults: those in force from the start.
        seed: makes a run repeatable; drawn if missing.
        by_header: whether a request may ask for faults by header.
    """

    def __init__(
        self, faults: Iterable[Fault] = (), seed: int | None = None, *, by_header: bool = False
    ) -> None:
        self.by_header = by_header
        self.put(faults, seed)

    def put(self, faults: Iterable[Fault], seed: int | None = None) -> None:
        """Replace all faults and begin counting anew."""
        self.seed = secrets.randbelow(1_000_000) if seed is None else seed
        self._header = random.Random(f"{self.seed} header")  # noqa: S311 - chance, not secrecy
        self._rules = [
            _Rule(fault, random.Random(f"{self.seed} {number}"))  # noqa: S311 - as above
            for number, fault in enumerate(faults)
        ]

    @property
    def wanted(self) -> bool:
        """Whether any fault can strike without the control endpoint."""
        return self.by_header or bool(self._rules)

    def show(self) -> dict[str, Any]:
        """The faults in force and how often each has met a request and struck it."""
        rows = [
            {"fault": rule.fault.line, "seen": rule.seen, "struck": rule.struck}
            for rule in self._rules
        ]
        return {"seed": self.seed, "faults": rows}

    def strike(self, place: str, kinds: Collection[Kind] = _KINDS) -> Trouble:
        """What befalls the next request at a place.

        Args:
            place: one of `faults.PLACES`.
            kinds: faults of other kinds are left alone.
        """
        hits = [
            rule
            for rule in self._rules
            if rule.fault.kind in kinds and place in rule.fault.on and rule.strikes()
        ]
        return _draw([(rule.fault, rule.random) for rule in hits])

    def strike_by(
        self, faults: Iterable[Fault], place: str, kinds: Collection[Kind] = _KINDS
    ) -> Trouble:
        """What befalls a request that asks for faults itself, instead of those in force."""
        chance = self._header
        hits = [f for f in faults if f.kind in kinds and place in f.on]
        return _draw([(fault, chance) for fault in hits if chance.random() < fault.rate])


def _draw(hits: list[tuple[Fault, random.Random]]) -> Trouble:
    lengths = dict.fromkeys((Kind.LATENCY, Kind.STALL), 0.0)
    for fault, chance in hits:
        if fault.kind in lengths:
            lengths[fault.kind] += fault.spread.draw(chance)
    return Trouble(tuple(fault for fault, _ in hits), lengths[Kind.LATENCY], lengths[Kind.STALL])


PENDING: ContextVar[Callable[[], Trouble] | None] = ContextVar("trouble", default=None)
"""Decides what befalls the speech that this task, or one it starts, asks for."""


def take_trouble() -> Trouble | None:
    """What befalls the speech asked for here, if anything can."""
    decide = PENDING.get()
    return decide() if decide else None


async def disturb(
    pieces: AsyncGenerator[Piece, None], trouble: Trouble
) -> AsyncGenerator[Piece, None]:
    """The pieces, late, interrupted, or ended by an error.

    Raises:
        Refusal: for a late error; after all pieces if there are fewer than it waits for.
    """
    stall, late = trouble.first(Kind.STALL), trouble.first(Kind.LATE_ERROR)
    async with aclosing(pieces):
        await asyncio.sleep(trouble.delay)
        count = 0
        async for piece in pieces:
            if stall and count == stall.after:
                await asyncio.sleep(trouble.stall)
            if late and count == late.after:
                raise Refusal(late.number, "synthesis stopped early")
            yield piece
            count += 1
        if stall and count <= stall.after:
            await asyncio.sleep(trouble.stall)
        if late:
            raise Refusal(late.number, "synthesis stopped early")
