"""A noise or a stage action in brackets.

Inworld makes voices, not effects. `[door slams]` names none of the recognised sounds, so it is
taken for an instruction to the voice and steers all that follows. `[John enters]` fares no better.

## Example
```script
MIRA: Who is there? [door slams] Hello?
```

## Use instead
```script
MIRA: Who is there? <break time="1s" /> Hello?
```

## Fix safety
Suggested only: the tag can be taken out, but the moment it stood for may need a pause, a note, or
an effect mixed in later. A note (`// door slams`) is never spoken.

## Evidence
Documented: docs.inworld.ai, Steering, August 2026 (50 sounds, all of them made by a mouth or a
throat; anything else is an instruction). Practice elsewhere: Eleven v3 and Bark do have effects.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.instructions import asks_for_effect, is_documented
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out
from vivavoce.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_PAUSE = '<break time="1s" />'


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Instructions that ask for something no voice can do."""
    remembered = lru_cache(maxsize=4096)(asks_for_effect)
    for node, tag, _ in context.instructions:
        if not remembered(tag.body) or is_documented(tag.body, context.dialect):
            continue
        yield Finding(
            node.span,
            f"{tag.label} makes no noise here: it becomes an instruction that steers the voice. "
            "Remove it, or leave a pause.",
            (
                Fix("Replace with a pause", (Edit(node.span, _PAUSE),), Safety.SUGGEST),
                Fix(
                    f"Remove {tag.label}",
                    (cut_out(context.text, node.start, node.end),),
                    Safety.SUGGEST,
                ),
            ),
        )


RULE = Rule(
    code="VV211",
    name="sound-effect-tag",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="documented, practice elsewhere",
    date="2026-08",
    families="2",
    fix=Safety.SUGGEST,
)
