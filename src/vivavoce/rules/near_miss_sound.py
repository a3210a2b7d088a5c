"""A misspelt sound steers the delivery instead.

On tts-2 a bracket that names no sound is an instruction, and an instruction lasts until the next
one or `[reset]`. So a slip in the name of a sound makes no error: the sound is missing and the rest
of the text is spoken in a way nobody asked for.

## Example
```script
MIRA: [clear_thorat] Listen to me. This matters.
```

## Use instead
```script
MIRA: [clear throat] Listen to me. This matters.
```

## Fix safety
Unsafe: only the writer knows whether `[sign]` meant `[sigh]` or an instruction to sign. It is
applied with `viva fix --unsafe` where exactly one sound is close, and offered where several are.

## Evidence
Documented: docs.inworld.ai, Steering, August 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Instructions that are close to a sound."""
    model = context.dialect.name
    for node, tag, _ in context.tags:
        if tag.kind is not TagKind.INSTRUCTION:
            continue
        names = context.dialect.near(tag.body)
        if not names:
            continue
        safety = Safety.UNSAFE if len(names) == 1 else Safety.SUGGEST
        fixes = tuple(
            Fix(f"Replace with [{name}]", (Edit(node.span, f"[{name}]"),), safety)
            for name in names[:3]
        )
        does = (
            "so it steers the delivery until the next tag"
            if context.dialect.steers
            else "so it is dropped"
        )
        yield Finding(
            node.span,
            f"[{tag.name}] is not a sound {model} knows, {does}. Did you mean [{names[0]}]?",
            fixes,
        )


RULE = Rule(
    code="VV102",
    name="near-miss-sound",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    families="2F",
    fix=Safety.UNSAFE,
)
