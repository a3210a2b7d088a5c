"""Without normalisation, figures are read exactly as written.

With `normalize: off` the service takes the text literally: nothing turns `$1,249.99`, `3:45pm` or a
web address into words first. Write out what is to be heard, or leave normalisation on.

## Example
```script
---
normalize: off
---
NARRATOR: She counted 42 steps.
```

## Use instead
```script
---
normalize: off
---
NARRATOR: She counted forty-two steps.
```

## Fix safety
Suggested only: a whole number is offered in English words, but `1945` may be a year.

## Evidence
Documented: docs.inworld.ai, Generating speech, `applyTextNormalization`. August 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.dialects.delivery import is_english
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.numbers import GREATEST, spell_number
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_FIGURES = pattern(r"https?://[^\s\[\]<>\0]+|(?<!\w)www\.[^\s\[\]<>\0]+|[$£€¥#+-]?\d[\w.,:/%°-]*+")
_TRAILING = ".,:;-/"


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Figures and addresses, if the script turns normalisation off."""
    if context.setting("normalize") is not False:
        return
    for match in context.find(_FIGURES):
        written = match[0].rstrip(_TRAILING)
        span = Span(match.start(), match.start() + len(written))
        yield Finding(
            span,
            f"{written[:40]} is read as it stands, since normalisation is off. Write it in words.",
            _in_words(context, span, written),
        )


def _in_words(context: Context, span: Span, written: str) -> tuple[Fix, ...]:
    plain = written.replace(",", "")
    if not (plain.isascii() and plain.isdigit()) or plain[0] == "0" or int(plain[:7]) > GREATEST:
        return ()
    utterance = context.utterance_at(span.start)
    if not is_english(context.language_of(utterance) if utterance else None):
        return ()
    spelt = spell_number(int(plain))
    return (Fix(f"Write {spelt}", (Edit.replace(span, spelt),), Safety.SUGGEST),)


RULE = Rule(
    code="VV603",
    name="digits-without-normalisation",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    fix=Safety.SUGGEST,
)
