"""A sound between slashes that English does not have.

The service takes standard English IPA, whatever the language of the text. Other sounds, tones and
clicks are replaced by something near them, or dropped.

## Example
```script
MIRA: The lipstick is /ʁuʒ/ and new.
```

## Use instead
```script
MIRA: The lipstick is /ɹuʒ/ and new.
```

## Fix safety
A suggestion: the nearest English sound is a compromise only the writer can make.

## Evidence
Documented: docs.inworld.ai, Custom pronunciation, autumn 2026 ("standard English IPA").
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
    """Sounds outside the English list, with the nearest one."""
    if not context.transcriptions:
        return
    from vivavoce.phonetics.ipa.findings import Kind  # noqa: PLC0415 - few texts have IPA

    kinds = {Kind.FOREIGN}
    yield from report(context.transcriptions, kinds, Safety.SUGGEST)


RULE = Rule(
    code="VV407",
    name="non-english-phone",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-11",
    fix=Safety.SUGGEST,
)
