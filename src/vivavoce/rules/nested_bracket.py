"""A bracket inside a bracket.

What a model makes of a tag inside a tag is not documented. As the vendor's checker reads it, the
inner brackets are the tag, and the outer ones are left over as text.

## Example
```script
MIRA: [[laugh]] You did it again.
```

## Use instead
```script
MIRA: [laugh] You did it again.
```

## Fix safety
Safe where the outer brackets hold nothing but tags: they go, and the tags stay as they are. Where
words stand between the outer brackets, the fix makes one tag of it all and is unsafe; where a whole
sentence stands there, taking the outer brackets out is offered.

## Evidence
Reasoned: nesting is not documented (docs.inworld.ai, Steering, August 2026); the vendor's checker
ends a tag at the first `]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.syntax import NodeKind
from vivavoce.syntax.brackets import match_brackets
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_INNER = pattern(r"\[[^\[\]]*\]")
_BRACKETS = pattern(r"[\[\]]+")
_SENTENCE_END = pattern(r"[.!?…:;]")
_LONGEST = 400


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Outermost pairs of brackets that hold another pair."""
    text = context.text
    if "[" not in text:
        return
    pairs, _ = match_brackets(text, (mark.node for mark in context.of_kind(NodeKind.STRAY)))
    for pair in pairs:
        yield Finding(
            pair,
            "Brackets stand inside brackets, and what a model makes of that is not defined. "
            "Write one pair.",
            _mend(text, pair) if len(pair) <= _LONGEST else (),
        )


def _mend(text: str, pair: Span) -> tuple[Fix, ...]:
    inner = list(_INNER.finditer(text, pair.start, pair.end))
    rest = _BRACKETS.sub("", _INNER.sub("", pair.of(text)))
    if not rest.strip():
        kept = " ".join(match[0] for match in inner)
        return (Fix(f"Replace with {_shorten(kept)}", (Edit(pair, kept),), Safety.SAFE),)
    if _SENTENCE_END.search(rest):
        outer = (
            Edit.delete(Span(pair.start, pair.start + 1)),
            Edit.delete(Span(pair.end - 1, pair.end)),
        )
        return (Fix("Remove the outer brackets", outer, Safety.SUGGEST),)
    flat = "[" + " ".join(_BRACKETS.sub("", pair.of(text)).split()) + "]"
    return (Fix(f"Replace with {_shorten(flat)}", (Edit(pair, flat),), Safety.UNSAFE),)


def _shorten(tags: str) -> str:
    return tags if len(tags) <= 40 else tags[:39] + "…"


RULE = Rule(
    code="VV002",
    name="nested-bracket",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="reasoned",
    date="2026-11",
    fix=Safety.SAFE,
)
