"""How long a break lasts, however its tag is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_WRITTEN = re.compile(r"([0-9]+(?:\.[0-9]+)?)(ms|s)", re.IGNORECASE)
_HEARD = re.compile(r"\s*([0-9]{1,9}(?:\.[0-9]{1,9})?|\.[0-9]{1,9})\s*(ms|s)\s*", re.IGNORECASE)
_MEANT = re.compile(r"(?<![\w.,])\+?([0-9]*[.,]?[0-9]+)[ \t]*([a-zA-Zµ]*)")
_UNITS = {
    "s": "s", "sec": "s", "secs": "s", "second": "s", "seconds": "s",
    "ms": "ms", "msec": "ms", "msecs": "ms", "millis": "ms",
    "millisecond": "ms", "milliseconds": "ms",
}  # fmt: skip
_LONGEST = 200
_SURELY_SECONDS, _SURELY_MILLISECONDS = 10, 50


@dataclass(frozen=True, slots=True)
class Duration:
    """The length of a break.

    Attributes:
        number: as the service reads it: digits with at most one full stop.
        unit: `s` or `ms`.
        certain: False where the unit is a guess.
    """

    number: str
    unit: str
    certain: bool = True

    @property
    def seconds(self) -> float:
        """The length in seconds."""
        return float(self.number) / (1000 if self.unit == "ms" else 1)

    def __str__(self) -> str:
        return self.number + self.unit


@lru_cache(maxsize=256)
def read_duration(value: str) -> Duration | None:
    """A well-formed length such as `500ms` or `1.5s`, or None."""
    match = _WRITTEN.fullmatch(value)
    return Duration(match[1], match[2].lower()) if match else None


def read_pause(value: str | None) -> float | None:
    """Seconds of silence for a break's time; blanks and a missing zero are forgiven.

    None where it cannot be read: such a break makes no pause.
    """
    match = _HEARD.fullmatch(value or "")
    if match is None:
        return None
    return float(match[1]) / (1000 if match[2].lower() == "ms" else 1)


def guess_duration(text: str) -> Duration | None:
    """The one length that a text holds in some other spelling, such as `1 sec` or `500`.

    A bare number up to 10 is taken for seconds, one from 50 for milliseconds; between them the
    guess is uncertain. None if there is no length, or more than one.
    """
    found = _MEANT.findall(text) if len(text) <= _LONGEST else []
    if len(found) != 1:
        return None
    number, unit = found[0]
    number = number.replace(",", ".")
    number = "0" + number if number.startswith(".") else number
    if unit:
        known = _UNITS.get(unit.lower())
        return Duration(number, known) if known else None
    amount = float(number)
    certain = amount <= _SURELY_SECONDS or amount >= _SURELY_MILLISECONDS
    return Duration(number, "s" if amount <= _SURELY_SECONDS else "ms", certain)
