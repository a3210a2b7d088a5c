"""Left-over Markdown is read out.

Text that was written for a page brings headings, bullets, quotes, tables, rulers, backticks and
underscores along. A voice has no page: it says "hash", "dash" or "underscore", or stumbles.

## Example
```script
NARRATOR: Take these along:
- a `lamp`
- a _warm_ coat
```

## Use instead
```script
NARRATOR: Take these along:
a lamp
a warm coat
```

## Fix safety
Safe: only marks go, every word stays in its place. The cells of a table are joined by commas. A
list or a table often still needs a sentence of its own, which no program can write.

## Evidence
Documented: docs.inworld.ai, Prompting for TTS, and the vendor's text checker, August 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.dialects.delivery import is_english
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_HEADING = pattern(r"#(?<![^\s\0].)#{0,5}[ \t]{1,20}(?=[^\s\0])")
_BULLET = pattern(r"[-*+•](?<![^\s\0].)[ \t]{1,20}(?=[^\s\0])")
_QUOTE = pattern(r">(?<![^\s\0].)>{0,8}[ \t]{0,20}(?=[^\s\0>])")
_RULER = pattern(r"([-*_=])(?:[ \t]*+\1){2,}+[ \t]*+")
_REST = pattern(r"[-*_= \t]*+(?![^\r\n\0])")
_CODE = pattern(r"(`{1,9})([^`\n\r\0]+)(`{1,9})")
_FENCE = pattern(r"`{3,9}(\w{0,20})[ \t]*(?![^\r\n\0])")
_UNDERSCORE = pattern(r"(_(?<!\w.)_?)(?=[^\W_])([^_\n\r\0]{1,200})(?<=\S)\1(?!\w)")
_STRIKE = pattern(r"~~(?=[^\s~])([^~\n\r\0]{1,200})(?<=\S)~~")
_TABLE = pattern(r"(?:\A|\n|\0)[ \t]{0,20}(\|[^\r\n\0]*\|)[ \t]*+(?![^\r\n\0])")
_DIVIDER = pattern(r"[|:\- \t]+")
_LINE_ENDS = frozenset(("", "\r", "\n", "\0"))
_LIST_GOES_ON = frozenset(".:;!?…")


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Every mark of Markdown but asterisks around words and links, which have their own rules."""
    text = context.spoken
    if "# " in text or "#\t" in text:
        yield from _line_marks(context, _HEADING, "heading mark")
    if ">" in text:
        yield from _line_marks(context, _QUOTE, "quote mark")
    yield from _bullets(context)
    if any(pair in text for pair in ("--", "**", "__", "==", "* *", "- -", "_ _")):
        yield from _rulers(context)
    if "`" in text:
        yield from _around(context, _CODE, "Backticks are", 1, 3)
        yield from _fences(context)
    if "_" in text:
        yield from _around(context, _UNDERSCORE, "Underscores are", 1, 1)
    if "~~" in text:
        yield from _around(context, _STRIKE, "Tildes are", 0, 0)
    if "|" in text:
        yield from _tables(context)


def _line_marks(context: Context, pattern: re.Pattern[str], what: str) -> Iterator[Finding]:
    for match in context.find(pattern):
        if context.opens_line(match.start()):
            yield _mark(match, what)


def _mark(match: re.Match[str], what: str, fix: Fix | None = None) -> Finding:
    span = Span(*match.span())
    fix = fix or Fix(f"Remove the {what}", (Edit.delete(span),), Safety.SAFE)
    written = match[0].strip()
    seen = Span(span.start, span.start + len(written))
    return Finding(seen, f"The {what} {written} is spoken or garbled. {fix.title}.", (fix,))


