"""What is sent of an utterance: its lines joined, words of the lexicon in IPA, and a map back."""

from __future__ import annotations

from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING

from vivavoce.speech import SourceMap
from vivavoce.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.dialects import Dialect
    from vivavoce.phonetics.lexicon import Lexicon
    from vivavoce.phonetics.marking import Term
    from vivavoce.syntax import Utterance


def join_lines(utterance: Utterance) -> tuple[str, SourceMap]:
    """The text to speak: lines joined by one blank, without indentation, and where it stood."""
    source = utterance.source.text
    parts: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    at = 0
    for start, end in utterance.segments:
        offset = start
        for line in source[start:end].splitlines(keepends=True):
            bare = line.strip()
            if bare:
                if parts:
                    parts.append(" ")
                    at += 1
                begin = offset + line.index(bare[0])
                pieces.append((at, begin, len(bare)))
                parts.append(bare)
                at += len(bare)
            offset += len(line)
    return "".join(parts), SourceMap(tuple(pieces))


def pronounce(
    text: str, lexicon: Lexicon, language: str, dialect: Dialect
) -> tuple[str, SourceMap]:
    """The text with the words of a lexicon replaced by how they are said, and a map to the text.

    A model that reads no inline IPA gets an entry's alias, or the word as it stands.
    """
    from vivavoce.phonetics.marking import find_terms  # noqa: PLC0415 - only a lexicon needs it

    parts: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    at = done = 0
    for term in find_terms(parse(text), lexicon, language):
        said = _read(term, dialect)
        if not said:
            continue
        before = term.span.start - done
        if before:
            pieces.append((at, done, before))
        at += before
        pieces += _tie(at, len(said), term)
        parts += [text[done : term.span.start], said]
        at += len(said)
        done = term.span.end
    if done < len(text):
        pieces.append((at, done, len(text) - done))
    return "".join([*parts, text[done:]]), SourceMap(tuple(pieces))


def _read(term: Term, dialect: Dialect) -> str:
    return term.said if dialect.accepts("ipa") else term.entry.alias


def _tie(at: int, length: int, term: Term) -> Iterator[tuple[int, int, int]]:
    """Pieces that lead any stretch of what is said to the headword, slashes in it or not."""
    first, last = term.span.start, term.span.end - 1
    for offset in range(length):
        yield at + offset, first if offset < min(2, length - 1) else last, 1


def compose(first: SourceMap, second: SourceMap) -> SourceMap:
    """The map that goes through `first` and then through `second`."""
    pieces: list[tuple[int, int, int]] = []
    for start, middle, length in first.pieces:
        index = max(bisect_right(second.pieces, middle, key=lambda piece: piece[0]) - 1, 0)
        for begin, target, size in islice(second.pieces, index, None):
            if begin >= middle + length:
                break
            low, high = max(middle, begin), min(middle + length, begin + size)
            if low < high:
                pieces.append((start + low - middle, target + low - begin, high - low))
    return SourceMap(tuple(pieces))
