"""An instruction that takes the life out of the voice.

`[deadpan]`, `[bored]` and `[monotone]` work too well: the model drops all melody and keeps it
dropped until the next tag. A small shade of the same mood reads as acting; the bare word reads as a
broken recording.

## Example
```script
MIRA: [deadpan] What a triumph.
```

## Use instead
```script
MIRA: [say dryly with a straight face] What a triumph.
```

## Fix safety
Suggested only: the replacement is another performance, and a machine's voice may be just what the
part needs.

## Evidence
Field report: one team's takes were read dead for 25 seconds under a deadpan tag. The vendor's own
example for a flat read, `[say with no pitch variation]`, is left alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.instructions import is_documented, is_turning, words_of
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.words import words
from vivavoce.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Instructions that hold a flattening word."""
    table = words("instructions")["flattening"] if context.instructions else {}
    for node, tag, _ in context.instructions:
        word = _find_word(tag.body)
        if not word or is_documented(tag.body, context.dialect):
            continue
        instead = table["instead"].get(word)
        fixes: tuple[Fix, ...] = ()
        if instead:
            edit = Edit(node.span, f"[{instead}]")
            fixes = (Fix(f"Replace with [{instead}]", (edit,), Safety.SUGGEST),)
        yield Finding(
            node.span,
            f"“{word}” flattens the voice until the next tag, which soon sounds lifeless. "
            "Ask for a shade of it, or end it early.",
            fixes,
        )


@lru_cache(maxsize=4096)
def _find_word(body: str) -> str:
    said = words_of(body)
    single, phrases = _lists()
    if len(said) > 1:
        joined = f" {' '.join(said)} "
        phrase = next((phrase for phrase in phrases if f" {phrase} " in joined), "")
        if phrase:
            return phrase
    word = next((word for word in said if word in single), "")
    return "" if word and is_turning(body) else word


@lru_cache(maxsize=1)
def _lists() -> tuple[frozenset[str], tuple[str, ...]]:
    table = words("instructions")["flattening"]
    return frozenset(table["words"]), tuple(table["phrases"])


RULE = Rule(
    code="VV207",
    name="flattening-instruction",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="field report",
    date="2026",
    families="2",
    fix=Safety.SUGGEST,
)
