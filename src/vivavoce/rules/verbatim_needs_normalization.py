"""Verbatim in a script that turns normalization off.

Spelling out is done by text normalization. Without it the `<verbatim>` tags vanish and what they
hold is read like any other text.

## Example
```script
---
normalize: off
---
MIRA: Your code is <verbatim>A1</verbatim>.
```

## Use instead
```script
---
normalize: on
---
MIRA: Your code is <verbatim>A1</verbatim>.
```

## Fix safety
No fix: normalization may be off for a reason. The other way is to spell the code in words.

## Evidence
Documented: docs.inworld.ai, Verbatim, September 2026; the vendor's checker calls it an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.syntax import NodeKind
from vivavoce.syntax.settings_keys import read_setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Verbatim spans while `normalize` is off."""
    spans = context.of_kind(NodeKind.VERBATIM)
    if not spans or read_setting(context.script.front_matter.settings, "normalize") is not False:
        return
    for node, _ in spans:
        yield Finding(
            node.span,
            "This is not spelt out, because the script turns normalization off. Set `normalize: "
            "on`, or write the letters as words.",
        )


RULE = Rule(
    code="VV309",
    name="verbatim-needs-normalization",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-09",
)
