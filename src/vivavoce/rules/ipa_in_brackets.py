"""IPA in square brackets.

Linguists write `[kriːt]`; here a bracket is a tag. The word is not spoken, and on inworld-tts-2 its
sounds are taken for an instruction.

## Example
```script
MIRA: We sailed to [kriːt] today.
```

## Use instead
```script
MIRA: We sailed to /kriːt/ today.
```

## Fix safety
Safe: no tag and no instruction is written in IPA letters.

## Evidence
Documented: docs.inworld.ai, Steering, August 2026, and Custom pronunciation, autumn 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.transcriptions import IPA_ONLY, has_errors
from vivavoce.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context


_SOUNDS = frozenset(IPA_ONLY)


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Tags that are one word in IPA."""
    if _SOUNDS.isdisjoint(context.rare):
        return
    for node, tag, _ in context.tags:
        body = tag.body.strip().strip("/")
        if body.isascii() or _SOUNDS.isdisjoint(body) or any(c.isspace() for c in body):
            continue
        if has_errors(body):
            continue
        fix = Fix(f"Replace with /{body}/", (Edit.replace(node.span, f"/{body}/"),), Safety.SAFE)
        yield Finding(
            node.span,
            f"[{body}] is IPA in brackets, which is a tag and not spoken. Write /{body}/.",
            (fix,),
        )


RULE = Rule(
    code="VV410",
    name="ipa-in-brackets",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-11",
    fix=Safety.SAFE,
)
