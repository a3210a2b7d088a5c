"""A suppression that names no rule silences nothing.

A slip in a code or a name leaves the finding where it was, and the note looks as if it had been
dealt with. The same goes for a directive that is none: there are `allow`, `off` and `on`.

## Example
```script
// viva: allow no-final-puncuation because it is a title
MIRA: The crossing
```

## Use instead
```script
// viva: allow no-final-punctuation because it is a title
MIRA: The crossing
```

## Fix safety
Suggested only: which rule was meant is a guess.

## Evidence
Reasoned: it follows from the list of rules. November 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.suppress import ACTIONS
from vivavoce.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vivavoce.lint.context import Context
    from vivavoce.text import Span


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Names and directives that are not there."""
    reported: set[Span] = set()
    for suppression in context.suppressions:
        if suppression.action not in ACTIONS:
            if suppression.action_span not in reported:
                reported.add(suppression.action_span)
                yield _strange(suppression.action, suppression.action_span, "directive", ACTIONS)
        elif not suppression.name:
            yield Finding(
                suppression.action_span,
                f"This note does not say what to {suppression.action}. Name a rule or a code.",
            )
        elif not suppression.known:
            yield _strange(suppression.name, suppression.name_span, "rule", context.rule_names)


def _strange(name: str, span: Span, what: str, known: Iterable[str]) -> Finding:
    from difflib import get_close_matches  # noqa: PLC0415 - only faulty notes need it

    by_fold = {other.casefold(): other for other in known}
    close = get_close_matches(name.casefold()[:60], by_fold, n=3, cutoff=0.6)
    meant = f" Did you mean {by_fold[close[0]]}?" if close else ""
    shown = name if len(name) <= 40 else f"{name[:40]}…"
    return Finding(
        span,
        f"There is no {what} {shown}, so nothing is silenced.{meant}",
        tuple(
            Fix(
                f"Replace with {by_fold[other]}",
                (Edit.replace(span, by_fold[other]),),
                Safety.SUGGEST,
            )
            for other in close
        ),
    )


RULE = Rule(
    code="VV991",
    name="unknown-rule-in-suppression",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="reasoned",
    date="2026-11",
    fix=Safety.SUGGEST,
)
