"""Stress missing, doubled, or in the wrong place.

A word of several syllables needs `ˈ` before the strong one, once. Without it the stress falls where
it may; a mark that no sound follows is lost.

## Example
```script
MIRA: A /bənænə/ is yellow.
```

## Use instead
```script
MIRA: A /bəˈnænə/ is yellow.
```

## Fix safety
A suggestion: only the writer knows which syllable is strong.

## Evidence
Practice elsewhere; 0.06 % of the words of ipa-dict would be flagged wrongly (measured, November
2026).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.transcriptions import report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Stress marks missing, doubled, late or at the end."""
    if not context.transcriptions:
        return
    from vivavoce.phonetics.ipa.findings import Kind  # noqa: PLC0415 - few texts have IPA

    kinds = {
        Kind.DOUBLE_STRESS, Kind.DANGLING_STRESS, Kind.LATE_STRESS, Kind.EXTRA_STRESS,
        Kind.MISSING_STRESS,
    }  # fmt: skip
    yield from report(context.transcriptions, kinds, Safety.SUGGEST)


RULE = Rule(
    code="VV408",
    name="ipa-stress",
    severity=Severity.INFO,
    check=check,
    manual=__doc__,
    evidence="practice elsewhere",
    date="2026-11",
    fix=Safety.SUGGEST,
)
