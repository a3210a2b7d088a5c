"""A part of a plan: what a writer points at, spoken as it would be in its place.

A line or a selection is cut out of its request with markup and words kept whole, and opens with the
delivery that is in force there. Pure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from vivavoce.dialects import Force, TagKind, delivery, dialect
from vivavoce.syntax import NodeKind, parse
from vivavoce.synthesis.cuts import Cutter
from vivavoce.synthesis.wording import compose
from vivavoce.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vivavoce.speech import SourceMap
    from vivavoce.syntax import Document
    from vivavoce.synthesis.plan import Step

_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def excerpt_plan(steps: Iterable[Step], span: Span) -> Iterator[Step]:
    """The steps that speak what stands between two offsets of the script, and no more than that.

    Args:
        steps: the plan of the whole script.
        span: what to speak, in the script.
    """
    for step in steps:
        part = _cut(step, span)
        if part is not None:
            yield part


def _cut(step: Step, span: Span) -> Step | None:
    request = step.request
    inside = _find(request.source_map, span)
    if inside is None:
        return None
    if inside == _find(request.source_map, step.utterance.span):
        return step
    document = parse(request.text)
    table = dialect(request.model)
    start = Force(TagKind.INSTRUCTION, request.instruction) if request.instruction else None
    stretches = delivery.of(document, table, start=start, language=request.language)
    wide = _widen(document, inside)
    piece = Cutter(table, "sync_characters").excerpt(document, stretches, wide)
    if piece is None or not any(stretch.span.overlaps(wide) for stretch in stretches):
        return None
    return replace(
        step,
        request=replace(
            request,
            text=piece.text,
            instruction=request.instruction if piece.from_start else "",
            source_map=compose(piece.origin, request.source_map),
        ),
    )


def _find(places: SourceMap, span: Span) -> Span | None:
    """From the first letter of a request that stands in `span` to the last, or None."""
    found: list[int] = []
    for start, target, size in places.pieces:
        low, high = max(target, span.start), min(target + size, span.end)
        if low < high:
            found += [start + low - target, start + high - target]
    return Span(min(found), max(found)) if found else None


def _widen(document: Document, span: Span) -> Span:
    """The span with the words and the markup at its edges whole."""
    marks = [(n.start, n.end) for n in document.marks if n.kind is not NodeKind.STRAY]
    words = [match.span() for match in _WORD.finditer(document.text)]
    start, end = span.start, span.end
    for places in (words, marks):
        starts = [place[0] for place in places]
        for at in (start, end):
            index = bisect_right(starts, at) - 1
            if index >= 0 and starts[index] < at < places[index][1]:
                start, end = min(start, starts[index]), max(end, places[index][1])
    return Span(start, end)
