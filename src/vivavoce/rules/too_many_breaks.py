"""More breaks than one request may hold.

Only the first 20 breaks of a request count; the others are ignored without a word. What one speaker
says in one go is one request. Text too long for a request is cut into several, so there the breaks
are counted only where they stand so close that no cut will separate them.

## Example
```script
MIRA: One<break time="1s" /> two<break time="1s" /> three<break time="1s" /> four<break time="1s" /> five<break time="1s" /> six<break time="1s" /> seven<break time="1s" /> eight<break time="1s" /> nine<break time="1s" /> ten<break time="1s" /> one<break time="1s" /> two<break time="1s" /> three<break time="1s" /> four<break time="1s" /> five<break time="1s" /> six<break time="1s" /> seven<break time="1s" /> eight<break time="1s" /> nine<break time="1s" /> ten<break time="1s" /> Coming<break time="1s" /> ready or not!
```

## Use instead
```script
MIRA: One, two, three, four, five, six, seven, eight, nine, ten. <break time="1s" /> Coming, ready or not!
```

## Fix safety
A suggestion: start a new turn before the first break that is ignored. Delivery does not carry over
from one request to the next, so the writer may have to repeat an instruction there.

## Evidence
Documented: docs.inworld.ai, Pause controls, August 2026.
"""  # noqa: E501 - an utterance of a script stands on one line

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.syntax import Form
from vivavoce.text import Edit, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import AngleUse, Context
    from vivavoce.syntax import Utterance


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """The first break of an utterance that is ignored."""
    most = int(context.dialect.limit("breaks"))
    if len(context.breaks) <= most:
        return
    for utterance, uses in groupby(context.breaks, attrgetter("utterance")):
        breaks = [use for use in uses if use.angle.form is not Form.CLOSE]
        index = _find_first(context, utterance, breaks, most)
        if index < 0:
            continue
        after = len(breaks) - index - 1
        rest = f", and so {'is' if after == 1 else 'are'} the {after} behind it" if after else ""
        yield Finding(
            breaks[index].node.span,
            f"Only the first {most} breaks of a request count; this one is ignored{rest}. "
            "Spread the text over more turns, or let punctuation make the pauses.",
            (_split(context, utterance, breaks[index].node.start),),
        )


def _find_first(context: Context, utterance: Utterance, breaks: list[AngleUse], most: int) -> int:
    """Index of the first break of too many, or -1."""
    dialect = context.dialect
    if len(breaks) <= most:
        return -1
    if len(utterance.span) <= dialect.limit("sync_characters"):
        return most
    near = dialect.limit("piece_min")
    starts = [use.node.start for use in breaks]
    pairs = enumerate(zip(starts, starts[most:], strict=False), most)
    return next((index for index, (first, last) in pairs if last - first < near), -1)


def _split(context: Context, utterance: Utterance, at: int) -> Fix:
    text = context.text
    head = utterance.segments[0][0]
    label = text[utterance.speaker_span.start : head] if utterance.speaker else ""
    start = at
    while start > head and text[start - 1] in " \t":
        start -= 1
    new_turn = f"\n{label}" if label.strip() else "\n\n"
    return Fix("Start a new turn here", (Edit(Span(start, at), new_turn),), Safety.SUGGEST)


RULE = Rule(
    code="VV303",
    name="too-many-breaks",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    fix=Safety.SUGGEST,
)
