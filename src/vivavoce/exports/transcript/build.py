"""Lines out of a take, its markup and its deliveries; one pass over each."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING

from vivavoce.exports.transcript.values import (
    Line,
    Mark,
    MarkKind,
    Piece,
    Stretch,
    Token,
    Transcript,
)
from vivavoce.speech import Passage
from vivavoce.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vivavoce.speech import Take, Word

_LINE = re.compile(r"[^\n\r]*\S[^\n\r]*")


def build(
    take: Take,
    marks: Iterable[Mark] = (),
    stretches: Iterable[Stretch] = (),
    headings: Mapping[int, str] | None = None,
) -> Transcript:
    """The transcript of `take`.

    Args:
        take: what was spoken.
        marks: the markup of its script, in any order.
        stretches: the deliveries in force, in order.
        headings: by index of passage, the heading that stands above it.
    """
    tokens = tuple(_read_tokens(take))
    passages = take.passages or tuple(_cut_passages(take, tokens))
    places = _place(tokens, passages)
    marks = sorted(marks, key=lambda mark: mark.span)
    starts = [mark.span.start for mark in marks]
    delivery = _Deliveries(list(stretches))
    lines = []
    for index, passage in enumerate(passages):
        low = bisect_right(starts, passage.span.start - 1)
        high = bisect_right(starts, passage.span.end - 1)
        pieces = _fill(take.script, passage.span, _items(tokens, places[index], marks[low:high]))
        lines.append(
            Line(
                pieces=tuple(delivery.label(pieces)),
                start=passage.start,
                end=passage.end,
                speaker=passage.speaker,
                voice=passage.voice,
                id=passage.id,
                heading=(headings or {}).get(index, ""),
            )
        )
    return Transcript(tuple(lines), tokens)


def _read_tokens(take: Take) -> Iterator[Token]:
    """The take's words in order of time, those read from the same letters as one."""
    words = take.alignment.words
    order = sorted(range(len(words)), key=lambda index: words[index].start)
    group: list[int] = []
    for index in order:
        if group and not _share_letters(words[group[-1]], words[index]):
            yield _read_token(take.script, words, group)
            group = []
        group.append(index)
    if group:
        yield _read_token(take.script, words, group)


def _share_letters(one: Word, other: Word) -> bool:
    return bool(one.span and other.span and one.span.overlaps(other.span))


def _read_token(script: str, words: Sequence[Word], group: Sequence[int]) -> Token:
    members = [words[index] for index in group]
    spans = [word.span for word in members if word.span]
    span = Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None
    said = " ".join(word.text for word in members)
    text = span.of(script) if span else said
    ipa = text if _is_ipa(script, span) else ""
    return Token(
        text=said.strip("/") or said if ipa else text or said,
        said=said if said != text else "",
        start=members[0].start,
        end=max(word.end for word in members),
        words=(group[0], group[-1] + 1),
        span=span,
        ipa=ipa.strip("/"),
    )


def _is_ipa(script: str, span: Span | None) -> bool:
    """Whether the letters stand between slashes, inside the span or around it."""
    if span is None or len(span) == 0:
        return False
    wide = script[max(span.start - 1, 0) : span.end + 1]
    text = span.of(script)
    return (len(text) > 2 and text[0] == text[-1] == "/") or (
        len(wide) == len(span) + 2 and wide[0] == wide[-1] == "/"
    )


def _cut_passages(take: Take, tokens: Sequence[Token]) -> Iterator[Passage]:
    """The lines of a script that names no utterances."""
    spans = [Span(*match.span()) for match in _LINE.finditer(take.script)] or [Span(0, 0)]
    starts = [span.start for span in spans]
    ends = [0.0] * len(spans)
    for token in tokens:
        if token.span:
            index = max(bisect_right(starts, token.span.start) - 1, 0)
            ends[index] = max(ends[index], token.end)
    voices = {request.voice for request in take.requests}
    voice = voices.pop() if len(voices) == 1 else ""
    at = 0.0
    for span, end in zip(spans, ends, strict=True):
        yield Passage(span, at, max(at, end), voice=voice)
        at = max(at, end)


def _place(tokens: Sequence[Token], passages: Sequence[Passage]) -> list[list[tuple[int, int]]]:
    """For every passage its tokens as `(offset, index)`; none is lost, wherever its span points."""
    places: list[list[tuple[int, int]]] = [[] for _ in passages]
    order = sorted(range(len(passages)), key=lambda index: passages[index].span)
    starts = [passages[index].span.start for index in order]
    last = order[0] if order else 0
    ends = [passage.span.start for passage in passages]
    for index, token in enumerate(tokens):
        at = -1
        if token.span:
            home = order[max(bisect_right(starts, token.span.start) - 1, 0)]
            if passages[home].span.covers(token.span):
                last, at = home, token.span.start
                ends[home] = max(ends[home], token.span.end)
        places[last].append((ends[last] if at < 0 else at, index))
    return places


def _items(
    tokens: Sequence[Token], places: list[tuple[int, int]], marks: Sequence[Mark]
) -> list[tuple[Span, Piece]]:
    """Words and markup of one line in order of place; markup inside a word's letters gives way."""
    items: list[tuple[Span, Piece]] = []
    chips: dict[int, int] = {}
    starts = [mark.span.start for mark in marks]
    for at, index in sorted(places):
        token = tokens[index]
        span = token.span if token.span and token.span.start == at else Span(at, at)
        holder = bisect_right(starts, at) - 1
        if len(span) and holder >= 0 and _is_chip_for(marks[holder], span):
            chips.setdefault(holder, index)
            continue
        items.append((span, Piece(token.text, token=index)))
    taken = sorted((span.start, span.end) for span, _ in items if len(span))
    for number, mark in enumerate(marks):
        inside = bisect_right(taken, (mark.span.start, inf)) - 1
        if inside >= 0 and mark.span.start < taken[inside][1]:
            continue
        items.append((mark.span, Piece(mark.label, token=chips.get(number), mark=mark)))
    return sorted(items, key=lambda item: (item[0].start, item[0].end))


def _is_chip_for(mark: Mark, span: Span) -> bool:
    """Whether a word was heard for a piece of markup, as a sigh is for its tag."""
    return mark.kind is not MarkKind.HIDDEN and bool(mark.label) and mark.span.covers(span)


def _fill(
    script: str, span: Span, items: Iterable[tuple[Span, Piece]]
) -> Iterator[tuple[Piece, int]]:
    """The pieces of a line with the plain text between them, and where each stands."""
    at = span.start
    for place, piece in items:
        if at < place.start:
            yield Piece(script[at : place.start]), at
        if piece.text or piece.token is not None:
            yield piece, place.start
        at = max(at, place.end)
    if at < span.end:
        yield Piece(script[at : span.end]), at


class _Deliveries:
    """Gives each piece the delivery in force at its place."""

    def __init__(self, stretches: list[Stretch]) -> None:
        self._stretches = sorted(stretches, key=lambda stretch: stretch.span)
        self._starts = [stretch.span.start for stretch in self._stretches]

    def label(self, pieces: Iterable[tuple[Piece, int]]) -> Iterator[Piece]:
        """The pieces of a line labelled; a full stop keeps the delivery of the word before it."""
        label = ""
        for piece, at in pieces:
            if piece.mark or piece.token is not None or any(map(str.isalnum, piece.text)):
                label = "" if piece.mark else self._find(at)
            yield replace(piece, delivery=label) if label else piece

    def _find(self, at: int) -> str:
        index = bisect_right(self._starts, at) - 1
        if index < 0 or at >= self._stretches[index].span.end:
            return ""
        return self._stretches[index].label
