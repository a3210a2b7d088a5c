"""Several takes of one script, word against word."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vivavoce.exports.transcript import Token, Transcript
    from vivavoce.speech import Take

NOTICEABLE = 0.2
"""Part by which a word must grow or shrink to count; listeners hear about a fifth."""

FLOOR = 0.04
"""Seconds; less is beneath notice in any word."""

_LONG = 2000
_PACE_WORTH_TELLING = 0.03

Row = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How one word differs from the first take that has it.

    Attributes:
        text: the word.
        row: index of the word's row.
        lengths: seconds in every take, or None where the word is missing.
        sounds: phones in every take, spaced, or "".
        kind: `longer`, `shorter`, `sound`, `missing` or "" for no difference worth showing.
        change: how much longer than the takes' paces explain, as a part; 0.3 is a third longer.
    """

    text: str
    row: int
    lengths: tuple[float | None, ...]
    sounds: tuple[str, ...]
    kind: str
    change: float = 0.0


def align_words(transcripts: Sequence[Transcript]) -> list[Row]:
    """Rows of words that belong together: for every take an index into its tokens, or -1.

    Words of the first take in order; words only others have stand where they are spoken.
    """
    rows: list[list[int]] = [[at] for at in range(len(transcripts[0].tokens))]
    for take, transcript in enumerate(transcripts[1:], start=1):
        rows = list(_join(rows, transcripts, transcript, take))
    return [tuple(row) for row in rows]


def _join(
    rows: list[list[int]], transcripts: Sequence[Transcript], other: Transcript, take: int
) -> Iterator[list[int]]:
    left = [_key_of_row(row, transcripts) for row in rows]
    right = [_key(token) for token in other.tokens]
    for low, high, start, end in _match(left, right):
        for step in range(max(high - low, end - start)):
            row = rows[low + step] if low + step < high else [-1] * take
            yield [*row, start + step if start + step < end else -1]


def _match(left: list[str], right: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Blocks of words that belong together, equal or not."""
    if left == right:
        yield 0, len(left), 0, len(right)
        return
    # Without `autojunk` a novel's worth of "the" would make the search quadratic.
    matcher = SequenceMatcher(None, left, right, autojunk=len(left) > _LONG)
    for _, *block in matcher.get_opcodes():
        low, high, start, end = block
        yield low, high, start, end


def _key_of_row(row: list[int], transcripts: Sequence[Transcript]) -> str:
    take, index = next((take, index) for take, index in enumerate(row) if index >= 0)
    return _key(transcripts[take].tokens[index])


def _key(token: Token) -> str:
    return token.text.casefold()


def find_paces(transcripts: Sequence[Transcript], rows: Sequence[Row]) -> list[float]:
    """For every take how much longer its words are than the first take's: 1.2 is a fifth slower."""
    lengths = [_read_lengths(row, transcripts) for row in rows]
    return [
        median([n[at] / n[0] for n in lengths if n[0] and n[at]] or [1.0])  # type: ignore[operator]
        for at in range(len(transcripts))
    ]


def find_differences(
    takes: Sequence[Take], transcripts: Sequence[Transcript], rows: Sequence[Row]
) -> list[Difference]:
    """One value for every row. A take that is slower throughout is not different in every word."""
    sounds = [_read_sounds(*pair) for pair in zip(takes, transcripts, strict=True)]
    paces = find_paces(transcripts, rows)
    found = []
    for number, row in enumerate(rows):
        lengths = _read_lengths(row, transcripts)
        heard = tuple(s[at] if at >= 0 else "" for s, at in zip(sounds, row, strict=True))
        kind, change = _judge(lengths, heard, paces)
        text = next(t.tokens[at].text for t, at in zip(transcripts, row, strict=True) if at >= 0)
        found.append(Difference(text, number, lengths, heard, kind, change))
    return found


def _read_lengths(row: Row, transcripts: Sequence[Transcript]) -> tuple[float | None, ...]:
    tokens = [t.tokens[at] if at >= 0 else None for t, at in zip(transcripts, row, strict=True)]
    return tuple(None if token is None else token.end - token.start for token in tokens)


def _read_sounds(take: Take, transcript: Transcript) -> list[str]:
    """The phones of every token, spaced."""
    home = {w: at for at, token in enumerate(transcript.tokens) for w in range(*token.words)}
    heard: list[list[str]] = [[] for _ in transcript.tokens]
    for phone in take.alignment.phones:
        if phone.word is not None and phone.word in home:
            heard[home[phone.word]].append(phone.symbol)
    return [" ".join(symbols) for symbols in heard]


def _judge(
    lengths: tuple[float | None, ...], sounds: tuple[str, ...], paces: Sequence[float]
) -> tuple[str, float]:
    even = [n / pace for n, pace in zip(lengths, paces, strict=True) if n is not None]
    if len(even) < len(lengths):
        return "missing", 0.0
    if len(set(filter(None, sounds))) > 1:
        return "sound", 0.0
    first = even[0]
    most = max(even, key=lambda length: abs(length - first))
    if abs(most - first) < max(FLOOR, NOTICEABLE * first):
        return "", 0.0
    return ("longer" if most > first else "shorter"), (most - first) / max(first, FLOOR)


def draw_lane(
    differences: Sequence[Difference], names: Sequence[str], paces: Sequence[float]
) -> str:
    """The differences as a strip of words; a bar for each take shows how long it lasts."""
    longest = max((n for d in differences for n in d.lengths if n), default=1.0) or 1.0
    cells = "".join(_draw_cell(difference, names, longest) for difference in differences)
    return (
        f'<section class="differences" aria-label="Differences">'
        f"<p>{escape(tell_differences(differences, names, paces))}</p>"
        f'<div class="row">{cells}</div></section>'
    )


def tell_differences(
    differences: Sequence[Difference], names: Sequence[str], paces: Sequence[float]
) -> str:
    """What differs, in one or two sentences."""
    count = sum(bool(difference.kind) for difference in differences)
    told = [f"{count or 'None'} of {len(differences)} words differ in length or sound."]
    for name, pace in zip(names[1:], paces[1:], strict=True):
        if abs(pace - 1) >= _PACE_WORTH_TELLING:
            way = "slower" if pace > 1 else "faster"
            told.append(f"{name} is {abs(pace - 1):.0%} {way} throughout; that is not counted.")
    return " ".join(told)


def _draw_cell(difference: Difference, names: Sequence[str], longest: float) -> str:
    bars = "".join(
        f'<i style="--n:{(length or 0) / longest:.3f}"></i>' for length in difference.lengths
    )
    told = difference.kind if not difference.change else f"{difference.change:+.0%}"
    kind = f' data-kind="{difference.kind}" data-by="{told}"' if difference.kind else ""
    title = escape(describe(difference, names))
    return (
        f'<span class="cell" data-row={difference.row}{kind} title="{title}">'
        f"<b>{escape(difference.text)}</b>{bars}</span>"
    )


def describe(difference: Difference, names: Sequence[str]) -> str:
    """A difference in words, one row a take."""
    rows = []
    for name, length, sound in zip(names, difference.lengths, difference.sounds, strict=True):
        told = "not said" if length is None else f"{length * 1000:.0f} ms"
        rows.append(f"{name}: {told}{f' · {sound}' if sound else ''}")
    return "\n".join(rows)
