"""A suppression that silences nothing hides the next fault.

It was needed once, or never. Left in place it will swallow a finding that somebody would want to
see. Only suppressions of rules that ran are judged, and those that cover no utterance at all.

## Example
```script
MIRA: Good morning.
// viva: allow VV204 because she shouts
```

## Use instead
```script
MIRA: Good morning.
```

## Fix safety
Safe: a note is never spoken.

## Evidence
Reasoned: it follows from the run itself. November 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.suppress import ACTIONS
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context
    from vivavoce.lint.suppress import Suppression

_SEPARATORS = pattern(r"[ \t,]*")
_NO_NAME = pattern(r"because\b|[\r\n]|\Z")


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Suppressions that silenced nothing, though they could have."""
    by_line: dict[Span, list[Suppression]] = {}
    for suppression in context.suppressions:
        by_line.setdefault(suppression.line, []).append(suppression)
    for line, names in by_line.items():
        idle = [suppression for suppression in names if _is_idle(suppression)]
        for suppression in idle:
            whole = len(idle) == len(names)
            edit = Edit.delete(line) if whole else _without(context.text, suppression.name_span)
            title = "Remove the note" if whole else f"Remove {suppression.name}"
            yield Finding(
                suppression.name_span,
                f"Nothing here is silenced by {suppression.name}. {title}.",
                (Fix(title, (edit,), Safety.SAFE),),
            )


def _is_idle(suppression: Suppression) -> bool:
    if suppression.used or not suppression.name or suppression.action not in ACTIONS:
        return False
    reaches_nothing = suppression.covers.start == suppression.covers.end
    return suppression.known and (suppression.judged or reaches_nothing)


def _without(text: str, span: Span) -> Edit:
    """Take out a name with the separators behind it, or before it if it is the last."""
    behind = _SEPARATORS.match(text, span.end)
    end = behind.end() if behind else span.end
    if not _NO_NAME.match(text, end):
        return Edit.delete(Span(span.start, end))
    start = span.start
    while text[start - 1] in " \t,":
        start -= 1
    return Edit.delete(Span(start, span.end))


RULE = Rule(
    code="VV990",
    name="unused-suppression",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="reasoned",
    date="2026-11",
    fix=Safety.SAFE,
)
