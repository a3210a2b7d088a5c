"""Praat TextGrid: utterances, words and phones as interval tiers.

The long text format (Praat manual, "TextGrid file formats", 2025). Praat wants every tier to fill
the time from start to end without a gap, so silence is an interval without text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.exports import Export, transcript

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vivavoce.speech import Take

Interval = tuple[float, float, str]


def render(take: Take) -> bytes:
    """Three tiers; the name of a speaker stands before the utterance's words."""
    lines = transcript.of(take).lines
    spoken = ((line.start, line.end, _say(line)) for line in lines)
    tiers: dict[str, Iterable[Interval]] = {
        "utterances": spoken,
        "words": ((word.start, word.end, word.text) for word in take.alignment.words),
        "phones": ((phone.start, phone.end, phone.symbol) for phone in take.alignment.phones),
    }
    rows = _render_grid(tiers, take.audio.duration)
    return ("\n".join(rows) + "\n").encode("utf-8", "replace")


def _say(line: transcript.Line) -> str:
    words = "".join(piece.text if piece.mark is None else " " for piece in line.pieces)
    text = " ".join(words.split())
    return f"{line.speaker}: {text}" if line.speaker else text


def _render_grid(tiers: dict[str, Iterable[Interval]], duration: float) -> Iterator[str]:
    yield from ('File type = "ooTextFile"', 'Object class = "TextGrid"', "")
    yield from (f"xmin = {_number(0)}", f"xmax = {_number(duration)}", "tiers? <exists>")
    yield from (f"size = {len(tiers)}", "item []:")
    for number, (name, intervals) in enumerate(tiers.items(), start=1):
        filled = list(fill_gaps(intervals, duration))
        yield f"    item [{number}]:"
        yield '        class = "IntervalTier"'
        yield f"        name = {_quote(name)}"
        yield f"        xmin = {_number(0)}"
        yield f"        xmax = {_number(duration)}"
        yield f"        intervals: size = {len(filled)}"
        for at, (start, end, text) in enumerate(filled, start=1):
            yield f"        intervals [{at}]:"
            yield f"            xmin = {_number(start)}"
            yield f"            xmax = {_number(end)}"
            yield f"            text = {_quote(text)}"


def fill_gaps(intervals: Iterable[Interval], duration: float) -> Iterator[Interval]:
    """The intervals in order without gap or overlap from 0 to `duration`; empty ones drop."""
    at = 0.0
    for start, end, text in sorted(intervals):
        begin, stop = max(round(start, 6), at), min(round(end, 6), round(duration, 6))
        if stop <= begin:
            continue
        if begin > at:
            yield at, begin, ""
        yield begin, stop, text
        at = stop
    if round(duration, 6) > at or duration == 0:
        yield at, round(duration, 6), ""


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


EXPORT = Export(
    name="textgrid",
    title="Praat TextGrid",
    suffix=".TextGrid",
    media_type="text/x-praat-textgrid",
    render=render,
)
