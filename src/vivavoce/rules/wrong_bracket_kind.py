"""A sound or a manner of speaking in brackets that are not square.

`(laughs)`, `{sigh}`, `<laugh/>` and `【sigh】` belong to other engines or to the printed page. Here
they are read aloud or swallowed; only square brackets make a tag. Parentheses are reported only
where they hold a sound; other stage directions in them have a rule of their own.

## Example
```script
MIRA: <laugh/> You should have seen his face.
```

## Use instead
```script
MIRA: [laugh] You should have seen his face.
```

## Fix safety
A suggestion, never applied in bulk: brackets of these kinds may belong to the text itself.

## Evidence
Field report, May 2026: on tts-1.5-max `<laugh/>` gave silence and `(laughs)` was sometimes spoken.
The angle form is the notation of the vendor's open training code, not of the service.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.directions import read_direction, read_tag_name
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.words import words
from vivavoce.syntax import Form
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from vivavoce.lint.context import Context
    from vivavoce.lint.directions import Direction

_BODY = "[A-Za-z][A-Za-z _-]{0,40}"
_OTHER = pattern(rf"\{{({_BODY})\}}|【\s*({_BODY})\s*】|［\s*({_BODY})\s*］")
_ROUND = pattern(rf"\(({_BODY})[.!]?\)")
_OPENING = pattern(r"(?:\A|[.!?…—–\n\r\0\"“”>\]])[ \t]*\Z")


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Names of tags between the wrong brackets."""
    yield from _check_angles(context)
    text = context.spoken
    if "{" in text or "【" in text or "［" in text:
        for match in context.find(_OTHER):
            body = match[1] or match[2] or match[3]
            direction = read_tag_name(body, context.dialect)
            if direction and _is_single(text, match):
                yield _report(Span(*match.span()), direction)
    if "(" in text:
        for match in context.find(_ROUND):
            direction = read_direction(match[1].replace("_", " "), context.dialect)
            if direction and direction.kind == "sound" and _is_direction(context, match, direction):
                yield _report(Span(*match.span()), direction)


def _is_single(text: str, match: re.Match[str]) -> bool:
    """Whether braces are not doubled, as those of a template are."""
    return text[match.start() - 1 : match.start()] not in {"{", "$"}


def _is_direction(context: Context, match: re.Match[str], direction: Direction) -> bool:
    """Whether `(pants)` is a direction and not the other word for trousers."""
    before = context.spoken[max(match.start() - 20, 0) : match.start()]
    if _OPENING.search(before):
        return direction.inflected or match[1][0].isupper() or context.opens_line(match.start())
    return match[1].lower() in words("brackets")["never_nouns"]


def _check_angles(context: Context) -> Iterator[Finding]:
    dialect = context.dialect
    for node, angle, _ in context.angles:
        if angle.attributes or not angle.name[0].isalpha():
            continue
        direction = read_tag_name(angle.name, dialect)
        if direction is None or direction.kind == "pause":
            continue
        if angle.form is Form.CLOSE:
            ends = direction.kind == "manner" and dialect.steers and dialect.table["tags"]["reset"]
            yield _report(node.span, direction, f"[{ends[0]}]" if ends else "")
        elif direction.markup and context.text[node.end : node.end + 1].isalnum():
            yield _report(node.span, direction, direction.markup + " ")
        else:
            yield _report(node.span, direction)


def _report(span: Span, direction: Direction, markup: str | None = None) -> Finding:
    markup = direction.markup if markup is None else markup
    instead = f"write {markup.rstrip()}" if markup else "take it out"
    title = f"Replace with {markup.rstrip()}" if markup else "Remove"
    return Finding(
        span,
        "Only square brackets make a tag; these are read aloud or swallowed. "
        f"To have it performed, {instead}.",
        (Fix(title, (Edit(span, markup),), Safety.SUGGEST),),
    )


RULE = Rule(
    code="VV004",
    name="wrong-bracket-kind",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="field report",
    date="2026-05",
    fix=Safety.SUGGEST,
)
