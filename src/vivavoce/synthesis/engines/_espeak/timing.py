"""From espeak-ng's events to words, phones and mouth shapes.

Events are not one a token: "it was" fuses into one, `$4.20` gives five, an emoji two. So each event
is given to the last token that begins at or before its position and not before the event ahead of
it; tokens without one share the time of the token in front by number of phones.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vivavoce.phonetics.espeak_library import Event, EventKind
from vivavoce.speech import Alignment, Phone, Viseme, Word
from vivavoce.synthesis.engines._timing import (
    Segment,
    find_shapes,
    find_words,
    share_time,
    trim_marks,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from vivavoce.synthesis.engines._timing import Token

_LETTER = re.compile(r"[^\W_]")


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
    timed = list(share_time(text, [(tokens[i], intervals.get(i)) for i in spoken], samples, count))
    words = tuple(
        Word(span.of(text), start / rate, end / rate, span)
        for span, start, end in ((trim_marks(text, t.span), low, high) for t, low, high in timed)
    )
    owned = find_words(phones, [(start, end) for _, start, end in timed])
    return Alignment(
        words,
        tuple(Phone(p.name, p.start / rate, p.end / rate, index) for p, index in owned),
        tuple(Viseme(symbol, a / rate, b / rate) for symbol, a, b in find_shapes(phones, samples)),
    )


def _read_phones(events: list[Event], samples: int) -> list[Segment]:
    """Every phone; one ends where the next begins."""
    found = [event for event in events if event.kind == EventKind.PHONEME]
    starts = [min(event.sample, samples) for event in found]
    ends = [*starts[1:], samples]
    names = (event.name.rstrip("\ufffd").lstrip("_") for event in found)
    return [
        Segment("" if event.name.startswith("_") else name, start, max(start, end))
        for event, name, start, end in zip(found, names, starts, ends, strict=True)
    ]


def _find_intervals(
    tokens: tuple[Token, ...], events: list[Event], phones: list[Segment], samples: int
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
