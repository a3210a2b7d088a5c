"""Take the tags of an element out of a text and leave what stands between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.spacing import cut_out
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from vivavoce.syntax.elements import Element
    from vivavoce.text import Edit

_INK = pattern(r"\S")


def strip_tags(text: str, element: Element) -> tuple[Edit, ...]:
    """The edits that delete the tags of an element; an empty element goes as a whole."""
    opener = element.tag.span
    if element.closer is None:
        return (cut_out(text, opener.start, opener.end),)
    closer = element.closer.span
    if not _INK.search(text, opener.end, closer.start):
        return (cut_out(text, opener.start, closer.end),)
    return (cut_out(text, opener.start, opener.end), cut_out(text, closer.start, closer.end))
