"""A gap that nobody has filled in.

`{{name}}`, `[NAME]`, `TODO` and `TK` are notes to somebody, not lines to speak. They are read out
letter by letter or, in square brackets, taken for an instruction.

## Example
```script
MIRA: Hi {{name}}, your table is ready.
```

## Use instead
```script
MIRA: Hi Jonas, your table is ready.
```

## Options
- `allow`: placeholders to leave alone, as written, for scripts that a program fills in later.

## Fix safety
No fix: only the writer knows what belongs there.

## Evidence
Reasoned (November 2026). A bare `TK` is a warning, because it may be somebody's initials; `TODO` is
a word in Spanish, Portuguese and some other languages, so there it needs a colon.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Severity
from vivavoce.lint.directions import read_direction
from vivavoce.lint.placeholders import is_placeholder
from vivavoce.lint.rule import Rule
from vivavoce.lint.words import words
from vivavoce.text import Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_TEMPLATE = pattern(
    r"\{\{[^{}\n\r]{0,80}\}\}|\{%[^{}\n\r]{1,80}%\}|\{[A-Za-z0-9_][\w.:-]{0,40}\}|\{\}"
    r"|\$\{[A-Za-z0-9_][\w.:-]{0,40}\}"
    r"|%\([A-Za-z_]\w{0,40}\)[sdf]|%(?<![\d%].)[sd]\b|%[A-Z][A-Z0-9_]{1,40}%"
)
_NOTE = pattern(r"\b(?:TODO|FIXME|TKTK|TK(?: TK)*)\b|\b[Ll]orem [Ii]psum\b")
_BLANK = pattern(r"_{3,}")
_NOTE_END = pattern(r"[ \t]*[:(]|[ \t]+[-–—]")
_NEXT_WORD = pattern(r"[- \t]+([A-Za-z]+)")
_PART_OF_NAME = pattern(r"[’']s?\b|[ \t]+[A-Z][a-z]|&")


@dataclass(frozen=True, slots=True)
class Options:
    """Options of the rule.

    Attributes:
        allow: placeholders to leave alone, as written.
    """

    allow: tuple[str, ...] = ()


def check(context: Context, options: Options) -> Iterator[Finding]:
    """Placeholders in brackets of any kind, template variables and notes of the writer."""
    found = [*_find_in_brackets(context), *_find_in_text(context)]
    for span in found:
        if span.of(context.text) not in options.allow:
            yield _report(context.text, span)


def _find_in_brackets(context: Context) -> Iterator[Span]:
    for node, tag, _ in context.tags:
        if is_placeholder(tag.body):
            yield node.span
    for node, _, _ in context.angles:
        if is_placeholder(context.text[node.start + 1 : node.end - 1].strip("/ ")):
            yield node.span


def _find_in_text(context: Context) -> Iterator[Span]:
    text, spoken = context.text, context.spoken
    if "{" in spoken or "%" in spoken:
        for match in context.find(_TEMPLATE):
            body = match[0].strip("{}").replace("_", " ")
            if match[0][0] != "{" or not read_direction(body, context.dialect):
                yield Span(*match.span())
    if any(note in spoken for note in ("TODO", "TK", "FIXME", "psum")):
        for match in context.find(_NOTE):
            if _is_note(context, match):
                yield Span(*match.span())
    if "___" in text:
        for match in context.find(_BLANK):
            if not _fills_line(text, match):
                yield Span(*match.span())


def _is_note(context: Context, match: re.Match[str]) -> bool:
    if match[0] == "TK":
        return not _PART_OF_NAME.match(context.text, match.end())
    if match[0] != "TODO" or _NOTE_END.match(context.text, match.end()):
        return True
    table = words("placeholders")
    following = _NEXT_WORD.match(context.text, match.end(), match.end() + 40)
    word = following[1].lower() if following else ""
    if word in table["list_words"]:
        return False
    language = (context.language or "").lower().replace("_", "-").partition("-")[0]
    return language not in ("", *table["todo_languages"]) or word in table["note_words"]


def _fills_line(text: str, match: re.Match[str]) -> bool:
    """Whether the line is a rule drawn across the page."""
    before = text[max(match.start() - 1, 0) : match.start()]
    return before in "\r\n" and text[match.end() : match.end() + 1] in "\r\n"


def _report(text: str, span: Span) -> Finding:
    return Finding(
        span,
        "This looks like a gap that was to be filled in later; as it stands it is read out or "
        "steers the delivery. Put in the words that should be spoken.",
        severity=Severity.WARNING if span.of(text) == "TK" else None,
    )


RULE = Rule(
    code="VV008",
    name="placeholder-left",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="reasoned",
    date="2026-11",
    options=Options,
)
