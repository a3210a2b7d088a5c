"""A letter of another alphabet that is drawn like an IPA one.

A Cyrillic `ә` or a Greek `ε` looks exactly like the IPA letter and is another character: the fault
cannot be seen, only heard.

## Example
```script
MIRA: Take the /bәˈnɑːnə/ with you.
```

## Use instead
```script
MIRA: Take the /bəˈnɑːnə/ with you.
```

## Fix safety
Safe: the replacement looks the same and is the letter meant.

## Evidence
Reasoned, from the Unicode charts; nothing but IPA letters is documented to be read.
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
    """Letters of other alphabets and invisible characters between slashes."""
    if not context.transcriptions:
        return
    from vivavoce.phonetics.ipa.findings import Kind  # noqa: PLC0415 - few texts have IPA

    kinds = {Kind.HOMOGLYPH, Kind.INVISIBLE}
    yield from report(context.transcriptions, kinds, Safety.SAFE)


RULE = Rule(
    code="VV405",
    name="ipa-homoglyph",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="reasoned",
    date="2026-11",
    fix=Safety.SAFE,
)
