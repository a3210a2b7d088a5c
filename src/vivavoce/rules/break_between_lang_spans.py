"""A break between two language spans.

Outside every span a break belongs to neither language and is synthesized on its own. A pause at a
switch of language goes to the end of the earlier span.

## Example
```script
MIRA: <lang lang="es-ES">Hola.</lang> <break time="200ms" /> <lang lang="en-US">Hello.</lang>
```

## Use instead
```script
MIRA: <lang lang="es-ES">Hola. <break time="200ms" /></lang> <lang lang="en-US">Hello.</lang>
```

## Fix safety
Safe: the same words and the same pause at the same place.

## Evidence
Documented: docs.inworld.ai, Language tags, autumn 2026.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.lang_spans import find_lang_spans
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_BREAK = pattern(r"\s*(<break\b[^<>\r\n]*>)\s*", re.IGNORECASE)


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """A lone break between one span and the next."""
    text = context.text
    for span, following in pairwise(find_lang_spans(context)):
        if span.closer is None or span.utterance is not following.utterance:
            continue
        between = Span(span.closer.span.end, following.opener.span.start)
        match = _BREAK.fullmatch(text, between.start, max(between.start, between.end))
        if match:
            blank = "" if text[span.closer.span.start - 1].isspace() else " "
            edits = (
                Edit.insert(span.closer.span.start, blank + match[1]),
                Edit(between, " "),
            )
            yield Finding(
                Span(*match.span(1)),
                "This break stands between two language spans. Put it at the end of the earlier "
                "one, inside the span.",
                (Fix("Move it into the earlier span", edits, Safety.SAFE),),
            )


RULE = Rule(
    code="VV317",
    name="break-between-lang-spans",
    severity=Severity.INFO,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-11",
    families="2",
    fix=Safety.SAFE,
)
