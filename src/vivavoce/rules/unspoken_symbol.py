"""A symbol nobody speaks is skipped or read by name.

Arrows, bullets, daggers, stars and boxes are made for the eye. Say in words what they stand for.
Bullets at the head of a line belong to VV505.

## Example
```script
NARRATOR: Take the tram → the harbour.
```

## Use instead
```script
NARRATOR: Take the tram to the harbour.
```

## Fix safety
Suggested only: a symbol that is removed may leave a sentence without its verb.

## Evidence
Reasoned, and the vendor's advice on symbols: docs.inworld.ai, Prompting for TTS. August 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out
from vivavoce.text import Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_SYMBOL = pattern("[←-⇿•‣⁃§¶†‡※★☆✓✔✗✘♪♫♬■-◼◆-◯➔-➤⟵-⟿]+(?!\ufe0f)")


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Runs of symbols."""
    if not any(map(_SYMBOL.match, context.rare)):
        return
    for match in context.find(_SYMBOL):
        start, end = match.span()
        if match[0][0] in "•‣⁃" and context.opens_line(start):
            continue
        yield Finding(
            Span(start, end),
            f"{match[0][:12]} is skipped or read by name. Say in words what it stands for.",
            (Fix("Remove it", (cut_out(context.text, start, end),), Safety.SUGGEST),),
        )


RULE = Rule(
    code="VV513",
    name="unspoken-symbol",
    severity=Severity.INFO,
    check=check,
    manual=__doc__,
    evidence="reasoned",
    date="2026-08",
    fix=Safety.SUGGEST,
)
