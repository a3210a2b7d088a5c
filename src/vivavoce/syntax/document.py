"""The text of one utterance as a lossless tree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vivavoce.syntax.lalr import load_parser
from vivavoce.syntax.node import Node, NodeKind
from vivavoce.text import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_has_markup = re.compile(r"[\[\]<>/*]").search

SPOKEN = frozenset({NodeKind.TEXT, NodeKind.URL, NodeKind.STRAY_SLASH, NodeKind.RAW})
"""Leaves whose text is spoken as it stands; a slash span is spoken as the sounds it holds."""


@dataclass(frozen=True, slots=True)
class Document:
    """The lossless tree of an utterance's text; any text whatever has one.

    Attributes:
        source: the text that offsets point into.
        segments: the stretches of the source that make up the text; more than one where an id or
            a note stands between its lines.
        marks: every top-level node that is not plain text, in order.
    """

    source: Source
    segments: tuple[tuple[int, int], ...]
    marks: tuple[Node, ...]

    def __iter__(self) -> Iterator[Node]:
        """The top-level nodes."""
        return self._fill()

    @property
    def text(self) -> str:
        """What was parsed, character for character."""
        return "".join(self.source.text[start:end] for start, end in self.segments)

    @property
    def span(self) -> Span:
        """From the first to the last code point."""
        return Span(self.segments[0][0], self.segments[-1][1])

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All top-level nodes, plain text included; inside a segment their spans touch."""
        return tuple(self._fill())

    def _fill(self) -> Iterator[Node]:
        marks = iter(self.marks)
        mark = next(marks, None)
        for start, end in self.segments:
            at = start
            while mark is not None and mark.start < end:
                if at < mark.start:
                    yield Node(NodeKind.TEXT, at, mark.start)
                yield mark
                at, mark = mark.end, next(marks, None)
            if at < end:
                yield Node(NodeKind.TEXT, at, end)

    def leaves(self) -> Iterator[Node]:
        """Every leaf in order; joined they are the text."""
        stack = list(reversed(self.nodes))
        while stack:
            node = stack.pop()
            if node.children:
                stack.extend(reversed(node.children))
            else:
                yield node


def parse_marks(text: str, start: int, end: int) -> list[Node]:
    """Every top-level node of `text[start:end]` that is not plain text."""
    if not _has_markup(text, start, end):
        return []
    return load_parser("markup").parse_without(NodeKind.TEXT, text, start, end)


def parse(text: str | Source) -> Document:
    """The tree of a text; never fails, and `document.text` is the text."""
    source = text if isinstance(text, Source) else Source(text)
    end = len(source.text)
    return Document(source, ((0, end),), tuple(parse_marks(source.text, 0, end)))
