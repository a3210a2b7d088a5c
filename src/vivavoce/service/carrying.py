"""What one flush of a WebSocket context leaves to the next: an instruction, an open span."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vivavoce.dialects import Force, TagKind, delivery, dialect
from vivavoce.service.steering import LANG, Rewrite
from vivavoce.syntax import parse

if TYPE_CHECKING:
    from vivavoce.service.orders import Order
    from vivavoce.service.switches import Switches


def carry(order: Order, switches: Switches) -> str:
    """The instruction in force at the end, which holds for later text of the context."""
    model = dialect(order.request.model)
    if not model.steers or switches.tag_scope == "next":
        return ""
    before = order.request.instruction
    start = Force(TagKind.INSTRUCTION, before) if before else None
    # The letter stands for the text to come, so that a tag at the very end counts.
    stretches = delivery.of(parse(f"{order.request.text} x"), model, start=start)
    force = delivery.end_force(stretches)
    return force.name if force else ""


def find_open_span(text: str, before: str) -> str:
    """The opening tag of the language span that is open at the end; "" if none is.

    Args:
        text: of a flush.
        before: the span that was open at its start.
    """
    tags = list(LANG.finditer(text))
    if not tags:
        return before
    return "" if tags[-1][1] else tags[-1][0]


def resume(order: Order, span: str) -> Order:
    """The order with a span that an earlier flush left open."""
    if not span:
        return order
    return replace(order, rewrites=(Rewrite(0, 0, span), *order.rewrites))
