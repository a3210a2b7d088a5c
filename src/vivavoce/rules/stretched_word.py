"""A stretched word is spelt, not stretched.

`sooo` looks long on the page. A model has no such word: it says "so", or something odd. Sounds that
are written long (`hmmm`, `shhh`, `brrr`) are left alone.

## Example
```script
MIRA: I am sooo tired.
```

## Use instead
```script
MIRA: I am so tired.
```

## Fix safety
Suggested only: a doubled letter may be right (`goooood`), and the stretching was meant somehow. On
a model that takes instructions, ask for slow speech instead.

## Evidence
Reasoned: in preview until somebody has measured it. November 2026.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_STRETCH = pattern(r"([A-Za-z])\1\1")
_RUN = pattern(r"([A-Za-z])\1\1+")
# Without its stretches: no vowel at all, a cry, laughter, or a Roman numeral.
_SOUND = pattern(
    r"(?:[^aeiouy]+|[aeiou]|[aeou]+[hw]|[hm]?[aeou]h?|ugh|argh|a+w|mwah|(?:h[aeo])+h?|[ivx]+)\Z",
    re.IGNORECASE,
)
_LONGEST = 40


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Words in which a letter stands three times in a row."""
    spoken, end = context.spoken, -1
    for match in context.find(_STRETCH):
        if match.start() < end:
            continue
        start, end = _word(spoken, match.start())
        word = spoken[start:end]
        if len(word) > _LONGEST or not word.isalpha() or _SOUND.match(_fold(word)):
            continue
        shorter = dict.fromkeys((_RUN.sub(r"\1", word), _RUN.sub(r"\1\1", word)))
        span = Span(start, end)
        yield Finding(
            span,
            f"{word} is no word a model knows, so it guesses. Write it as it is spelt.",
            tuple(
                Fix(f"Replace with {plain}", (Edit.replace(span, plain),), Safety.SUGGEST)
                for plain in shorter
            ),
        )


def _fold(word: str) -> str:
    return _RUN.sub(r"\1", word)


def _word(text: str, at: int) -> tuple[int, int]:
    """The word around an offset; of a very long one only a part, which is still too long."""
    start = end = at
    while start and at - start <= _LONGEST and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and end - at <= _LONGEST and text[end].isalnum():
        end += 1
    return start, end


RULE = Rule(
    code="VV512",
    name="stretched-word",
    severity=Severity.INFO,
    check=check,
    manual=__doc__,
    evidence="reasoned",
    date="2026-11",
    fix=Safety.SUGGEST,
    preview=True,
)
