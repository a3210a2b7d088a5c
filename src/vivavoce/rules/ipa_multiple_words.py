"""Several words between one pair of slashes.

A pair of slashes takes the place of one word. Of several words in one pair the rest may be lost,
and the words that follow are timed wrong.

## Example
```script
MIRA: We sailed to /kriːt ðɛn/ home.
```

## Use instead
```script
MIRA: We sailed to /kriːt/ /ðɛn/ home.
```

## Fix safety
Unsafe: the words are kept, but only the writer knows that each part is a word.

## Evidence
Documented: docs.inworld.ai, Custom pronunciation, autumn 2026 ("one word at a time").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context


_GAP = pattern(r"\s+")


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Transcriptions with a blank between two words."""
    for found in context.transcriptions:
        words = found.body.split()
        if len(words) < 2 or _is_spelt_out(found.body):
            continue
        at = found.span.start
        edits = tuple(
            Edit(Span(*gap.span()).shift(at), "/ /" if 0 < gap.start() < gap.end() < size else "")
            for size in (len(found.body),)
            for gap in _GAP.finditer(found.body)
        )
        fix = Fix(f"Part into {len(words)} pairs of slashes", edits, Safety.UNSAFE)
        yield Finding(
            found.whole,
            f"A pair of slashes holds one word, and here are {len(words)}, "
            "so some may not be spoken. Give each its own pair.",
            (fix,) if found.utterance else (),
        )


def _is_spelt_out(body: str) -> bool:
    """Whether the blanks part the sounds of one word, as ARPABET does."""
    from vivavoce.phonetics.alphabets.detection import detect  # noqa: PLC0415 - few texts have IPA

    return detect(body) is not None


RULE = Rule(
    code="VV402",
    name="ipa-multiple-words",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-11",
    fix=Safety.UNSAFE,
)
