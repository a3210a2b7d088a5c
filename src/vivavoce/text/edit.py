"""Changes to a text, as text on spans."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vivavoce.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable


class Edit(NamedTuple):
    """Put `text` where `span` is. An empty span inserts, an empty text deletes."""

    span: Span
    text: str

    @classmethod
    def insert(cls, offset: int, text: str) -> Edit:
        """Put `text` before the code point at `offset`."""
        return cls(Span(offset, offset), text)

    @classmethod
    def delete(cls, span: Span) -> Edit:
        """Take `span` out."""
        return cls(span, "")

    @classmethod
    def replace(cls, span: Span, text: str) -> Edit:
        """Put `text` where `span` is."""
        return cls(span, text)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """`text` with all edits made at once; spans refer to the text as given.

    Raises:
        ValueError: if two edits overlap or one lies outside the text.
    """
    parts: list[str] = []
    at = 0
    for edit in sorted(edits):
        if edit.span.start < at or edit.span.end > len(text):
            raise ValueError(f"edits overlap or leave the text at {edit.span}")
        parts += text[at : edit.span.start], edit.text
        at = edit.span.end
    parts.append(text[at:])
    return "".join(parts)
