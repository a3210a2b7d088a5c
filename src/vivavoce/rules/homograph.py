"""A word whose spelling has several sounds.

`I read it` may be now or yesterday, and `lead` a metal or the first place. The model guesses from
the context, and guesses again in every take. Only words that are hard to guess are told; the table
of all of them is in `grammars/phonetics/homographs.toml`.

## Example
```script
MIRA: The bass was too loud, and the lead pipes shook.
```

## Use instead
```script
MIRA: The /beɪs/ was too loud, and the /lɛd/ pipes shook.
```

## Options
- `every`: tell all homographs of the table, those included whose reading the grammar settles.
- `ignore`: hard ones not to tell; those here are so common that engines know them.

## Fix safety
A suggestion, one for each reading: only the writer knows which word it is.

## Evidence
Practice elsewhere: two speech engines read 25 and 31 of 39 such sentences right (measured, November
2026).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import Rule
from vivavoce.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context
    from vivavoce.phonetics.homographs import Homograph
    from vivavoce.text import Span


@dataclass(frozen=True, slots=True)
class Options:
    """What to tell.

    Attributes:
        every: whether to tell all homographs of the table, not the hard ones only.
        ignore: hard ones not to tell.
    """

    every: bool = False
    ignore: tuple[str, ...] = ("close", "content", "does", "excuse", "house", "live", "use")


def check(context: Context, options: Options) -> Iterator[Finding]:
    """Homographs in English text, each with its readings."""
    wanted = _choose(options)
    for span, word in context.find_words(wanted):
        utterance = context.utterance_at(span.start)
        language = context.language_of(utterance) if utterance else context.language
        if not language or language.lower().startswith("en"):
            yield _report(span, wanted[word])


@lru_cache(maxsize=8)
def _choose(options: Options) -> dict[str, Homograph]:
    from vivavoce.phonetics.homographs import load_homographs  # noqa: PLC0415 - reads a table

    return {
        word: homograph
        for word, homograph in load_homographs().items()
        if options.every or (homograph.worst and word not in options.ignore)
    }


def _report(span: Span, homograph: Homograph) -> Finding:
    fixes = tuple(
        Fix(
            f"Say /{sense.ipa}/ ({sense.meaning})",
            (Edit.replace(span, f"/{sense.ipa}/"),),
            Safety.SUGGEST,
        )
        for sense in homograph.senses
    )
    return Finding(span, _explain(homograph), fixes)


@lru_cache(maxsize=128)
def _explain(homograph: Homograph) -> str:
    readings = " or ".join(f"/{s.ipa}/ ({s.meaning})" for s in homograph.senses)
    ways = len(homograph.senses)
    return (
        f"“{homograph.word}” may be said in {ways} ways, and the model guesses. It is {readings}."
    )


RULE = Rule(
    code="VV701",
    name="homograph",
    severity=Severity.INFO,
    check=check,
    manual=__doc__,
    evidence="practice elsewhere",
    date="2026-11",
    fix=Safety.SUGGEST,
    options=Options,
)
