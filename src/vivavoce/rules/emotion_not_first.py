"""An emotion or style that is not the first thing in its text.

On tts-1 and tts-1.5 an emotion or style opens the text and colours all of it. In the middle it
gives mixed results: it may be read aloud or colour the wrong words. Sounds may stand anywhere.

## Example
```script
MIRA: I told him [whispering] no.
```

## Use instead
```script
MIRA: [whispering] I told him no.
```

## Fix safety
Unsafe: moved to the front, the tag colours the words before it as well. To colour the end alone,
give it a line of its own.

## Evidence
Older docs: docs.inworld.ai, Audio markups, 2025 to mid 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out
from vivavoce.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context, TagUse

_COLOURS = frozenset({TagKind.EMOTION, TagKind.STYLE})


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """The first emotion or style of an utterance, if something stands before it."""
    text = context.text
    for utterance, uses in context.tagged:
        use = next((u for u in uses if u.tag.kind in _COLOURS), None)
        if use is None:
            continue
        first = utterance.segments[0][0]
        head = (
            first + len(text[first : use.node.start]) - len(text[first : use.node.start].lstrip())
        )
        if head < use.node.start:
            yield _report(context, use, head)


def _report(context: Context, use: TagUse, head: int) -> Finding:
    edits = (
        Edit.insert(head, f"[{use.tag.body}] "),
        cut_out(context.text, use.node.start, use.node.end),
    )
    return Finding(
        use.node.span,
        f"{use.tag.label} is not the first thing in its text, which gives mixed results. "
        "Put it at the start, or give it a line of its own.",
        (Fix(f"Move {use.tag.label} to the start", edits, Safety.UNSAFE),),
    )


RULE = Rule(
    code="VV107",
    name="emotion-not-first",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="older docs",
    date="2025-12",
    families="1",
    fix=Safety.UNSAFE,
)
