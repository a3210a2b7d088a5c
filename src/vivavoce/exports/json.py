"""Everything known about a take but its sound, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from vivavoce.exports import Export

if TYPE_CHECKING:
    from vivavoce.speech import Request, Take
    from vivavoce.text import Span

FORMAT = "vivavoce.take/1"
"""Grows by a number when a field changes its meaning; new fields do not change it."""


def render(take: Take) -> bytes:
    """One JSON object; times in seconds, spans as `[start, end]` in code points of `script`."""
    return (json.dumps(read_take(take), ensure_ascii=False, indent=1) + "\n").encode(
        "utf-8", "surrogatepass"
    )


def read_take(take: Take) -> dict[str, Any]:
    """The take as plain values in the order of the file."""
    alignment = take.alignment
    return {
        "format": FORMAT,
        "id": take.id,
        "title": take.title,
        "script": take.script,
        "duration": take.audio.duration,
        "sample_rate": take.audio.sample_rate,
        "passages": [asdict(p) | {"span": _pair(p.span)} for p in take.passages],
        "words": [asdict(word) | {"span": _pair(word.span)} for word in alignment.words],
        "phones": [asdict(phone) for phone in alignment.phones],
        "visemes": [asdict(viseme) for viseme in alignment.visemes],
        "estimated": alignment.estimated,
        "requests": [_read_request(request) for request in take.requests],
        "provenance": asdict(take.provenance),
    }


def _read_request(request: Request) -> dict[str, Any]:
    pieces = [list(piece) for piece in request.source_map.pieces]
    return {"hash": request.hash, **request.to_dict(), "source_map": pieces}


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


EXPORT = Export(
    name="json",
    title="Alignment, requests and provenance",
    suffix=".json",
    media_type="application/json",
    render=render,
)
