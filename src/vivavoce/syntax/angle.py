"""Inside an angle tag: its name, its form and its attributes, each with a place."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from vivavoce.text import Span

if TYPE_CHECKING:
    from vivavoce.syntax.node import Node

_NAME = re.compile(r"</?\s*([A-Za-z][\w.:-]*|[!?|])")
_ATTRIBUTE = re.compile(r"""([^\s=/<>"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]*))?""")
_UNQUOTED_SLASH = re.compile(r"/\s*>$")


class Form(StrEnum):
    """How a tag stands: `<a>`, `</a>` or `<a/>`."""

    OPEN = "open"
    CLOSE = "close"
    EMPTY = "empty"


class Attribute(NamedTuple):
    """`name="value"` with its places.

    Attributes:
        name: as written.
        value: without quotes; None if there is no `=`.
        span: the whole attribute.
        value_span: the value without quotes; empty at the end of the name if there is none.
        quote: the quotation mark, or "".
    """

    name: str
    value: str | None
    span: Span
    value_span: Span
    quote: str


class Angle(NamedTuple):
    """An angle tag read.

    Attributes:
        name: in lower case; `!`, `?` or `|` for what is no element.
        form: open, close or empty.
        attributes: in order.
        span: the whole tag.
        name_span: the name.
    """

    name: str
    form: Form
    attributes: tuple[Attribute, ...]
    span: Span
    name_span: Span

    def get(self, *names: str) -> Attribute | None:
        """The first attribute with one of these names, whatever its letter case."""
        return next((a for a in self.attributes if a.name.lower() in names), None)


def read_angle(text: str, node: Node) -> Angle:
    """Read an ANGLE node, or the opening or closing tag of a verbatim span."""
    head = _NAME.match(text, node.start, node.end)
    if head is None:
        raise ValueError(f"no angle tag at {node.span}")
    slash = _UNQUOTED_SLASH.search(text, node.start, node.end)
    end = slash.start() if slash else node.end - 1
    form = Form.EMPTY if slash else Form.OPEN
    if text.startswith("</", node.start):
        form = Form.CLOSE
    attributes = tuple(
        _attribute(match) for match in _ATTRIBUTE.finditer(text, head.end(), max(end, head.end()))
    )
    return Angle(head[1].lower(), form, attributes, node.span, Span(*head.span(1)))


def _attribute(match: re.Match[str]) -> Attribute:
    raw = match[2]
    if raw is None:
        return Attribute(match[1], None, Span(*match.span()), Span(match.end(1), match.end(1)), "")
    quote = raw[0] if raw[:1] in {'"', "'"} else ""
    start, end = match.span(2)
    inner = Span(start + len(quote), end - len(quote))
    return Attribute(
        match[1], raw[len(quote) : len(raw) - len(quote)], Span(*match.span()), inner, quote
    )
