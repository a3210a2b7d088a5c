"""An angle tag that is never closed.

In a stream the service holds text back from a `<` until its `>` arrives. If that never comes,
nothing after it is spoken. Elsewhere the rest of the tag is read aloud.

## Example
```script
MIRA: <lang lang="es-ES"Hola, amigo.</lang>
```

## Use instead
```script
MIRA: <lang lang="es-ES">Hola, amigo.</lang>
```

## Fix safety
Unsafe: `>` is put behind a tag that the service knows, and only the writer knows whether it ends
there.

## Evidence
Documented: the vendor's WebSocket samples, autumn 2026: a `<` that never closes holds back
everything after it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.syntax import NodeKind
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_START = pattern(r"</?[A-Za-z][\w:-]{0,40}")
_BREAK = pattern(r"<break[ \t]+time[ \t]{0,3}=[ \t]{0,3}[\"'“”]?[0-9.,]", re.IGNORECASE)
_KNOWN = pattern(
    r"<(?:/(?:lang|verbatim|say-as)|verbatim|(?:lang|say-as|break)"
    r"(?:[ \t]{1,9}[\w:-]{1,20}=\"[^\"<>\r\n]{0,40}\"){1,3}(?:[ \t]{0,3}/)?)",
    re.IGNORECASE,
)


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """A `<` before a name without a `>` in its line; breaks have a rule of their own."""
    text = context.text
    if "<" not in text:
        return
    for node, _ in context.of_kind(NodeKind.STRAY):
        at = node.end - 1
        start = _START.match(text, at) if text[at] == "<" else None
        if start is None or _BREAK.match(text, at):
            continue
        known = _KNOWN.match(text, at)
        edits = (Edit.insert(known.end(), ">"),) if known else ()
        yield Finding(
            Span(at, (known or start).end()),
            "This tag is never closed, and a stream waits for its > before it speaks on. Close it, "
            "or write a lone < as a word.",
            (Fix("Close the tag", edits, Safety.UNSAFE),) if edits else (),
        )


RULE = Rule(
    code="VV321",
    name="unclosed-angle-tag",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-11",
    fix=Safety.UNSAFE,
)
