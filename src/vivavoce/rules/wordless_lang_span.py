"""A language span without a word.

Every span is synthesized on its own. One that holds nothing, or only punctuation, costs a switch of
language and gives nothing to speak.

## Example
```script
MIRA: <lang lang="es-ES">Hola</lang><lang lang="en-US">!</lang>
```

## Use instead
```script
MIRA: <lang lang="es-ES">Hola</lang>!
```

## Fix safety
Safe: the tags go, what they hold stays.

## Evidence
Documented: the vendor's language-switching sample, autumn 2026: never tag punctuation alone.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.lang_spans import find_lang_spans, holds_words
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.strip import strip_tags
from vivavoce.syntax.elements import Element
from vivavoce.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Closed spans without a letter or digit; those that hold spans wait for the next round."""
    text = context.text
    for span, following in pairwise((*find_lang_spans(context), None)):
        if span is None or span.closer is None:
            continue
        opener, closer = span.opener, span.closer
        if following is not None and following.opener.span.start < closer.span.start:
            continue
        if holds_words(text, opener.span.end, closer.span.start):
            continue
        edits = strip_tags(text, Element(opener, closer))
        yield Finding(
            Span(opener.span.start, closer.span.end),
            "This language span holds no word, so there is nothing to speak in that language. "
            "Take its tags out.",
            (Fix("Remove the tags", edits, Safety.SAFE),),
        )


RULE = Rule(
    code="VV315",
    name="wordless-lang-span",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-11",
    families="2",
    fix=Safety.SAFE,
)
