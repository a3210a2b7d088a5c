"""An instruction at odds with the words it is for.

The model listens to the tag and to the text. Where they pull in different directions, a calm tag
before an exclamation mark, a sad one before a cheer, neither wins.

## Example
```script
MIRA: [say sadly] Best day ever!
```

## Use instead
```script
MIRA: [say excitedly] Best day ever!
```

## Fix safety
None is offered: irony is a choice. Then say so in the tag: `[say with bitter irony]`.

## Evidence
Documented: docs.inworld.ai, Steering, August 2026 (match the words). Practice elsewhere:
docs.cartesia.ai shows a sad tag on a cheer as a mismatch, November 2026.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Severity
from vivavoce.lint.instructions import is_turning, words_of
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.words import words
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator
    from typing import Any

    from vivavoce.lint.context import Context

_SENTENCE = pattern(r"[^.!?…\[]{0,300}([.!?…]+)")
_DENIALS = frozenset({"not", "no", "never", "nobody", "none", "isn't", "wasn't", "didn't", "don't"})


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Instructions whose mood the next sentence contradicts."""
    for node, tag, utterance in context.instructions:
        mood = _find_mood(words_of(tag.body))
        if mood is None or is_turning(tag.body):
            continue
        sentence = _SENTENCE.match(context.text, node.end, utterance.span.end)
        clash = _find_clash(sentence, mood[1]) if sentence else ""
        if clash:
            yield Finding(
                node.span,
                f"{tag.label} asks for a {mood[0]} voice, but {clash} says otherwise, "
                "and the two fight. Change one of them.",
            )


@lru_cache(maxsize=4096)
def _find_mood(said: tuple[str, ...]) -> tuple[str, dict[str, Any]] | None:
    for name, row in words("instructions")["moods"].items():
        if not set(row["words"]).isdisjoint(said):
            return name, row
    return None


def _find_clash(sentence: re.Match[str], row: dict[str, Any]) -> str:
    bang = "!" in sentence[1]
    if row.get("bang") and bang:
        return "the exclamation mark"
    if row.get("needs_bang") and not bang:
        return ""
    said = words_of(sentence[0])
    if not _DENIALS.isdisjoint(said):
        return ""
    found = next((word for word in said if word in row["clashes"]), "")
    return f"“{found}”" if found else ""


RULE = Rule(
    code="VV206",
    name="instruction-text-mismatch",
    severity=Severity.INFO,
    check=check,
    manual=__doc__,
    evidence="documented, practice elsewhere",
    date="2026-11",
    families="2",
)
