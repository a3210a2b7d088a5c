"""Faults on demand: what goes wrong, for whom and how often, read from a line of plain text.

A fault is a line such as `status=429 rate=0.1` or `latency=80ms p95=400ms on=stream`. Nothing here
waits or sends, and chance comes from a generator handed in: the same seed and the same requests in
the same order give the same faults.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from math import exp, log
from typing import TYPE_CHECKING, Any

from vivavoce.errors import UsageError
from vivavoce.text.visible import make_visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from random import Random

    _Reader = Callable[[str, str, str], dict[str, Any]]

LONGEST = 600.0
"""Seconds any delay may last; `forever` is this long."""

MOST_FAULTS = 50
_LONGEST_LINE = 200
_Z95 = 1.6448536269514722
"""Standard deviations between the median and the 95th percentile of a normal distribution."""


class FaultError(UsageError):
    """A fault that cannot be read; the message says what, where, and what is allowed."""


class Kind(StrEnum):
    """What goes wrong."""

    LATENCY = "latency"
    STATUS = "status"
    CUT = "cut"
    LATE_ERROR = "late-error"
    MALFORMED = "malformed"
    STALL = "stall"


SPEECH = ("sync", "stream", "socket", "openai")
PLACES = (*SPEECH, "preview", "jobs", "voices", "dictionaries", "tokens", "other")
_HEADS = (
    ("/tts/v1/voice:streamBidirectional", "socket"),
    ("/tts/v1/voice:stream", "stream"),
    ("/tts/v1/voice:preview", "preview"),
    ("/tts/v1/voice:synthesize", "jobs"),
    ("/lro/", "jobs"),
    ("/downloads/", "jobs"),
    ("/tts/v1/voices", "voices"),
    ("/voices/", "voices"),
    ("/tts/v1/voice", "sync"),
    ("/v1/audio/speech", "openai"),
    ("/pronunciations/", "dictionaries"),
    ("/auth/", "tokens"),
    ("/v1/sessionTokens", "tokens"),
)


def place_of(path: str) -> str:
    """Which of `PLACES` a path belongs to."""
    return next((place for head, place in _HEADS if path.startswith(head)), "other")


@dataclass(frozen=True, slots=True)
class Spread:
    """A length of time, in seconds: fixed, uniform, or lognormal if `p95` is set.

    Attributes:
        low: the shortest, or the median of a lognormal distribution.
        high: the longest.
        p95: what one in twenty exceeds.
    """

    low: float
    high: float
    p95: float | None = None

    def draw(self, random: Random) -> float:
        """One length, never above `LONGEST`."""
        if self.p95 is None:
            return random.uniform(self.low, self.high)
        sigma = log(self.p95 / self.low) / _Z95
        return min(self.low * exp(random.gauss(0, sigma)), LONGEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault.

    Attributes:
        kind: what goes wrong.
        line: as written.
        spread: how long a latency or a stall lasts.
        number: the status of an answer, the gRPC code of a late error, the bytes before a cut.
        share: of the answer that is sent before a cut, 0 to 1, instead of bytes.
        form: what is malformed, `json` or `base64`.
        after: how many good pieces come first.
        rate: how likely it strikes, 0 to 1.
        times: how often it strikes at most.
        skip: how many requests it lets pass first.
        on: the places it strikes at.
    """

    kind: Kind
    line: str
    spread: Spread = Spread(0, 0)
    number: int = 0
    share: float | None = None
    form: str = "json"
    after: int = 1
    rate: float = 1.0
    times: int | None = None
    skip: int = 0
    on: frozenset[str] = frozenset(PLACES)


def read_faults(lines: Iterable[str]) -> tuple[Fault, ...]:
    """One fault a line.

    Raises:
        FaultError: for a line that is no fault, or too many.
    """
    faults = tuple(map(read_fault, lines))
    if len(faults) > MOST_FAULTS:
        raise FaultError(f"{len(faults)} faults are too many; at most {MOST_FAULTS} at a time.")
    return faults


def read_header(text: str) -> tuple[Fault, ...]:
    """Faults separated by semicolons; none for an empty text or `none`.

    Raises:
        FaultError: as `read_faults`; also for `times` and `skip`, which count over requests.
    """
    if text.strip() in {"", "none"}:
        return ()
    faults = read_faults(text.split(";"))
    for fault in faults:
        if fault.times is not None or fault.skip:
            raise _refuse(fault.line, "times and skip count over many requests, not in a header.")
    return faults


def read_fault(line: str) -> Fault:
    """The fault in a line.

    Raises:
        FaultError: saying which word is wrong and what is allowed.
    """
    if len(line) > _LONGEST_LINE:
        raise FaultError(f"A fault has at most {_LONGEST_LINE} characters; this has {len(line)}.")
    line = " ".join(line.split())
    words: dict[str, str] = {}
    for word in line.split():
        name, _, value = word.partition("=")
        if name not in _READERS:
            raise _refuse(line, f'there is no "{name}".{_hint(name)}')
        if name in words:
            raise _refuse(line, f"{name} is there twice.")
        words[name] = value
    kinds = [kind for kind in Kind if kind in words]
    if not kinds:
        raise _refuse(line, f"it must say what goes wrong: {', '.join(Kind)}.")
    if len(kinds) > 1:
        raise _refuse(line, f"{kinds[0]} and {kinds[1]} are two faults; write two.")
    fields: dict[str, Any] = {}
    for name, value in words.items():
        _check_company(line, name, kinds[0])
        fields |= _READERS[name](line, name, value)
    if "p95" in fields:
        fields["spread"] = _widen(line, fields)
    if "share" in fields:
        fields["on"] = _leave_sockets(line, fields.get("on", PLACES))
    return Fault(kind=kinds[0], line=line, **fields)


