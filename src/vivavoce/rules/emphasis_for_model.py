"""Asterisks do not stress a word on tts-2.

`*really*` is the emphasis of the 1.x models. The pages for tts-2 teach capitals instead, for a word
or a syllable: `I did NOT ask`, `fanTAStic`. The vendor's own checker treats the asterisks as
Markdown and removes them.

## Example
```script
MIRA: I *really* did ask.
```

## Use instead
```script
MIRA: I REALLY did ask.
```

## Fix safety
Unsafe: the stress comes back as capitals, and a short word in capitals may be spelt out. More than
two words lose their asterisks and nothing else, since a run of capitals is shouting. Safe only
where the word already stands in capitals.

## Evidence
Documented: docs.inworld.ai, Generating speech and Steering, August 2026. Prompting for TTS still
prints asterisks, therefore this is information and no warning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.asterisks import stage_direction
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.emphasis import stress
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.syntax import NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Words between asterisks that are no stage direction."""
    if context.dialect.emphasis != "capitals":
        return
    for node, _ in context.of_kind(NodeKind.EMPHASIS):
        if stage_direction(context, node):
            continue
        title, edits, safety = stress(context, node, 1)
        yield Finding(
            node.span,
            f"{context.dialect.name} takes capitals for emphasis, not asterisks. {title}.",
            (Fix(title, edits, safety),),
        )


RULE = Rule(
    code="VV502",
    name="emphasis-for-model",
    severity=Severity.INFO,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    families="2",
    fix=Safety.UNSAFE,
)
