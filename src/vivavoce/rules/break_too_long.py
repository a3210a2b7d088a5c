"""A break longer than the service allows.

One break lasts at most 10 seconds. Whether a longer one is shortened or dropped is not documented.

## Example
```script
MIRA: Count to ten. <break time="15s" /> Now look.
```

## Use instead
```script
MIRA: Count to ten. <break time="10s" /> Now look.
```

## Fix safety
Safe: every word stays, and the longest pause that can be had is what was meant. A second suggestion
splits the pause over several breaks, of which only the first 20 of a request count.

## Evidence
Documented: docs.inworld.ai, Pause controls, August 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.syntax.duration import read_duration
from vivavoce.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context
    from vivavoce.text import Span

_MOST = 3


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Well-formed breaks over the limit of the model."""
    limit = context.dialect.limit("break_seconds")
    for node, angle, _ in context.breaks:
        time = angle.get("time")
        length = read_duration(time.value) if time and time.value else None
        if time is None or length is None or length.seconds <= limit:
            continue
        longest = _write(limit, length.unit)
        fixes = [Fix(f"Shorten to {longest}", (Edit(time.value_span, longest),), Safety.SAFE)]
        if length.seconds <= _MOST * limit:
            fixes.append(_split(node.span, length.seconds, limit, length.unit))
        yield Finding(
            time.value_span,
            f"A break lasts at most {limit:g} seconds, and what becomes of a longer one is not "
            f"known. Shorten it to {longest}, or write several.",
            tuple(fixes),
        )


def _split(span: Span, seconds: float, limit: float, unit: str) -> Fix:
    lengths = [limit] * int(seconds // limit)
    if seconds % limit:
        lengths.append(round(seconds % limit, 3))
    breaks = " ".join(f'<break time="{_write(length, unit)}" />' for length in lengths)
    return Fix(f"Split into {len(lengths)} breaks", (Edit(span, breaks),), Safety.SUGGEST)


def _write(seconds: float, unit: str) -> str:
    return f"{round(seconds * 1000)}ms" if unit == "ms" else f"{seconds:g}s"


RULE = Rule(
    code="VV302",
    name="break-too-long",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    fix=Safety.SAFE,
)
