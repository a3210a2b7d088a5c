"""Two language spans of one language side by side.

Every span is synthesized on its own, so a sentence cut into spans of the same language loses its
melody at each cut.

## Example
```script
MIRA: <lang lang="es-ES">Hola,</lang> <lang lang="es-ES">amigo.</lang>
```

## Use instead
```script
MIRA: <lang lang="es-ES">Hola, amigo.</lang>
```

## Fix safety
Safe: the same words in the same language, in one span.

## Evidence
Documented: the vendor's language-switching sample, autumn 2026: never put two tags of the same
language side by side.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.lang_spans import find_lang_spans, is_same_language
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.text import Edit, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Closed spans that continue the one before."""
    text = context.text
    for span, following in pairwise(find_lang_spans(context)):
        if span.closer is None or span.utterance is not following.utterance:
            continue
        seam = Span(span.closer.span.end, following.opener.span.start)
        if seam.end < seam.start or seam.of(text).strip():
            continue
        if is_same_language(span.code, following.code):
            yield Finding(
                following.opener.span,
                "The span before is in the same language, and each span is spoken on its own. "
                "Make one span of the two.",
                (_join(text, span.closer.span, following.opener.span),),
            )


def _join(text: str, closer: Span, opener: Span) -> Fix:
    beside = text[closer.start - 1] + text[opener.end : opener.end + 1]
    glued = closer.end == opener.start and beside.isalnum()
    edits = Edit(closer, " " if glued else ""), Edit.delete(opener)
    return Fix("Make one span", edits, Safety.SAFE)


RULE = Rule(
    code="VV316",
    name="repeated-lang-span",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-11",
    families="2",
    fix=Safety.SAFE,
)
