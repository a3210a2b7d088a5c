"""How faults are gathered and reported."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from vivavoce.dialects import Dialect, dialect
from vivavoce.errors import UnknownNameError
from vivavoce.inworld.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


class Endpoint(StrEnum):
    """Where a request goes; the value names the limit on its text in the dialect tables."""

    SYNC = "sync_characters"
    STREAM = "stream_characters"
    ASYNC = "async_characters"
    SOCKET = "websocket_characters"
    OPENAI = "speech_characters"


def refuse(faults: Iterable[str]) -> None:
    """Pass if there are no faults.

    Raises:
        InvalidRequestError: that lists them all.
    """
    found = tuple(faults)
    if found:
        raise InvalidRequestError("Not sent: " + " ".join(found), faults=found)


def find_type_faults(body: msgspec.Struct) -> Iterator[str]:
    """Values of the wrong type or outside an enumeration."""
    try:
        msgspec.convert(msgspec.to_builtins(body), type(body))
    except msgspec.ValidationError as error:
        yield f"{error}."


def find_dialect(model: str) -> tuple[Dialect | None, list[str]]:
    """What the model accepts, or the fault that nobody knows it."""
    try:
        return dialect(model), []
    except UnknownNameError as error:
        return None, [str(error)]


def find_language_faults(language: str | None) -> Iterator[str]:
    """A language that is no tag; whether the service knows it only the service can tell."""
    if language is not None and not _LANGUAGE.fullmatch(language):
        yield f"{language!r} is no language tag; write one such as en-US."


def find_range_faults(what: str, value: float | None, low: float, high: float) -> Iterator[str]:
    """A number outside its range, ends included."""
    if value is not None and not low <= value <= high:
        yield f"{what} is {value:g}; it must be {low:g} to {high:g}."


def find_length_faults(what: str, text: str, low: int, high: int) -> Iterator[str]:
    """A text that is too short or too long, in code points."""
    if not low <= len(text) <= high:
        bounds = f"{low} to {high}" if low > 1 else f"at most {high}" if text else "some"
        yield f"{what} has {len(text)} characters; it must have {bounds}."
