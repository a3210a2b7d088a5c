"""When to try again, and how long to wait.

The service documents exponential backoff with jitter and no `Retry-After` (docs.inworld.ai, Rate
limits, Sep 2026); if one comes it is honoured.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from typing import TYPE_CHECKING

from vivavoce.inworld.errors import InworldError, NetworkError, RateLimitError, ServerError

if TYPE_CHECKING:
    from collections.abc import Callable

_UNAVAILABLE = 503


class Repeat(Enum):
    """What a second sending would do."""

    HARMLESS = auto()
    """Nothing more than the first: reading, deleting."""
    PAID = auto()
    """Be paid again, if the first one was worked on: repeated only after an answer that says no."""
    DOUBLES = auto()
    """Leave two things behind: repeated only where the first one surely did nothing."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how patiently to try.

    Attributes:
        attempts: in all, the first one counted.
        base: seconds before the second attempt, doubled for each further one.
        longest: most seconds between two attempts; also for a wait the service asks for.
        jitter: share of the wait that is left to chance, 0 to 1.
        repeat_paid: also repeat synthesis whose answer was lost, at the risk of paying twice.
    """

    attempts: int = 5
    base: float = 1.0
    longest: float = 30.0
    jitter: float = 0.5
    repeat_paid: bool = False

    def delay(
        self,
        failed: int,
        error: InworldError,
        repeat: Repeat,
        chance: Callable[[], float] = random.random,
    ) -> float | None:
        """Seconds to wait after `failed` failed attempts, or None to give up."""
        if failed >= self.attempts or not self._may_repeat(error, repeat):
            return None
        wait: float = min(self.base * 2 ** (failed - 1), self.longest)
        wait *= 1 - self.jitter * chance()
        asked = getattr(error, "retry_after", None)
        return wait if asked is None else min(max(wait, asked), self.longest)

    def _may_repeat(self, error: InworldError, repeat: Repeat) -> bool:
        if error.arrived:
            return False
        if isinstance(error, RateLimitError):
            return True
        if isinstance(error, ServerError):
            return repeat is not Repeat.DOUBLES or error.status == _UNAVAILABLE
        if not isinstance(error, NetworkError):
            return False
        if not error.sent or repeat is Repeat.HARMLESS:
            return True
        return repeat is Repeat.PAID and self.repeat_paid


NO_RETRY = RetryPolicy(attempts=1)


def read_retry_after(value: str | None, now: float) -> float | None:
    """Seconds from a `Retry-After` header (a number or a date), or None."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        return max(parsedate_to_datetime(value).timestamp() - now, 0.0)
    except ValueError:
        return None
