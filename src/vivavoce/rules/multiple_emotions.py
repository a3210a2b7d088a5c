"""More than one emotion or style in one text.

tts-1 and tts-1.5 take one emotion or style for a whole text. A second one gives mixed results: it
may be read aloud, ignored, or colour the wrong half. The documentation says to send a text of its
own for each.

## Example
```script
MIRA: [happy] You came! [sad] But it is too late.
```

## Use instead
```script
MIRA: [happy] You came!

MIRA: [sad] But it is too late.
```

## Fix safety
Unsafe: the line becomes two requests, so melody and breath no longer run across the cut. It is cut
only at the end of a sentence; inside one, taking the second tag out is offered instead.

## Evidence
Older docs: docs.inworld.ai, Audio markups, 2025 to mid 2026.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context, TagUse

_COLOURS = frozenset({TagKind.EMOTION, TagKind.STYLE})
_SENTENCE_END = pattern(r"[.!?…][\"'”’)]{0,3}[ \t]*$")
_REACH = 20


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Every emotion or style of an utterance but the first."""
    newline = "\r\n" if "\r\n" in context.text else "\n"
    for _, uses in context.tagged:
        colours = [use for use in uses if use.tag.kind in _COLOURS]
        for before, use in pairwise(colours):
            yield Finding(
                use.node.span,
                f"A second emotion or style in one text: after {before.tag.label} "
                f"this one gives mixed results. Give it a line of its own.",
                (_mend(context, use, newline),),
            )


def _mend(context: Context, use: TagUse, newline: str) -> Fix:
    text, start = context.text, use.node.start
    if not _SENTENCE_END.search(text[max(0, start - _REACH) : start]):
        return Fix(
            f"Remove {use.tag.label}",
            (cut_out(text, use.node.start, use.node.end),),
            Safety.SUGGEST,
        )
    before = start
    while text[before - 1] in " \t":
        before -= 1
    cue = f"{use.utterance.speaker}: " if use.utterance.speaker else ""
    edit = Edit(Span(before, start), newline * 2 + cue)
    return Fix("Give it a line of its own", (edit,), Safety.UNSAFE)


RULE = Rule(
    code="VV106",
    name="multiple-emotions",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="older docs",
    date="2025-12",
    families="1",
    fix=Safety.UNSAFE,
)
