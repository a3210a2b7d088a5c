"""Marks in a row say no more than one.

`!` adds energy, `!!!` adds nothing that anybody has heard, and models trained on clean text may
stumble over it. `?!` is left alone.

## Example
```script
MIRA: Run!!! Where were you??
```

## Use instead
```script
MIRA: Run! Where were you?
```

## Fix safety
Unsafe: the writer may have heard a difference.

## Evidence
Reasoned: in preview until somebody has measured it. November 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_RUN = pattern(r"[!?][!?]++|,,++|;;++|\.{4,}+|……++")


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Runs of the same marks."""
    for match in context.find(_RUN):
        run = match[0]
        plain = _plain(run)
        if plain == run:
            continue
        span = Span(*match.span())
        yield Finding(
            span,
            f"{run[:12]} is spoken like {plain}, or stumbled over. One mark is enough.",
            (Fix(f"Replace with {plain}", (Edit.replace(span, plain),), Safety.UNSAFE),),
        )


def _plain(run: str) -> str:
    if run[0] in "!?":
        return run if run in {"?!", "!?"} else "".join(dict.fromkeys(run))
    return "..." if run[0] == "." else run[0]


RULE = Rule(
    code="VV511",
    name="repeated-punctuation",
    severity=Severity.INFO,
    check=check,
    manual=__doc__,
    evidence="reasoned",
    date="2026-11",
    fix=Safety.UNSAFE,
    preview=True,
)
