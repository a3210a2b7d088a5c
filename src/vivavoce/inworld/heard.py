"""What the service says was heard when, before it is tied to any letters."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vivavoce.speech import Phone, Viseme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vivavoce.inworld.wire import CharacterAlignment, PhoneTime, TimestampInfo, WordAlignment

SILENCE = "[silence]"
_STRESS = {"1": "ˈ", "2": "ˌ", "0": ""}
_DIGITS = 4
"""Times come as 32-bit floats (`0.049999997`); a tenth of a millisecond is below any sample."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One token with its times, sounds and mouth shapes."""

    text: str
    start: float
    end: float
    phones: tuple[Phone, ...] = ()
    visemes: tuple[Viseme, ...] = ()

    def part(self, start: int, end: int) -> Heard:
        """A stretch of the token's letters, its time by share of letters."""
        if (start, end) == (0, len(self.text)):
            return self
        opens, closes = self._time(start), self._time(end)
        last = math.inf if end == len(self.text) else closes
        first = -math.inf if start == 0 else opens
        return Heard(
            self.text[start:end],
            opens,
            closes,
            tuple(p for p in self.phones if first <= (p.start + p.end) / 2 < last),
            tuple(v for v in self.visemes if first <= (v.start + v.end) / 2 < last),
        )

    def _time(self, at: int) -> float:
        share = at / len(self.text) if self.text else 0.0
        return round(self.start + (self.end - self.start) * share, _DIGITS)


def read_words(alignment: WordAlignment, shift: float) -> list[Heard]:
    """The tokens of a word alignment, `shift` seconds later, in order of time."""
    details: dict[int, tuple[PhoneTime, ...]] = {}
    for detail in alignment.phonetic_details:
        details[detail.word_index] = details.get(detail.word_index, ()) + detail.phones
    rows = _rows(
        alignment.words, alignment.word_start_time_seconds, alignment.word_end_time_seconds
    )
    return _tidy(
        Heard(
            text,
            _clean(start + shift),
            _clean(end + shift),
            tuple(_phones(details.get(i, ()), shift)),
            tuple(_visemes(details.get(i, ()), shift)),
        )
        for i, (text, start, end) in enumerate(rows)
    )


def read_characters(alignment: CharacterAlignment, shift: float) -> list[Heard]:
    """The tokens of a character alignment, `shift` seconds later, in order of time."""
    rows = _rows(
        alignment.characters,
        alignment.character_start_time_seconds,
        alignment.character_end_time_seconds,
    )
    return _tidy(Heard(text, _clean(s + shift), _clean(e + shift)) for text, s, e in rows)


def find_reach(times: TimestampInfo) -> tuple[float, float] | None:
    """The first start and the last end in a message, or None if it holds no times."""
    words, letters = times.word_alignment, times.character_alignment
    if words is not None:
        starts, ends = words.word_start_time_seconds, words.word_end_time_seconds
    elif letters is not None:
        starts = letters.character_start_time_seconds
        ends = letters.character_end_time_seconds
    else:
        return None
    return (starts[0], max(ends)) if starts and ends else None


def _rows(
    texts: tuple[str, ...], starts: tuple[float, ...], ends: tuple[float, ...]
) -> Iterator[tuple[str, float, float]]:
    """Texts with their times; where the arrays are of unequal length, what has no time is lost."""
    for i, (text, start) in enumerate(zip(texts, starts, strict=False)):
        yield text, start, ends[i] if i < len(ends) else start


def _tidy(tokens: Iterable[Heard]) -> list[Heard]:
    """In order of time, none ending before it starts or after the next one starts."""
    ordered = sorted(tokens, key=lambda token: token.start)
    for i, token in enumerate(ordered):
        limit = ordered[i + 1].start if i + 1 < len(ordered) else token.end
        end = max(min(token.end, limit), token.start)
        if end != token.end:
            ordered[i] = replace(token, end=end)
    return ordered


def _phones(phones: tuple[PhoneTime, ...], shift: float) -> Iterator[Phone]:
    for phone in phones:
        start = _clean(phone.start_time_seconds + shift)
        end = _clean(start + max(phone.duration_seconds, 0.0))
        if phone.phone_symbol != SILENCE:
            yield Phone(read_symbol(phone.phone_symbol), start, end)
        elif end > start:
            yield Phone("", start, end)


def _visemes(phones: tuple[PhoneTime, ...], shift: float) -> Iterator[Viseme]:
    for phone in phones:
        start = _clean(phone.start_time_seconds + shift)
        end = _clean(start + max(phone.duration_seconds, 0.0))
        if phone.viseme_symbol and end > start:
            yield Viseme(phone.viseme_symbol, start, end)


def read_symbol(symbol: str) -> str:
    """IPA with stress marks for the older symbols with stress digits: `ˈʊ` for `ʊ1`."""
    if symbol[-1:] in _STRESS and len(symbol) > 1:
        return _STRESS[symbol[-1]] + symbol[:-1]
    return symbol


def _clean(seconds: float) -> float:
    return round(max(seconds, 0.0), _DIGITS) if math.isfinite(seconds) else 0.0
