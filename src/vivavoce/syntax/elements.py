"""Opening and closing angle tags, paired."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vivavoce.syntax.angle import Form

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vivavoce.syntax.angle import Angle


class Element(NamedTuple):
    """An angle tag with the tag that closes it.

    Attributes:
        tag: the opening tag, or one that stands alone.
        closer: what closes it; None for `<a/>`, for `<a>` left open and for a lone `</a>`.
    """

    tag: Angle
    closer: Angle | None


def pair_angles(angles: Iterable[Angle]) -> list[Element]:
    """Tie every closing tag to the nearest open tag of its name; in order of the opening tags.

    Elements may cross: speech markup is flat, so each name is counted on its own.
    """
    elements: list[Element] = []
    opened: dict[str, list[int]] = {}
    for angle in angles:
        if angle.form is Form.CLOSE:
            waiting = opened.get(angle.name)
            if waiting:
                index = waiting.pop()
                elements[index] = Element(elements[index].tag, angle)
                continue
        elif angle.form is Form.OPEN:
            opened.setdefault(angle.name, []).append(len(elements))
        elements.append(Element(angle, None))
    return elements