def _refuse(line: str, why: str) -> FaultError:
    return FaultError(make_visible(f'Fault "{line}": {why}'))


def _hint(name: str) -> str:
    close = get_close_matches(name, _READERS, n=1)
    return f" Did you mean {close[0]}?" if close else f" Known: {', '.join(_READERS)}."


_COMPANY = {
    "p95": frozenset({Kind.LATENCY}),
    "after": frozenset({Kind.LATE_ERROR, Kind.MALFORMED, Kind.STALL}),
}


def _check_company(line: str, name: str, kind: Kind) -> None:
    if kind not in _COMPANY.get(name, frozenset({kind})):
        raise _refuse(line, f"{name} goes with {', '.join(sorted(_COMPANY[name]))} only.")


def _read_seconds(line: str, name: str, value: str) -> float:
    match = re.fullmatch(r"(\d{1,6}(?:\.\d{1,6})?)(ms|s)", value, re.ASCII)
    seconds = float(match[1]) / (1000 if match[2] == "ms" else 1) if match else -1
    if not 0 <= seconds <= LONGEST:
        most = f"{LONGEST:g}s"
        raise _refuse(line, f"{name} must be a time such as 50ms or 1.5s, at most {most}.")
    return seconds


def _read_spread(line: str, name: str, value: str) -> dict[str, Any]:
    if name == Kind.STALL and value in {"", "forever"}:
        return {"spread": Spread(LONGEST, LONGEST)}
    low, dots, high = value.partition("..")
    first = _read_seconds(line, name, low)
    last = _read_seconds(line, name, high) if dots else first
    if last < first:
        raise _refuse(line, f"{name} must go from the shorter to the longer time.")
    return {"spread": Spread(first, last)}


def _read_p95(line: str, name: str, value: str) -> dict[str, Any]:
    return {"p95": _read_seconds(line, name, value)}


def _widen(line: str, fields: dict[str, Any]) -> Spread:
    spread, p95 = fields["spread"], fields.pop("p95")
    if spread.low != spread.high or not 0 < spread.low <= p95:
        raise _refuse(line, "with p95, latency is the median: one time above 0 and not above p95.")
    return Spread(spread.low, LONGEST, p95)


def _leave_sockets(line: str, on: Any) -> frozenset[str]:
    """A WebSocket has no end that a share could be reckoned from."""
    places = frozenset(on) - {"socket"}
    if not places:
        raise _refuse(line, "a WebSocket is cut after bytes, not at a share.")
    return places


def _read_whole(low: int, high: int, into: str, *, missing: int | None = None) -> _Reader:
    def read(line: str, name: str, value: str) -> dict[str, Any]:
        if not value and missing is not None:
            return {into: missing}
        if not re.fullmatch(r"\d{1,12}", value, re.ASCII) or not low <= int(value) <= high:
            raise _refuse(line, f"{name} must be a whole number from {low} to {high}.")
        return {into: int(value)}

    return read


def _read_cut(line: str, name: str, value: str) -> dict[str, Any]:
    match = re.fullmatch(r"(\d{1,9})(%|kB)?", value, re.ASCII)
    if match is None or (match[2] == "%" and int(match[1]) > 100):
        raise _refuse(line, f"{name} must be bytes such as 2000 or 64kB, or a share such as 40%.")
    number = int(match[1])
    if match[2] == "%":
        return {"share": number / 100}
    return {"number": number * (1000 if match[2] else 1)}


def _read_form(line: str, name: str, value: str) -> dict[str, Any]:
    if value not in {"", "json", "base64"}:
        raise _refuse(line, f"{name} must be json or base64.")
    return {"form": value or "json"}


def _read_rate(line: str, name: str, value: str) -> dict[str, Any]:
    match = re.fullmatch(r"(\d{1,3}(?:\.\d{1,9})?|\.\d{1,9})(%?)", value, re.ASCII)
    rate = float(match[1]) / (100 if match[2] else 1) if match else -1
    if not 0 <= rate <= 1:
        raise _refuse(line, f"{name} must be from 0 to 1, or a share such as 10%.")
    return {"rate": rate}


def _read_places(line: str, name: str, value: str) -> dict[str, Any]:
    places: set[str] = set()
    for place in value.split(","):
        if place not in {"speech", *PLACES}:
            raise _refuse(line, f'{name} does not know "{place}"; known: {", ".join(PLACES)}.')
        places |= set(SPEECH) if place == "speech" else {place}
    return {"on": frozenset(places)}


_READERS: dict[str, _Reader] = {
    Kind.LATENCY: _read_spread,
    Kind.STATUS: _read_whole(400, 599, "number"),
    Kind.CUT: _read_cut,
    Kind.LATE_ERROR: _read_whole(1, 16, "number", missing=13),
    Kind.MALFORMED: _read_form,
    Kind.STALL: _read_spread,
    "p95": _read_p95,
    "after": _read_whole(0, 1_000_000, "after"),
    "rate": _read_rate,
    "times": _read_whole(1, 1_000_000, "times"),
    "skip": _read_whole(0, 1_000_000, "skip"),
    "on": _read_places,
}


def damage(data: bytes, form: str) -> bytes:
    """An answer, a line or a frame made unreadable without changing its length."""
    if form == "json":
        at = data.rfind(b"}")
        return data if at < 0 else data[:at] + b" " + data[at + 1 :]
    head, mark, audio = data.partition(b'"audioContent":"')
    if len(audio) < 4 or audio[:1] == b'"':
        return data
    return head + mark + b"****" + audio[4:]
