"""An utterance is longer than one request takes.

The service refuses more than its limit of characters. Breaks and East Asian characters make much
audio of few letters, so each counts for more, as in the vendor's own client: an utterance that is
over the limit only by that count is sent, but its audio may grow too large.

`viva say` cuts long utterances by itself. Cut them in the script if you want to say where.

## Example
```script
NARRATOR: The ferry reached the island at dawn. <break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /> Nobody came to meet it. <break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /> The rain fell.
```

## Use instead
```script
NARRATOR: The ferry reached the island at dawn. <break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /> Nobody came to meet it.

NARRATOR: <break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /><break time="10s" /> The rain fell.
```

## Fix safety
Unsafe: it is cut between two sentences, which is heard as a pause, and the delivery in force is
written again, since it does not cross requests.

## Evidence
Documented: docs.inworld.ai, HTTP reference, September 2026. The weights: Python SDK 1.2.1.
"""  # noqa: E501 - an example of an utterance that is too long

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.syntax.duration import read_pause
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import AngleUse, Context
    from vivavoce.syntax import Utterance

_CJK = pattern("[\u1100-\u11ff\u2e80-\u30ff\u3130-\u318f\u31f0-\ua4cf\uac00-\ud7af\uf900-\ufaff]")
_CUT = pattern(r"([.!?…][\"'”’»)]{0,3})[ \t\n\r]+|([。！？][」』]?)")


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Utterances over the limit of characters, by count or by weight."""
    limit = int(context.dialect.limit("sync_characters"))
    weights = context.dialect.table["limits"]["effective"]
    has_cjk = any(map(_CJK.match, context.rare))
    breaks: dict[int, list[AngleUse]] = {}
    for use in context.breaks:
        breaks.setdefault(use.utterance.index, []).append(use)
    least = limit // int(weights["per_cjk_character"]) if has_cjk else limit
    most = round(context.dialect.limit("break_seconds") * weights["per_break_second"])
    for utterance in context.utterances:
        segments = utterance.segments
        within = breaks.get(utterance.index, []) if breaks else []
        if segments[-1][1] - segments[0][0] + most * len(within) <= least:
            continue
        length = sum(end - start for start, end in segments)
        if length > least or within:
            scale = _Scale(context, utterance, within, cjk=has_cjk)
            if length > limit or scale.length > limit:
                yield _report(context, utterance, scale, (length, limit))


class _Scale:
    """Weighs stretches of one utterance."""

    def __init__(
        self, context: Context, utterance: Utterance, breaks: list[AngleUse], *, cjk: bool
    ) -> None:
        weights = context.dialect.table["limits"]["effective"]
        text = context.text
        longest = context.dialect.limit("break_seconds")
        extra = [(use.node.end - 1, _break_weight(use, weights, longest)) for use in breaks]
        if cjk:
            more = int(weights["per_cjk_character"]) - 1
            extra += [
                (match.start(), more)
                for start, end in utterance.segments
                for match in _CJK.finditer(text, start, end)
            ]
        extra.sort()
        self._segments = utterance.segments
        self._before = [0, *accumulate(end - start for start, end in self._segments)]
        self._at = [at for at, _ in extra]
        self._sums = [0, *accumulate(weight for _, weight in extra)]

    def upto(self, offset: int) -> int:
        """Weight of everything before an offset."""
        index = bisect_right(self._segments, (offset, offset)) - 1
        start, end = self._segments[max(index, 0)]
        plain = self._before[max(index, 0)] + max(0, min(offset, end) - start)
        return plain + self._sums[bisect_left(self._at, offset)]

    @property
    def length(self) -> int:
        """Weight of the whole."""
        return self.upto(self._segments[-1][1])

    def reach(self, budget: int) -> int:
        """The first offset before which the weight is over a budget."""
        low, high = self._segments[0][0], self._segments[-1][1]
        return low + bisect_right(range(low, high), budget, key=self.upto) - 1


def _break_weight(use: AngleUse, weights: dict[str, int], longest: float) -> int:
    time = use.angle.get("time")
    pause = read_pause(time.value) if time else None
    if pause is None:
        return 0
    return max(0, round(min(pause, longest) * weights["per_break_second"]) - len(use.node.span))


def _report(
    context: Context, utterance: Utterance, scale: _Scale, sizes: tuple[int, int]
) -> Finding:
    length, limit = sizes
    span = Span(max(scale.reach(limit), utterance.span.start), utterance.span.end)
    if length > limit:
        message = (
            f"This utterance has {length:,} characters; {context.dialect.name} takes {limit:,} in "
            "one request. Cut it in two."
        )
        severity = None
    else:
        message = (
            f"This utterance counts as {scale.length:,} characters, over the limit of {limit:,}, "
            "for its breaks or East Asian characters. Cut it in two."
        )
        severity = Severity.WARNING
    edits = tuple(_cuts(context, utterance, scale))
    fixes = (Fix("Cut it between sentences", edits, Safety.UNSAFE),) if edits else ()
    return Finding(span, message, fixes, severity)


def _cuts(context: Context, utterance: Utterance, scale: _Scale) -> Iterator[Edit]:
    """New paragraphs between sentences, so that every piece is as long as one request takes."""
    most = int(context.dialect.limit("piece_max"))
    spoken = context.spoken
    places = [
        Span(match.end(match.lastindex or 0), match.end())
        for start, end in utterance.segments
        for match in _CUT.finditer(spoken, start, end)
        if match.end() < utterance.span.end
    ]
    used = 0
    best: Span | None = None
    for place in [*places, Span(utterance.span.end, utterance.span.end)]:
        if best is not None and scale.upto(place.start) - used > most:
            yield _cut(context, utterance, best)
            used = scale.upto(best.end)
        best = place


def _cut(context: Context, utterance: Utterance, place: Span) -> Edit:
    text = context.text
    cue = text[utterance.speaker_span.start : utterance.span.start] if utterance.speaker else ""
    stretches = context.stretches(utterance)
    force = next((s.force for s in stretches if s.span.end > place.end), None)
    again = ""
    if force is not None and force.span is not None and force.span.end <= place.end:
        again = f"[{force.name}] "
    return Edit.replace(place, f"\n\n{cue}{again}")


RULE = Rule(
    code="VV901",
    name="text-too-long",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-09",
    fix=Safety.UNSAFE,
)
