"""A keyboard character in the place of an IPA one.

A colon is not the length mark `ː`, an apostrophe not the stress mark `ˈ`, a comma not `ˌ`. They
look alike and are different characters, which the service reads as punctuation. An ASCII `g` for
`ɡ` is so common that it is only mentioned.

## Example
```script
MIRA: We sailed to /kri:t/ today.
```

## Use instead
```script
MIRA: We sailed to /kriːt/ today.
```

## Fix safety
Safe: the replacement is the only character that can have been meant.

## Evidence
Practice elsewhere: validators of other engines refuse them; Unicode 16, IPA Extensions and Spacing
Modifier Letters.
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
    """Colons, apostrophes, commas and the like between slashes."""
    if not context.transcriptions:
        return
    from vivavoce.phonetics.ipa.findings import Kind  # noqa: PLC0415 - few texts have IPA

    kinds = {Kind.TYPED}
    yield from report(context.transcriptions, kinds, Safety.SAFE)


RULE = Rule(
    code="VV404",
    name="ipa-ascii-lookalike",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="practice elsewhere",
    date="2026-11",
    fix=Safety.SAFE,
)
