"""ARPABET or X-SAMPA between slashes.

The service reads IPA. The codes of the CMU dictionary and of X-SAMPA are spoken as letters.

## Example
```script
MIRA: We sailed to /K R IY1 T/ today.
```

## Use instead
```script
MIRA: We sailed to /kɹit/ today.
```

## Fix safety
Unsafe: the alphabet is recognised with certainty, but listen to what comes of it.

## Evidence
Documented: docs.inworld.ai, Custom pronunciation, autumn 2026 ("do not use CMU phonemes").
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
    """Transcriptions wholly in another alphabet, with their IPA."""
    if not context.transcriptions:
        return
    from vivavoce.phonetics.ipa.findings import Kind  # noqa: PLC0415 - few texts have IPA

    kinds = {Kind.OTHER_ALPHABET}
    yield from report(context.transcriptions, kinds, Safety.UNSAFE)


RULE = Rule(
    code="VV406",
    name="arpabet-or-xsampa",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-11",
    fix=Safety.UNSAFE,
)
