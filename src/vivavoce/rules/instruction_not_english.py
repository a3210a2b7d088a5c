"""An instruction in another language than English.

Instructions are written in English whatever the language of the text. Another language may be
ignored, or taken for something else.

## Example
```script
MIRA: [chuchoter] Bonjour.
```

## Use instead
```script
MIRA: [whisper] Bonjour.
```

## Fix safety
None is offered: the program does not translate.

## Evidence
Documented: docs.inworld.ai, Steering, August 2026.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Severity
from vivavoce.lint.instructions import holds_ipa, words_of
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.words import words
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

# Greek and whatever comes behind it up to the phonetic extensions, then everything from Georgian on
# but Latin additions and general punctuation.
_OTHER_SCRIPT = pattern("[\u0370-\u1cff\u2e80-\ua63f\ua960-\ua97f\uac00-\ud7ff\uff66-\uffdc]")


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Instructions in another script, or made of another language's words of direction."""
    for node, tag, _ in context.instructions:
        if _is_foreign(tag.body):
            yield Finding(
                node.span,
                f"{tag.label} is not English, so the model may not follow it. "
                "Write the instruction in English; the text may stay as it is.",
            )


def _is_foreign(body: str) -> bool:
    if body.isascii():
        return _has_foreign_words(body)
    if holds_ipa(body):
        return False
    return _OTHER_SCRIPT.search(body) is not None or _has_foreign_words(body)


def _has_foreign_words(body: str) -> bool:
    said = words_of(body)
    foreign, weak, english = _lists()
    strong = [word for word in said if word in foreign and word not in weak]
    return bool(strong) and english.isdisjoint(said)


@lru_cache(maxsize=1)
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    table = words("instructions")["foreign_words"]
    return frozenset(table["words"]), frozenset(table["weak"]), frozenset(table["english"])


RULE = Rule(
    code="VV203",
    name="instruction-not-english",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    families="2",
)
