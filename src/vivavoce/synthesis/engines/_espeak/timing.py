"""From espeak-ng's events to words, phones and mouth shapes.

Events are not one a token: "it was" fuses into one, `$4.20` gives five, an emoji two. So each event
is given to the last token that begins at or before its position and not before the event ahead of
it; tokens without one share the time of the token in front by number of phones.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vivavoce.phonetics.espeak_library import Event, EventKind
from vivavoce.phonetics.visemes import SILENCE, viseme
from vivavoce.speech import Alignment, Phone, Viseme, Word
from vivavoce.text import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vivavoce.synthesis.engines._espeak.writing import Token

_LETTER = re.compile(r"[^\W_]")
_KEPT = frozenset("%/&@#")
"""Punctuation that is read out, or that opens an inline IPA."""


def align(
    text: str,
    tokens: tuple[Token, ...],
    events: list[Event],
    *,
    samples: int,
    rate: int,
    count: Callable[[str], int],
) -> Alignment:
    """Words, phones and visemes of one call.

    Args:
        text: the request's text, which the tokens' spans point into.
        tokens: of the line spoken.
        events: what the library told.
        samples: length of the audio.
        rate: of samples, in hertz.
        count: how many phones a word or an IPA has, at least 1.
    """
    phones = _read_phones(events, samples)
    intervals = _find_intervals(tokens, events, phones, samples)
    spoken = [i for i, t in enumerate(tokens) if i in intervals or _LETTER.search(t.span.of(text))]
    timed = list(_share(text, [(tokens[i], intervals.get(i)) for i in spoken], samples, count))
    words = tuple(
        Word(span.of(text), start / rate, end / rate, span)
        for span, start, end in ((_trim(text, t.span), low, high) for t, low, high in timed)
    )
    owned = _own(phones, [(start, end) for _, start, end in timed])
    return Alignment(
        words,
        tuple(Phone(p.name, p.start / rate, p.end / rate, index) for p, index in owned),
        tuple(Viseme(symbol, a / rate, b / rate) for symbol, a, b in _shapes(phones, samples)),
    )


@dataclass(frozen=True, slots=True)
class _Sound:
    """A phone or, without a name, a pause; in samples."""

    name: str
    start: int
    end: int


def _read_phones(events: list[Event], samples: int) -> list[_Sound]:
    """Every phone; one ends where the next begins."""
    found = [event for event in events if event.kind == EventKind.PHONEME]
    starts = [min(event.sample, samples) for event in found]
    ends = [*starts[1:], samples]
    names = (event.name.rstrip("\ufffd").lstrip("_") for event in found)
    return [
        _Sound("" if event.name.startswith("_") else name, start, max(start, end))
        for event, name, start, end in zip(found, names, starts, ends, strict=True)
    ]


def _find_intervals(
    tokens: tuple[Token, ...], events: list[Event], phones: list[_Sound], samples: int
) -> dict[int, tuple[int, int]]:
    """From when to when the events of each token last, by index of the token."""
    words = [event for event in events if event.kind == EventKind.WORD]
    limits = [*(min(event.sample, samples) for event in words), samples]
    intervals: dict[int, tuple[int, int]] = {}
    if not tokens:
        return intervals
    index = phone = 0
    for event, start, limit in zip(words, limits, limits[1:], strict=False):
        while index + 1 < len(tokens) and tokens[index + 1].at <= event.position:
            index += 1
        end = 0
        while phone < len(phones) and phones[phone].start < limit:
            end = phones[phone].end if phones[phone].name else end
            phone += 1
        first = intervals.get(index, (start, start))[0]
        intervals[index] = (first, max(start, min(end or limit, limit)))
    return intervals


def _share(
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


def _own(phones: list[_Sound], words: list[tuple[int, int]]) -> Iterator[tuple[_Sound, int | None]]:
    """Each phone with the index of the word in whose time its middle falls."""
    index = 0
    for phone in (phone for phone in phones if phone.name):
        middle = (phone.start + phone.end) // 2
        while index + 1 < len(words) and words[index + 1][0] <= middle:
            index += 1
        yield phone, index if words and words[index][0] <= middle else None


def _shapes(phones: list[_Sound], samples: int) -> Iterator[tuple[str, int, int]]:
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


def _trim(text: str, span: Span) -> Span:
    """The span without the punctuation around the word, unless there is nothing else."""
    start, end = span.start, span.end
    while start < end and _is_mark(text[start]):
        start += 1
    while end > start and _is_mark(text[end - 1]):
        end -= 1
    return Span(start, end) if start < end else span


def _is_mark(letter: str) -> bool:
    return letter not in _KEPT and unicodedata.category(letter).startswith("P")
