"""A run of capitals is shouted or spelt out.

On tts-2 one word in capitals is stressed. Several in a row have nothing to stand out from: they
come out as shouting, and short ones may be spelt letter by letter.

## Example
```script
MIRA: I said STOP RIGHT THERE NOW and he did.
```

## Use instead
```script
MIRA: I said stop right there now and he did.
```

## Options
`words`: how many words in capitals make a run; one of a single letter does not count.

## Fix safety
Unsafe: an abbreviation among them loses its capitals, and the stress goes. If it is to be shouted,
say so with a tag.

## Evidence
Documented: docs.inworld.ai, Steering: capitals are emphasis; runs: practice elsewhere. August 2026.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import Rule
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_CAPITAL = "A-ZÀ-ÖØ-ÞА-ЯЁΑ-Ω"
_REST = f"[{_CAPITAL}'’-]*+(?!\\w)"
_RUN = pattern(f"[{_CAPITAL}](?<![\\w'’-].){_REST}(?:[ \\n][{_CAPITAL}]{_REST})++")
_LETTERS = pattern(f"[{_CAPITAL}]{{2}}")
_SENTENCE_END = frozenset('.!?…:"“‘«')


@dataclass(frozen=True, slots=True)
class Options:
    """How long a run has to be."""

    words: int = 3


def check(context: Context, options: Options) -> Iterator[Finding]:
    """Neighbouring words in capitals."""
    for match in context.find(_RUN):
        words = match[0].split()
        if sum(1 for word in words if _LETTERS.match(word)) < options.words:
            continue
        span = Span(*match.span())
        calm = _lower(context, span)
        yield Finding(
            span,
            f"{len(words)} words in capitals are shouted or spelt out. "
            "Write them small, and keep capitals for the one word that is stressed.",
            (Fix("Write it small", (Edit.replace(span, calm),), Safety.UNSAFE),),
        )


def _lower(context: Context, span: Span) -> str:
    small = re.sub(r"\bi\b", "I", span.of(context.text).lower())
    before = context.spoken[max(0, span.start - 20) : span.start].rstrip(" \n\0")[-1:]
    opens = not before or before in _SENTENCE_END or context.opens_line(span.start)
    return small[:1].upper() + small[1:] if opens else small


RULE = Rule(
    code="VV510",
    name="all-caps-run",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    fix=Safety.UNSAFE,
    options=Options,
)
