"""Which stray square brackets belong together, and which stand alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vivavoce.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vivavoce.syntax.node import Node

_LINE_END = re.compile(r"[\r\n]")


def match_brackets(text: str, strays: Iterable[Node]) -> tuple[list[Span], list[Span]]:
    """Pair the square brackets that are no part of a tag, line by line.

    Args:
        text: what the nodes point into.
        strays: the STRAY nodes in order; those that are no square brackets are passed over.

    Returns:
        the outermost pairs, each holding a tag and everything else between its brackets, and the
        runs of brackets without a partner; both in order.
    """
    pairs: list[Span] = []
    lone: list[Span] = []
    opened: list[Span] = []
    at = 0
    for node in strays:
        if text[node.start] not in "[]":
            continue
        if opened and _LINE_END.search(text, at, node.start):
            lone += opened
            opened.clear()
        if text[node.start] == "[":
            opened.append(node.span)
        else:
            closed = _close(node.span, opened, pairs)
            if closed < node.end:
                lone.append(Span(closed, node.end))
        at = node.end
    return pairs, _join(sorted(lone + opened))


def _close(closers: Span, opened: list[Span], pairs: list[Span]) -> int:
    """Pair closing brackets with the nearest open ones; return where the unpaired ones begin."""
    at = closers.start
    while opened and at < closers.end:
        last = opened.pop()
        taken = min(len(last), closers.end - at)
        at += taken
        if len(last) > taken:
            opened.append(Span(last.start, last.end - taken))
        pair = Span(last.end - taken, at)
        while pairs and pairs[-1].start >= pair.start:
            pairs.pop()
        pairs.append(pair)
    return at


def _join(runs: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for run in runs:
        if joined and joined[-1].end == run.start:
            joined[-1] = Span(joined[-1].start, run.end)
        else:
            joined.append(run)
    return joined
