"""A character between slashes that is not IPA, or a mark out of place.

Capitals, digits, hyphens and other signs stand for no sound in IPA; so does a length mark or a tie
bar with no letter to belong to. The service reads them as letters or leaves them out.

## Example
```script
MIRA: We sailed to /krEt/ today.
```

## Use instead
```script
MIRA: We sailed to /krɛt/ today.
```

## Fix safety
A suggestion, or safe where only one thing can be meant, as with a hyphen: the nearest sound is a
guess to listen to.

## Evidence
Documented: docs.inworld.ai, Custom pronunciation, autumn 2026; the International Phonetic
Association's chart, 2020.
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
    """Everything between slashes that IPA does not have."""
    if not context.transcriptions:
        return
    from vivavoce.phonetics.ipa.findings import Kind  # noqa: PLC0415 - few texts have IPA

    kinds = {
        Kind.BRACKET, Kind.CAPITAL, Kind.DIGIT, Kind.HYPHEN, Kind.SYMBOL, Kind.WITHDRAWN,
        Kind.STRAY_MARK, Kind.STRAY_TIE, Kind.STRAY_TONE, Kind.STRAY_BREAK, Kind.NO_SOUND,
        Kind.EMPTY,
    }  # fmt: skip
    yield from report(context.transcriptions, kinds, Safety.SAFE)


RULE = Rule(
    code="VV403",
    name="invalid-ipa-symbol",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-11",
    fix=Safety.SUGGEST,
)
