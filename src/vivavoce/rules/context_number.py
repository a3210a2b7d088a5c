"""Numbers whose reading depends on what they are.

`room 1201` is "twelve oh one" or "one thousand two hundred and one"; `555-1234` may become a sum;
`A7X9` and `v1.2.3` are guessed at; `Henry VIII` may end in letters, and `St.` is a saint or a
street. A listener cannot look it up, so write how it is meant.

## Example
```script
MIRA: The code is A7X9, and my number is 555-1234.
```

## Use instead
```script
MIRA: The code is <verbatim>A7X9</verbatim>, and my number is five five five, one two three four.
```

## Options
`shortest`: from how many characters on a mix of letters and digits counts as a code.

## Fix safety
Suggested only: a number may be a quantity after all.

## Evidence
Documented: docs.inworld.ai, Generating speech and Verbatim; the vendor's text checker. August 2026.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import Rule
from vivavoce.lint.words import words
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_FIGURES = pattern(r"[0-9][\w-]{0,40}+(?:\.\d{1,5}){0,3}+(?![\w/-]|[.,]\d)")
_LETTERS_BEFORE = pattern(r"(?:\A|[^\w$£€¥.,/#)-])([A-Za-z]{0,9})\Z")
_PHONE = pattern(r"\d{3}-\d{4}|\d{3}-\d{3}-\d{4}")
_VERSION = pattern(r"[vV]?\d{1,4}(?:\.\d{1,5}){2,3}")
_UNIT = pattern(r"\d+([A-Za-z]{1,3})")
_NAME_DIGIT = pattern(r"[A-Za-z]{2,5}-?\d{1,2}")
_NUMERAL = pattern(r"[IVX](?:(?<=[XV])|[IVX])[IVX]{0,4}+(?!\w)")
_ROMAN = pattern(r"X{0,2}(?:IX|IV|V?I{0,3})")
_NAME = pattern(r"([A-Z][a-z]+(?: Paul)?) \Z")
_SAINT = pattern(r"St\.(?<!\w...)(?= [A-Z])")
_VALUES = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class Options:
    """What counts as a code."""

    shortest: int = 4


def check(context: Context, options: Options) -> Iterator[Finding]:
    """Codes, telephone numbers, versions, rulers and saints."""
    text = context.text
    for match in context.find(_FIGURES):
        if finding := _read_figures(context, match, options):
            yield finding
    yield from _rulers(context)
    if "St. " in text:
        for match in context.find(_SAINT):
            fixes = tuple(
                Fix(f"Write {word}", (Edit.replace(Span(*match.span()), word),), Safety.SUGGEST)
                for word in ("Saint", "Street")
            )
            yield Finding(
                Span(*match.span()), "St. is read as Saint or as Street. Write it out.", fixes
            )


@cache
def _code_words() -> frozenset[str]:
    return frozenset(words("numbers")["codes"]["words"])


def _read_figures(context: Context, match: re.Match[str], options: Options) -> Finding | None:
    spoken = context.spoken
    head = _LETTERS_BEFORE.search(spoken[max(0, match.start() - 10) : match.start()])
    if head is None:
        return None
    span = Span(match.start() - len(head[1]), match.end())
    figures = span.of(spoken)
    if _PHONE.fullmatch(figures):
        return _telephone(span, figures)
    if _VERSION.fullmatch(figures):
        return _verbatim(span, figures, "is a version, or a date, or a sum")
    if not figures.isdigit():
        return (
            _verbatim(span, figures, "is read by guesswork") if _is_code(figures, options) else None
        )
    before = spoken[max(0, span.start - 24) : span.start].lower().replace("\0", " ").split()[-2:]
    if len(figures) >= 3 and not _code_words().isdisjoint(word.strip(".,:#") for word in before):
        return _verbatim(span, figures, "is read as a quantity, not digit by digit")
    return None


def _telephone(span: Span, figures: str) -> Finding:
    groups = ", ".join(_digits(group) for group in figures.split("-"))
    fix = Fix(f"Write {groups}", (Edit.replace(span, groups),), Safety.SUGGEST)
    return Finding(
        span, f"{figures} may be read as a sum or a range. Write the digits out.", (fix,)
    )


def _is_code(figures: str, options: Options) -> bool:
    """Whether letters and digits are mixed as in a code, not as in `21st`, `mp3` or `10ms`."""
    if len(figures) < options.shortest or not any(char.isalpha() for char in figures):
        return False
    unit = _UNIT.fullmatch(figures)
    if unit and unit[1].lower() in words("numbers")["codes"]["plain"]["units"]:
        return False
    upper = figures.upper() == figures
    return upper and not _NAME_DIGIT.fullmatch(figures) and figures.isascii()


def _verbatim(span: Span, figures: str, what: str) -> Finding:
    edit = Edit.replace(span, f"<verbatim>{figures}</verbatim>")
    return Finding(
        span,
        f"{figures} {what}. Spell it out in words, or between <verbatim> tags.",
        (Fix("Put it between <verbatim> tags", (edit,), Safety.SUGGEST),),
    )


def _digits(group: str) -> str:
    ones = words("numbers")["spelling"]["ones"]
    return " ".join(ones[int(digit)] for digit in group)


def _rulers(context: Context) -> Iterator[Finding]:
    table = words("numbers")["regnal"]
    for match in context.find(_NUMERAL):
        head = _NAME.search(context.spoken[max(0, match.start() - 24) : match.start()])
        if head is None or head[1] not in table["names"] or not _ROMAN.fullmatch(match[0]):
            continue
        number = _roman(match[0])
        if number > len(table["ordinals"]):
            continue
        span = Span(*match.span())
        name = f"the {table['ordinals'][number - 1]}"
        fix = Fix(f"Write {name}", (Edit.replace(span, name),), Safety.SUGGEST)
        yield Finding(
            span,
            f"{head[1]} {match[0]} may end in letters or a plain number. Write {name}.",
            (fix,),
        )


def _roman(numeral: str) -> int:
    values = [_VALUES[char] for char in numeral]
    return sum(
        -value if value < max(values[index:], default=0) else value
        for index, value in enumerate(values)
    )


RULE = Rule(
    code="VV602",
    name="context-number",
    severity=Severity.INFO,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    fix=Safety.SUGGEST,
    options=Options,
)
