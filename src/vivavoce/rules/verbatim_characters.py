"""A sign that is not spelt out.

Inside `<verbatim>` letters, digits, blanks and a few signs are read one by one. Any other sign is
read as in ordinary text, or not at all.

## Example
```script
MIRA: Your code is <verbatim>A€1</verbatim>.
```

## Use instead
```script
MIRA: Your code is <verbatim>A</verbatim> euro <verbatim>1</verbatim>.
```

## Fix safety
A suggestion: the name of the sign in words, between two spans. Only the writer knows what it should
be called.

## Evidence
Documented: docs.inworld.ai, Verbatim, September 2026, lists the characters.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.words import words
from vivavoce.syntax import NodeKind
from vivavoce.text import Edit, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context
    from vivavoce.syntax import Node


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Runs of characters that the vendor does not list."""
    spans = context.of_kind(NodeKind.VERBATIM)
    if not spans:
        return
    allowed = context.dialect.table["markup"]["verbatim_characters"]["allowed"]
    other = _others(allowed)
    for node, _ in spans:
        raw = node.children[1]
        for match in other.finditer(context.text, raw.start, raw.end):
            yield Finding(
                Span(*match.span()),
                f"{match[0][:9]} is not spelt out inside <verbatim>; it is read as in ordinary "
                f"text, or not at all. Only letters, digits, blanks and {allowed} are.",
                _name(context.text, node, match),
            )


@cache
def _others(allowed: str) -> re.Pattern[str]:
    return re.compile(rf"[^\w \t{re.escape(allowed)}]+")


def _name(text: str, node: Node, match: re.Match[str]) -> tuple[Fix, ...]:
    name = words("symbols")["names"].get(match[0])
    if name is None:
        return ()
    opener, raw, closer = node.children
    close = closer.of(text) if text[raw.start : match.start()].strip() else ""
    reopen = opener.of(text) if text[match.end() : raw.end].strip() else ""
    before, after = text[raw.start : match.start()], text[match.end() : raw.end]
    start = raw.start + len(before.rstrip()) if close else node.start
    end = raw.end - len(after.lstrip()) if reopen else node.end
    spoken = f"{close} {name}" if close else name
    edit = Edit(Span(start, end), f"{spoken} {reopen}" if reopen else spoken)
    return (Fix(f'Say "{name}"', (edit,), Safety.SUGGEST),)


RULE = Rule(
    code="VV308",
    name="verbatim-characters",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-09",
    fix=Safety.SUGGEST,
)
