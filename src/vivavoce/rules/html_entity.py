"""An HTML entity in spoken text.

`&amp;` and its kin stand for one character on a web page. Here they are read as letters and signs.

## Example
```script
MIRA: We watched Tom &amp; Jerry.
```

## Use instead
```script
MIRA: We watched Tom & Jerry.
```

## Fix safety
Safe: the character that was meant takes the entity's place; entities for blanks become a blank,
invisible ones go. Where the character would be read as markup (`&lt;`, `&#91;`) the fix is unsafe.

## Evidence
Reasoned (November 2026): the service takes plain text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_ENTITY = pattern(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_MARKUP = frozenset("[]<>/*")
_TITLES = {" ": "Replace with a blank", "": "Remove it"}


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Entities that HTML defines."""
    if "&" not in context.text:
        return
    for match in context.find(_ENTITY):
        from html import unescape  # noqa: PLC0415 - its table is large and seldom needed

        meant = unescape(match[0])
        if meant == match[0]:
            continue
        span = Span(*match.span())
        plain = _flatten(meant)
        title = _TITLES.get(plain, f"Replace with {plain}")
        safety = Safety.UNSAFE if _MARKUP.intersection(plain) else Safety.SAFE
        yield Finding(
            span,
            f"{match[0]} is HTML, which is read out sign by sign. {title}.",
            (Fix(title, (_replace(context.text, span, plain),), safety),),
        )


def _flatten(meant: str) -> str:
    """The character that was meant: blanks as one plain blank, the invisible as nothing."""
    if meant.isspace():
        return " "
    return meant if meant.isprintable() and meant != "\ufffd" else ""


def _replace(text: str, span: Span, plain: str) -> Edit:
    if plain == " " and _near_blank(text, span):
        return cut_out(text, span.start, span.end)
    return Edit(span, plain)


def _near_blank(text: str, span: Span) -> bool:
    beside = text[max(span.start - 1, 0) : span.start] + text[span.end : span.end + 1]
    return any(map(str.isspace, beside))


RULE = Rule(
    code="VV307",
    name="html-entity",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="reasoned",
    date="2026-11",
    fix=Safety.SAFE,
)
