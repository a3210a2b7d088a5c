"""Which number is the month?

`04/12/2025` is the fourth of December to most of the world and April the twelfth to Americans. The
service decides by the language it was told or guesses.

Where both numbers cannot be months, or are the same, nothing is said. With American English set,
or with a year of two digits, which may be no year at all, it is information only.

## Example
```script
NARRATOR: The letter is dated 04/12/2025.
```

## Use instead
```script
NARRATOR: The letter is dated April 12, 2025.
```

## Fix safety
Suggested only: both readings are offered, and only the writer knows which is right.

## Evidence
Documented: docs.inworld.ai, Generating speech: write dates out; the vendor's text checker. August
2026.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vivavoce.dialects.delivery import is_english
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.words import words
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_DATE = pattern(r"/(\d{1,2})/(\d{4}|\d{2})(?![\w/-]|[.,]\d)", re.ASCII)
_HEAD = pattern(r"(?:\A|[^\w/.-])(\d{1,2})\Z", re.ASCII)


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Dates in figures of which both numbers may be the month."""
    if "/" not in context.text:
        return
    for match in context.find(_DATE):
        head = _HEAD.search(context.spoken[max(0, match.start() - 3) : match.start()])
        if head is None:
            continue
        first, second = int(head[1]), int(match[1])
        if not (1 <= first <= 12 and 1 <= second <= 12) or first == second:
            continue
        utterance = context.utterance_at(match.start())
        language = context.language_of(utterance) if utterance else context.language
        span = Span(match.start() - len(head[1]), match.end())
        american = (language or "").lower().replace("_", "-") == "en-us"
        mild = american or len(match[2]) == 2
        yield Finding(
            span,
            f"{span.of(context.text)} has two readings, and the language decides which is spoken. "
            "Write the month in words.",
            _readings(span, first, second, match[2]) if is_english(language) else (),
            Severity.INFO if mild else None,
        )


def _readings(span: Span, first: int, second: int, year: str) -> tuple[Fix, ...]:
    months = words("numbers")["months"]["names"]
    year = year if len(year) == 4 else f"20{year}"
    dates = (f"{months[first - 1]} {second}, {year}", f"{months[second - 1]} {first}, {year}")
    return tuple(
        Fix(f"Replace with {date}", (Edit.replace(span, date),), Safety.SUGGEST) for date in dates
    )


RULE = Rule(
    code="VV601",
    name="ambiguous-date",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    fix=Safety.SUGGEST,
)
