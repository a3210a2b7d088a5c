"""A square bracket without its partner.

A tag needs both brackets. Without the closing one the model may take the rest of the line for a
tag, so that nothing of it is spoken; without the opening one the words of the tag are read aloud.

## Example
```script
MIRA: [happy I can't believe it!
```

## Use instead
```script
MIRA: [happy] I can't believe it!
```

## Fix safety
Unsafe: where the words beside the bracket are a known tag, the missing bracket is put around them,
but only the writer knows how far the tag was meant to reach. Where no tag is to be seen, taking the
bracket out is offered.

## Evidence
Reasoned: the vendor's own checker sees a tag as `[`, anything but `]`, and `]`; what a lone bracket
does is not documented (November 2026).
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.directions import read_direction
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.syntax import NodeKind
from vivavoce.syntax.brackets import match_brackets
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.dialects import Dialect
    from vivavoce.lint.context import Context

_NEAR = 60
_WORDS = 4
_OTHER_CLOSER = pattern(r"[A-Za-z][A-Za-z ,_-]{0,60}([)}>】］])")
_OTHER_OPENER = pattern(r"([({<【［])[A-Za-z][A-Za-z ,_-]{0,60}\Z")
_FIRST_WORDS = pattern(r"[ \t]*([A-Za-z]+(?:[ _][A-Za-z]+){0,3})")
_LAST_WORDS = pattern(r"(?:[A-Za-z]+[ _]){0,3}[A-Za-z]+\Z")
_OVER_LINE = pattern(r"[^\[\]<>\r\n]{1,60}?([ \t]*(?:\r\n?|\n)[ \t]*)[^\[\]<>\r\n]{0,60}\Z")
_TAGS = frozenset({TagKind.EMOTION, TagKind.STYLE, TagKind.SOUND, TagKind.RESET})


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Runs of brackets that nothing pairs with."""
    text = context.text
    if "[" not in text and "]" not in text:
        return
    strays = (mark.node for mark in context.of_kind(NodeKind.STRAY))
    runs = match_brackets(text, strays)[1]
    closed: Span | None = None
    for run, after in zip_longest(runs, runs[1:]):
        if run is closed:
            continue
        broken = _find_line_end(context, run, after) if text[run.start] == "[" else None
        if broken is None or after is None:
            report = _report_opener if text[run.start] == "[" else _report_closer
            yield report(context, run)
            continue
        closed = after
        yield Finding(
            Span(run.start, after.end),
            "This tag runs over the end of a line, where the model may not see it as one. "
            "Keep it on one line.",
            (Fix("Join the tag", (Edit(broken, " "),), Safety.UNSAFE),),
        )


def _find_line_end(context: Context, opener: Span, closer: Span | None) -> Span | None:
    """The line end inside a tag that stands on two lines of one utterance."""
    if closer is None or context.text[closer.start] != "]" or closer.start - opener.end > 2 * _NEAR:
        return None
    if context.utterance_at(opener.start) is not context.utterance_at(closer.start):
        return None
    match = _OVER_LINE.match(context.text, opener.end, closer.start)
    return Span(*match.span(1)) if match else None


def _report_opener(context: Context, run: Span) -> Finding:
    return Finding(
        run,
        "This bracket is never closed. The model may take the rest of the line for a tag and leave "
        "it unspoken: put ] behind the tag, or take the bracket out.",
        (_mend_opener(context, run),),
    )


def _mend_opener(context: Context, run: Span) -> Fix:
    text, end = context.text, run.end
    if text[end : end + 1] == "[":
        return Fix("Remove the spare bracket", (Edit.delete(run),), Safety.UNSAFE)
    other = _OTHER_CLOSER.match(text, end)
    if other:
        return Fix("Replace with ]", (Edit(Span(*other.span(1)), "]"),), Safety.UNSAFE)
    first = _FIRST_WORDS.match(text, end, end + _NEAR)
    for length in range(_WORDS, 0, -1):
        body = _take(first[1], length, first=True) if first else ""
        if first and _names_tag(body, context.dialect):
            close = first.start(1) + len(body)
            return Fix(f"Close the tag: [{body}]", (Edit.insert(close, "]"),), Safety.UNSAFE)
    return Fix("Remove the bracket", (Edit.delete(run),), Safety.SUGGEST)


def _report_closer(context: Context, run: Span) -> Finding:
    return Finding(
        run,
        "This bracket closes no tag. The words before it are read aloud, and perhaps the bracket "
        "too: put [ before the tag, or take the bracket out.",
        (_mend_closer(context, run),),
    )


def _mend_closer(context: Context, run: Span) -> Fix:
    text, start = context.text, run.start
    if text[start - 1 : start] == "]":
        return Fix("Remove the spare bracket", (Edit.delete(run),), Safety.UNSAFE)
    near = max(start - _NEAR, 0)
    other = _OTHER_OPENER.search(text[near:start])
    if other:
        at = near + other.start(1)
        return Fix("Replace with [", (Edit(Span(at, at + 1), "["),), Safety.UNSAFE)
    last = _LAST_WORDS.search(text[near:start])
    for length in range(_WORDS, 0, -1):
        body = _take(last[0], length, first=False) if last else ""
        if last and _names_tag(body, context.dialect):
            opened = Edit.insert(start - len(body), "[")
            return Fix(f"Open the tag: [{body}]", (opened,), Safety.UNSAFE)
    return Fix("Remove the bracket", (Edit.delete(run),), Safety.SUGGEST)


def _take(phrase: str, length: int, *, first: bool) -> str:
    """The first or last words of a phrase; all of it if it has no more."""
    words = re.split(r"(?<=[ _])", phrase)
    return "".join(words[:length] if first else words[-length:]).rstrip(" _")


def _names_tag(body: str, dialect: Dialect) -> bool:
    if dialect.classify(body).kind in _TAGS:
        return True
    if body.lower() in dialect.table["tags"].get("instructions", {}).get("words", ()):
        return True
    direction = read_direction(body, dialect)
    return direction is not None and direction.kind == "manner" and bool(direction.markup)


RULE = Rule(
    code="VV001",
    name="unclosed-bracket",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="reasoned",
    date="2026-11",
    fix=Safety.UNSAFE,
)
