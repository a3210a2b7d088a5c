"""How a model wants a word stressed, as edits on a span that stands between asterisks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Safety
from vivavoce.syntax import NodeKind
from vivavoce.text import Edit, Span

if TYPE_CHECKING:
    from vivavoce.lint.context import Context
    from vivavoce.syntax import Node

_MOST_IN_CAPITALS = 2
_PLAIN = frozenset({NodeKind.TEXT})


def stress(context: Context, node: Node, width: int) -> tuple[str, tuple[Edit, ...], Safety]:
    """What makes the model stress what stands between asterisks: title, edits and their safety.

    Args:
        context: gives the model.
        node: an emphasis or strong span.
        width: asterisks on each side.
    """
    opening = Span(node.start, node.start + width)
    closing = Span(node.end - width, node.end)
    if context.dialect.emphasis == "asterisks":
        return "Use one asterisk on each side", _one_each(opening, closing), Safety.SAFE
    inner = context.text[opening.end : closing.start]
    bare = (Edit.delete(opening), Edit.delete(closing))
    if inner.isupper() and len(inner) > 1:
        return "Remove the asterisks", bare, Safety.SAFE
    if context.dialect.emphasis == "capitals" and _takes_capitals(node, inner):
        capitals = Edit.replace(Span(opening.end, closing.start), inner.upper())
        return f"Write {inner.upper()}", (bare[0], capitals, bare[1]), Safety.UNSAFE
    return "Remove the asterisks", bare, Safety.UNSAFE


def _one_each(opening: Span, closing: Span) -> tuple[Edit, ...]:
    return tuple(Edit.replace(span, "*") for span in (opening, closing) if len(span) > 1)


def _takes_capitals(node: Node, inner: str) -> bool:
    plain = all(child.kind in _PLAIN for child in node.children[1:-1])
    return plain and len(inner.split()) <= _MOST_IN_CAPITALS and inner.upper() != inner
