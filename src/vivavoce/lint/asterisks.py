"""Tell `*sighs*`, a stage direction, from `*really*`, an emphasis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vivavoce.lint.directions import Direction, read_direction
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from vivavoce.lint.context import Context
    from vivavoce.syntax import Node

_BEFORE_SOUND = ".!?…:;,—–-\"”“‘’')"
_BEFORE = ".!?…:\"”“‘’')"
_FOLLOWS = pattern(r"[ \t]*(?:$|[^\w \t,;:])", re.MULTILINE)
_NEAR = 20


def stage_direction(context: Context, node: Node) -> Direction | None:
    """What a span between asterisks directs, or None if it stresses its words.

    A direction stands alone: behind a whole sentence or at the head of a line. A bare verb
    (`*laugh*`) must also be followed by a whole sentence, for else it is an order to the listener.
    """
    text = context.text
    direction = read_direction(text[node.start + 1 : node.end - 1], context.dialect)
    if direction is None:
        return None
    before = context.spoken[max(0, node.start - _NEAR) : node.start].rstrip(" \t")[-1:]
    certain = direction.kind == "sound" and direction.inflected
    if before not in {"", "\0", "\n"} and before not in (_BEFORE_SOUND if certain else _BEFORE):
        return None
    return direction if certain or _stands_alone(text, node.end) else None


def _stands_alone(text: str, end: int) -> bool:
    if _FOLLOWS.match(text, end):
        return True
    after = text[end : end + _NEAR].lstrip(" \t")[:1]
    return after.isupper() or after.isdigit()
