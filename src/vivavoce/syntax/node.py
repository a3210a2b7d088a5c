"""The leaves and branches of the tree."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from vivavoce.text import Span


class NodeKind(StrEnum):
    """What a node is. Upper-case terminals and lower-case rules of `grammars/markup.lark`."""

    TEXT = "TEXT"
    TAG = "TAG"
    LINK = "LINK"
    ANGLE = "ANGLE"
    SLASH = "SLASH"
    URL = "URL"
    STRAY = "STRAY"
    STRAY_SLASH = "STRAY_SLASH"
    EMPHASIS = "emphasis"
    STRONG = "strong"
    VERBATIM = "verbatim"
    STAR_OPEN = "STAR_OPEN"
    STAR_CLOSE = "STAR_CLOSE"
    STRONG_OPEN = "STRONG_OPEN"
    STRONG_CLOSE = "STRONG_CLOSE"
    VERBATIM_OPEN = "VERBATIM_OPEN"
    VERBATIM_CLOSE = "VERBATIM_CLOSE"
    RAW = "RAW"
    # lines of a script, `grammars/script.lark`
    FRONT_MATTER = "FRONT_MATTER"
    HEADING = "HEADING"
    NOTE = "NOTE"
    BLANK = "BLANK"
    CUE = "CUE"
    SPEECH = "SPEECH"


class Node(NamedTuple):
    """A piece of the tree; a tuple, because a long script has hundreds of thousands of them.

    Attributes:
        kind: what it is.
        start: offset of its first code point in the source.
        end: offset behind its last code point.
        children: empty for a leaf; the children's spans touch and fill the node.
    """

    kind: NodeKind
    start: int
    end: int
    children: tuple[Node, ...] = ()

    @property
    def span(self) -> Span:
        """Where it stands in the source."""
        return Span(self.start, self.end)

    def of(self, text: str) -> str:
        """Its text, given the source's."""
        return text[self.start : self.end]
