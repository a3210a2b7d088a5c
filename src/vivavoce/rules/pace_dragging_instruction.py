"""An instruction that drags the pace along with what it was for.

`[measured and clear]` was meant for clarity and made every take a quarter longer. Words such as
measured, deliberate and slow act on the pace first. A tag that asks for slowness and nothing else
gets what it asks for and is left alone.

## Example
```script
MIRA: [measured and clear] Please read the notice.
```

## Use instead
```script
MIRA: [say clearly at a natural pace] Please read the notice.
```

## Fix safety
Suggested only: the replacement changes the delivery, and a slow read may be meant.

## Evidence
Field report: 27 % longer, measured on four takes with and four without. Practice elsewhere: other
engines warn that pace words outweigh the rest of a direction.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from vivavoce.dialects.dialect import fold
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.instructions import is_documented, is_turning, words_of
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.words import words
from vivavoce.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Instructions that hold a dragging word beside something else."""
    for node, tag, _ in context.instructions:
        word = _find_word(tag.body)
        if not word or is_documented(tag.body, context.dialect):
            continue
        instead = words("instructions")["dragging"]["instead"]
        fix = Fix(f"Replace with [{instead}]", (Edit(node.span, f"[{instead}]"),), Safety.SUGGEST)
        yield Finding(
            node.span,
            f"“{word}” slows everything down until the next tag, by a quarter in one test. "
            "Ask for what you want to hear, and leave the pace to the text.",
            (fix,),
        )


@lru_cache(maxsize=4096)
def _find_word(body: str) -> str:
    single, exempt = _lists()
    word = next((word for word in words_of(body) if word in single), "")
    return "" if not word or is_turning(body) or fold(body) in exempt else word


@lru_cache(maxsize=1)
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    table = words("instructions")["dragging"]
    return frozenset(table["words"]), frozenset(map(fold, table["exempt"]))


RULE = Rule(
    code="VV208",
    name="pace-dragging-instruction",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="field report, practice elsewhere",
    date="2026",
    families="2",
    fix=Safety.SUGGEST,
)
