"""Breaks in a row.

Two breaks with nothing between them are one pause, but they count twice towards the 20 of a
request. Breaks that add up to more than one break may last are left alone: there is no other way to
a longer pause.

## Example
```script
MIRA: Wait. <break time="1s" /> <break time="500ms" /> Did you hear that?
```

## Use instead
```script
MIRA: Wait. <break time="1500ms" /> Did you hear that?
```

## Fix safety
Safe: the same pause in one break.

## Evidence
Documented: docs.inworld.ai, Pause controls, August 2026: 20 breaks of at most 10 seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.syntax import Form
from vivavoce.syntax.duration import read_duration
from vivavoce.text import Edit, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import AngleUse, Context

_NEAR = 20


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Runs of breaks with only blanks between them."""
    limit = context.dialect.limit("break_seconds")
    run: list[AngleUse] = []
    for use in context.breaks:
        if run and not _follows(context.text, run[-1].node.end, use.node.start):
            yield from _report(run, limit)
            run = []
        run.append(use)
    yield from _report(run, limit)


def _measure(use: AngleUse) -> float:
    """The length of a well-formed break in seconds, else 0."""
    time = use.angle.get("time")
    length = read_duration(time.value) if time and time.value else None
    return length.seconds if length and use.angle.form is Form.EMPTY else 0


def _follows(text: str, end: int, start: int) -> bool:
    return start - end <= _NEAR and not text[end:start].strip(" \t")


def _report(run: list[AngleUse], limit: float) -> Iterator[Finding]:
    if len(run) < 2:
        return
    lengths = [_measure(use) for use in run]
    total = sum(lengths)
    if not all(lengths) or total > limit:
        return
    span = Span(run[0].node.start, run[-1].node.end)
    milliseconds = round(total * 1000)
    whole, rest = divmod(milliseconds, 1000)
    tag = f'<break time="{milliseconds}ms" />' if rest else f'<break time="{whole}s" />'
    yield Finding(
        span,
        f"These {len(run)} breaks are one pause, yet each counts towards the limit of a request. "
        "Write one break.",
        (Fix(f"Replace with {tag}", (Edit(span, tag),), Safety.SAFE),),
    )


RULE = Rule(
    code="VV318",
    name="stacked-breaks",
    severity=Severity.INFO,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    fix=Safety.SAFE,
)
