"""What every local voice does with times: share them out, tie phones to words, shape the mouth."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vivavoce.phonetics.visemes import SILENCE, viseme
from vivavoce.text import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_KEPT = frozenset("%/&@#")
"""Punctuation that is read out, or that opens an inline IPA."""


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters that may become a word.

    Attributes:
        at: where it begins in the line's markup.
        span: its letters in the request's text.
        ipa: how it is respelled, or "".
    """

    at: int
    span: Span
    ipa: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A phone or, without a name, a pause; in samples."""

    name: str
    start: int
    end: int


def share_time(
    text: str,
    tokens: list[tuple[Token, tuple[int, int] | None]],
    samples: int,
    count: Callable[[str], int],
) -> Iterator[tuple[Token, int, int]]:
    """Every token with a start and an end, in order, none overlapping."""
    at = 0
    for group in _group(tokens):
        times = [time for _, time in group if time]
        leading = group[0][1] is None
        low = at if leading or not times else max(times[0][0], at)
        high = max(times[-1][1] if times else samples, low)
        weights = [1] if len(group) == 1 else [count(t.ipa or t.span.of(text)) for t, _ in group]
        total, used = sum(weights), 0
        for (token, _), weight in zip(group, weights, strict=True):
            start = low + (high - low) * used // total
            used += weight
            yield token, start, low + (high - low) * used // total
        at = high


def _group(
    tokens: list[tuple[Token, tuple[int, int] | None]],
) -> Iterator[list[tuple[Token, tuple[int, int] | None]]]:
    """A token with its own time and the followers without; leading ones join the first."""
    group: list[tuple[Token, tuple[int, int] | None]] = []
    timed = False
    for token in tokens:
        if token[1] and timed:
            yield group
            group = []
        group.append(token)
        timed = timed or token[1] is not None
    if group:
        yield group


def find_words(
    phones: list[Segment], words: list[tuple[int, int]]
) -> Iterator[tuple[Segment, int | None]]:
    """Each phone with the index of the word in whose time its middle falls."""
    index = 0
    for phone in (phone for phone in phones if phone.name):
        middle = (phone.start + phone.end) // 2
        while index + 1 < len(words) and words[index + 1][0] <= middle:
            index += 1
        yield phone, index if words and words[index][0] <= middle else None


def find_shapes(phones: list[Segment], samples: int) -> Iterator[tuple[str, int, int]]:
    """Mouth shapes that touch from the first sample to the last; equal neighbours are one."""
    symbol, since = SILENCE, 0
    for phone in phones:
        shown = viseme(phone.name) if phone.name else SILENCE
        if shown != symbol and phone.end > phone.start:
            if phone.start > since:
                yield symbol, since, phone.start
            symbol, since = shown, phone.start
    if samples > since:
        yield symbol, since, samples


def trim_marks(text: str, span: Span) -> Span:
    """The span without the punctuation around the word, unless there is nothing else."""
    start, end = span.start, span.end
    while start < end and _is_mark(text[start]):
        start += 1
    while end > start and _is_mark(text[end - 1]):
        end -= 1
    return Span(start, end) if start < end else span


def _is_mark(letter: str) -> bool:
    return letter not in _KEPT and unicodedata.category(letter).startswith("P")
