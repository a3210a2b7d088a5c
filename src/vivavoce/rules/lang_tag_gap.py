"""Untagged words beside a language span.

Once a text has language spans, the rest of it goes to language detection, which reads all the rest
at once and may guess wrong. So every part of a mixed text is best tagged, the main language too.

## Example
```script
MIRA: They call it a <lang lang="es-ES">farola</lang>
```

## Use instead
```script
MIRA: <lang lang="en-US">They call it a</lang> <lang lang="es-ES">farola</lang>
```

## Fix safety
A suggestion, offered where the script says what language the line is in: tag the words with it.

## Evidence
Documented: docs.inworld.ai, Language tags, autumn 2026, and the vendor's language-switching sample.
"""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.lang_spans import find_lang_spans
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vivavoce.lint.context import Context
    from vivavoce.lint.lang_spans import LangSpan
    from vivavoce.syntax import Utterance

_LETTER = pattern(r"[^\W\d_]")
_EDGE = " \t\r\n\0,.;:!?…–—-"


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Stretches with letters outside every span of an utterance that has one."""
    for utterance, spans in groupby(find_lang_spans(context), attrgetter("utterance")):
        for start, end in _gaps(utterance, spans):
            words = context.spoken[start:end]
            if not _LETTER.search(words):
                continue
            begin = start + len(words) - len(words.lstrip(_EDGE))
            span = Span(begin, start + len(words.rstrip(" \t\r\n\0")))
            yield Finding(
                span,
                "This text is in no language span while its neighbour is, so its language is "
                "guessed. Tag every part of a mixed text.",
                _tag(context, utterance, span),
            )


def _gaps(utterance: Utterance, spans: Iterable[LangSpan]) -> Iterator[tuple[int, int]]:
    at, end = utterance.segments[0][0], utterance.segments[-1][1]
    for span in spans:
        if span.opener.span.start > at:
            yield at, span.opener.span.start
        at = max(at, span.closer.span.end if span.closer else end)
    yield at, end


def _tag(context: Context, utterance: Utterance, span: Span) -> tuple[Fix, ...]:
    language = context.language_of(utterance)
    if not language or "\0" in context.spoken[span.start : span.end]:
        return ()
    tag = f'<lang lang="{language}">'
    edits = Edit.insert(span.start, tag), Edit.insert(span.end, "</lang>")
    return (Fix(f"Tag it with {tag}", edits, Safety.SUGGEST),)


RULE = Rule(
    code="VV312",
    name="lang-tag-gap",
    severity=Severity.INFO,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-11",
    families="2",
    fix=Safety.SUGGEST,
)
