"""A language span without an end, or an end without a span.

A span lasts until `</lang>`. Without it the language reaches to the end of what is sent, and on a
WebSocket into the next message.

## Example
```script
MIRA: <lang lang="es-ES">Hola, <lang lang="en-US">my friend.</lang>
```

## Use instead
```script
MIRA: <lang lang="es-ES">Hola,</lang> <lang lang="en-US">my friend.</lang>
```

## Fix safety
Safe: the span is closed where it ends anyway, before the next span or at the end of the utterance;
a closing tag that closes nothing goes.

## Evidence
Documented: docs.inworld.ai, Language tags, autumn 2026. The vendor's language-switching sample: a
new opening tag starts a new span, spans do not nest.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.lang_spans import ELEMENT, find_lang_spans
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out
from vivavoce.syntax import Form
from vivavoce.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context
    from vivavoce.lint.lang_spans import LangSpan


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Opening tags without a closing one, and the other way round."""
    spans = find_lang_spans(context)
    for span, following in pairwise((*spans, None)):
        if span is not None and span.closer is None:
            end = _find_end(context.text, span, following)
            yield Finding(
                span.opener.span,
                "This language span has no end, so it reaches as far as it can. Put </lang> where "
                "the other language ends.",
                (Fix("Close the span", (Edit.insert(end, "</lang>"),), Safety.SAFE),),
            )
    for element, _ in context.elements if context.angles else ():
        if element.tag.name == ELEMENT and element.tag.form is Form.CLOSE:
            place = element.tag.span
            edit = cut_out(context.text, place.start, place.end)
            yield Finding(
                place,
                "This tag closes no language span; it may be read aloud. Take it out.",
                (Fix("Remove </lang>", (edit,), Safety.SAFE),),
            )


def _find_end(text: str, span: LangSpan, following: LangSpan | None) -> int:
    """Where an unclosed span ends: before the next one, or with the utterance."""
    last = len(text)
    if following is not None and following.utterance is span.utterance:
        last = following.opener.span.start
    least = span.opener.span.end
    segments = span.utterance.segments
    for index in range(bisect_left(segments, (last, last)) - 1, -1, -1):
        start, end = max(segments[index][0], least), min(segments[index][1], last)
        end = start + len(text[start:end].rstrip())
        if end > start:
            return end
        if start == least:
            break
    return least


RULE = Rule(
    code="VV313",
    name="unclosed-lang-span",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-11",
    families="2",
    fix=Safety.SAFE,
)