def _bullets(context: Context) -> Iterator[Finding]:
    text = context.spoken
    if not any(mark in text for mark in ("- ", "* ", "+ ", "• ", "-\t", "*\t", "+\t", "•\t")):
        return
    for items in _lists(context):
        whole = tuple(Edit.delete(Span(*item.span())) for item in items)
        title = "Remove the bullets" if len(items) > 1 else "Remove the bullet"
        for item in items:
            # The first carries the whole list, since a list without its head is no list any more.
            edits = whole if item is items[0] else (Edit.delete(Span(*item.span())),)
            yield _mark(item, "bullet", Fix(title, edits, Safety.SAFE))


def _lists(context: Context) -> Iterator[list[re.Match[str]]]:
    items: list[re.Match[str]] = []
    for match in context.find(_BULLET):
        start = match.start()
        if not context.opens_line(start) or _REST.match(context.spoken, match.end()):
            continue
        line_end = context.text.find("\n", items[-1].end()) if items else -1
        goes_on = line_end >= 0 and not context.text[line_end:start].strip()
        if goes_on:
            items.append(match)
        elif _is_list(context, start):
            if items:
                yield items
            items = [match]
        elif items:
            yield items
            items = []
    if items:
        yield items


def _is_list(context: Context, start: int) -> bool:
    """Whether a line that opens with a bullet opens a list: a dash may also be wrapped prose.

    Behind a sentence or at the head of an utterance it does. Some languages open speech with a
    hyphen, so there the head of an utterance proves nothing.
    """
    text = context.text
    utterance = context.utterance_at(start)
    if utterance and not text[utterance.segments[0][0] : start][:90].strip():
        return text[start] != "-" or is_english(context.language_of(utterance))
    return text[max(0, start - 80) : start].rstrip()[-1:] in _LIST_GOES_ON


def _rulers(context: Context) -> Iterator[Finding]:
    spoken = context.spoken
    for match in context.find(_RULER):
        closes = spoken[match.end() : match.end() + 1] in _LINE_ENDS
        if closes and context.opens_line(match.start()):
            span = Span(match.start(), match.start() + len(match[0].rstrip()))
            fix = Fix("Remove the line", (cut_out(context.text, *match.span()),), Safety.SAFE)
            yield Finding(span, "A ruler is nothing a voice can say. Remove it.", (fix,))


def _around(
    context: Context, pattern: re.Pattern[str], subject: str, opening: int, closing: int
) -> Iterator[Finding]:
    for match in context.find(pattern):
        span = Span(*match.span())
        width = len(match[opening]) if opening else 2
        end = len(match[closing]) if closing else 2
        edits = (
            Edit.delete(Span(span.start, span.start + width)),
            Edit.delete(Span(span.end - end, span.end)),
        )
        yield Finding(
            span,
            f"{subject} read out or swallowed, they mean nothing to a voice. Remove them.",
            (Fix("Remove them", edits, Safety.SAFE),),
        )


def _fences(context: Context) -> Iterator[Finding]:
    for match in context.find(_FENCE):
        if context.opens_line(match.start()):
            safety = Safety.UNSAFE if match[1] else Safety.SAFE
            edit = cut_out(context.text, *match.span())
            yield Finding(
                Span(*match.span()),
                "A fence of backticks is read out or swallowed. Remove the line.",
                (Fix("Remove the line", (edit,), safety),),
            )


def _tables(context: Context) -> Iterator[Finding]:
    for match in context.find(_TABLE):
        if not context.opens_line(match.start(1)) or len(match[1]) < 2:
            continue
        span = Span(*match.span(1))
        if _DIVIDER.fullmatch(match[1]):
            edit = cut_out(context.text, span.start, span.end)
        else:
            cells = [cell.strip() for cell in match[1].strip("|").split("|")]
            edit = Edit.replace(span, ", ".join(cell for cell in cells if cell))
        yield Finding(
            span,
            "A table row cannot be read aloud. Join the cells with commas, or write a sentence.",
            (Fix("Join the cells with commas", (edit,), Safety.SAFE),),
        )


RULE = Rule(
    code="VV505",
    name="markdown-residue",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    fix=Safety.SAFE,
)
