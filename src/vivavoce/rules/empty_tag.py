"""A tag with nothing in it.

Brackets without a word ask for nothing. Whether a model ignores them, reads them aloud or takes
them for an instruction is not documented, so they can only do harm. The same goes for brackets that
hold only punctuation, such as the `[…]` of a shortened quotation.

## Example
```script
MIRA: Well. [ ] Let us begin.
```

## Use instead
```script
MIRA: Well. Let us begin.
```

## Fix safety
Safe: no word is touched. From `[…]` and `[...]` only the brackets go, so that the pause stays.

## Evidence
Reasoned: empty brackets are not documented (docs.inworld.ai, Steering, August 2026).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out
from vivavoce.text import Edit
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_NO_WORD = pattern(r"[\s!-/:-@\\^-`{-~¡¿·•–—‘’“”…«»]*")
_LINK_END = pattern(r"\((?=[^()\s]{0,2000}[./:#])[^()\s]{1,2000}\)")


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Bracket tags without a letter or digit."""
    text = context.text
    for node, tag, _ in context.tags:
        if not _NO_WORD.fullmatch(tag.body) or _LINK_END.match(text, node.end):
            continue
        body = tag.body.strip()
        if body in {"…", "..."}:
            fix = Fix("Remove the brackets", (Edit(node.span, body),), Safety.SAFE)
        else:
            fix = Fix("Remove the tag", (cut_out(text, node.start, node.end),), Safety.SAFE)
        yield Finding(
            node.span,
            f"This tag holds no {'word' if body else 'text'}, so it asks for nothing. Models may "
            "read it aloud: take it out.",
            (fix,),
        )


RULE = Rule(
    code="VV003",
    name="empty-tag",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="reasoned",
    date="2026-11",
    fix=Safety.SAFE,
)
