"""Several takes of one script, word against word."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
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
    """

    text: str
    row: int
    lengths: tuple[float | None, ...]
    sounds: tuple[str, ...]
    kind: str


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


def find_differences(
    takes: Sequence[Take], transcripts: Sequence[Transcript], rows: Sequence[Row]
) -> list[Difference]:
    """One value for every row."""
    sounds = [
        _read_sounds(take, transcript) for take, transcript in zip(takes, transcripts, strict=True)
    ]
    return [_compare(number, row, transcripts, sounds) for number, row in enumerate(rows)]


def _read_sounds(take: Take, transcript: Transcript) -> list[str]:
    """The phones of every token, spaced."""
    home = {word: at for at, token in enumerate(transcript.tokens) for word in range(*token.words)}
    heard: list[list[str]] = [[] for _ in transcript.tokens]
    for phone in take.alignment.phones:
        if phone.word is not None and phone.word in home:
            heard[home[phone.word]].append(phone.symbol)
    return [" ".join(symbols) for symbols in heard]


def _compare(
    number: int, row: Row, transcripts: Sequence[Transcript], sounds: Sequence[list[str]]
) -> Difference:
    tokens = [t.tokens[at] if at >= 0 else None for t, at in zip(transcripts, row, strict=True)]
    lengths = tuple(None if token is None else token.end - token.start for token in tokens)
    heard = tuple(s[at] if at >= 0 else "" for s, at in zip(sounds, row, strict=True))
    text = next(token.text for token in tokens if token)
    return Difference(text, number, lengths, heard, _judge(lengths, heard))


def _judge(lengths: tuple[float | None, ...], sounds: tuple[str, ...]) -> str:
    present = [length for length in lengths if length is not None]
    if len(present) < len(lengths):
        return "missing"
    if len(set(filter(None, sounds))) > 1:
        return "sound"
    first = present[0]
    most = max(present, key=lambda length: abs(length - first))
    if abs(most - first) < max(FLOOR, NOTICEABLE * first):
        return ""
    return "longer" if most > first else "shorter"


def draw_lane(differences: Sequence[Difference], names: Sequence[str]) -> str:
    """The differences as a strip of words; a bar for each take shows how long it lasts."""
    longest = max((n for d in differences for n in d.lengths if n), default=1.0) or 1.0
    cells = "".join(_draw_cell(difference, names, longest) for difference in differences)
    count = sum(bool(difference.kind) for difference in differences)
    told = f"{count} of {len(differences)} words differ" if count else "No word differs"
    return (
        f'<section class="differences" aria-label="Differences"><p>{told} in length or sound</p>'
        f'<div class="row">{cells}</div></section>'
    )


def _draw_cell(difference: Difference, names: Sequence[str], longest: float) -> str:
    bars = "".join(
        f'<i style="--n:{(length or 0) / longest:.3f}"></i>' for length in difference.lengths
    )
    title = escape(describe(difference, names))
    kind = f' data-kind="{difference.kind}"' if difference.kind else ""
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
