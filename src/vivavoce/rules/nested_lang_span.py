"""A language span inside another.

Spans are flat: an opening tag inside a span starts a new one, and the first `</lang>` ends it. What
comes after it is in no span at all, although a second closing tag follows.

## Example
```script
MIRA: <lang lang="en-US">I said <lang lang="es-ES">hola</lang> to her.</lang>
```

## Use instead
```script
MIRA: <lang lang="en-US">I said</lang> <lang lang="es-ES">hola</lang> <lang lang="en-US">to her.</lang>
```

## Fix safety
Safe: the outer span is closed before the inner one and opened again behind it, so that every word
is spoken in the language it was tagged with.

## Evidence
Documented: the vendor's language-switching sample, autumn 2026: "flat".
"""  # noqa: E501 - an utterance of a script stands on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.lang_spans import find_lang_spans, holds_words
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.text import Edit, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context
    from vivavoce.lint.lang_spans import LangSpan


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Innermost spans that hold others; those around them wait for the next round."""
    spans = find_lang_spans(context)
    for index, outer in enumerate(spans):
        inner = spans[index + 1] if index + 1 < len(spans) else None
        if inner is None or not _holds(outer, inner):
            continue
        yield Finding(
            inner.opener.span,
            "Language spans do not nest: this one ends the one around it, and what follows it is "
            "in neither. Close the outer span first and open it again.",
            _flatten(context.text, outer, spans, index + 1),
        )


def _holds(outer: LangSpan, inner: LangSpan) -> bool:
    return (
        outer.closer is not None
        and inner.closer is not None
        and inner.closer.span.end <= outer.closer.span.start
    )


def _flatten(text: str, outer: LangSpan, spans: list[LangSpan], first: int) -> tuple[Fix, ...]:
    """Close and reopen the outer span around those inside; none if they hold spans themselves."""
    assert outer.closer is not None
    opener, closer = outer.opener.span, outer.closer.span
    edits: list[Edit] = []
    open_at, at, index = opener.start, opener.end, first
    while index < len(spans) and _holds(outer, spans[index]):
        inner = spans[index]
        assert inner.closer is not None
        if index + 1 < len(spans) and _holds(inner, spans[index + 1]):
            return ()
        edits += _wrap(text, opener.of(text), (open_at, at), inner.opener.span.start)
        open_at = at = inner.closer.span.end
        index += 1
    if not holds_words(text, at, closer.start):
        edits.append(Edit.delete(closer))
    else:
        at += len(text[at : closer.start]) - len(text[at : closer.start].lstrip())
        edits.append(Edit.insert(at, opener.of(text)))
    return (Fix("Write one span after the other", tuple(edits), Safety.SAFE),)


def _wrap(text: str, tag: str, begin: tuple[int, int], end: int) -> Iterator[Edit]:
    """Tag the words before an inner span, from where the outer tag stands or has to be repeated."""
    open_at, at = begin
    between = text[at:end]
    written = open_at < at
    if not holds_words(text, at, end):
        if written:
            yield Edit.delete(Span(open_at, at))
        return
    if not written:
        yield Edit.insert(at + len(between) - len(between.lstrip()), tag)
    yield Edit.insert(at + len(between.rstrip()), "</lang>")


RULE = Rule(
    code="VV314",
    name="nested-lang-span",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-11",
    families="2",
    fix=Safety.SAFE,
)
