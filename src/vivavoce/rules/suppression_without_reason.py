"""A suppression should say why.

Whoever reads the script next cannot tell whether a finding was wrong, meant, or just in the way.
Write the reason behind the word `because`. Off unless it is asked for.

## Example
```script
// viva: allow VV509
MIRA: The crossing
```

## Use instead
```script
// viva: allow VV509 because it is a title
MIRA: The crossing
```

## Fix safety
There is no fix: only the writer knows the reason.

## Evidence
Practice elsewhere: linters for code ask for reasons. November 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.suppress import ACTIONS
from vivavoce.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Notes that allow or switch off without a reason, once each."""
    lines: set[Span] = set()
    for suppression in context.suppressions:
        if suppression.reason or suppression.action not in ACTIONS or suppression.line in lines:
            continue
        lines.add(suppression.line)
        text = suppression.line.of(context.text)
        start = suppression.line.start + len(text) - len(text.lstrip())
        yield Finding(
            Span(start, suppression.line.start + len(text.rstrip())),
            "This suppression gives no reason. Add `because` and say why.",
        )


RULE = Rule(
    code="VV992",
    name="suppression-without-reason",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="practice elsewhere",
    date="2026-11",
    enabled=False,
)
