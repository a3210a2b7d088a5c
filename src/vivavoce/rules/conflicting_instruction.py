"""An instruction that contradicts itself.

One voice cannot whisper very loudly, or hurry slowly. What the model makes of it differs from take
to take. A change on the way (`[start calm, then excited]`) is no contradiction.

## Example
```script
MIRA: [whisper, very loud] Come here.
```

## Use instead
```script
MIRA: [whisper in a hushed style] Come here.
```

## Fix safety
None is offered: which half was meant, only the writer knows.

## Evidence
Documented: docs.inworld.ai, Steering, August 2026 (no contradictions inside one tag). Which words
contradict each other is general knowledge, kept in `grammars/lint/instructions.toml`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Severity
from vivavoce.lint.instructions import is_turning, words_of
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Instructions with words from both sides of a pair of opposites."""
    for node, tag, _ in context.instructions:
        said = words_of(tag.body)
        clash = find_clash(said) if len(said) > 1 else None
        if clash and not is_turning(tag.body):
            yield Finding(
                node.span,
                f"“{clash[0]}” and “{clash[1]}” in one tag contradict each other, "
                "so each take will differ. Keep one of them.",
            )


@lru_cache(maxsize=4096)
def find_clash(said: tuple[str, ...]) -> tuple[str, str] | None:
    """The first two words that contradict each other, in the order they are written."""
    sides = _sides()
    seen: dict[tuple[int, int], str] = {}
    for word in said:
        for pair, side in sides.get(word, ()):
            if (pair, 1 - side) in seen:
                return seen[pair, 1 - side], word
            seen.setdefault((pair, side), word)
    return None


@lru_cache(maxsize=1)
def _sides() -> dict[str, list[tuple[int, int]]]:
    """For each word the pairs it belongs to, and on which side."""
    sides: dict[str, list[tuple[int, int]]] = {}
    for number, row in enumerate(words("instructions")["opposites"]):
        for side, name in enumerate(("one", "other")):
            for word in row[name]:
                sides.setdefault(word, []).append((number, side))
    return sides


RULE = Rule(
    code="VV205",
    name="conflicting-instruction",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    families="2",
)
