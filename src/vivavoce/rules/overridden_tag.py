"""An instruction that the next tag takes back at once.

In a run of neighbouring tags the last instruction wins and the others are never heard; sounds in
the run stay. `[happy] [angry] Hi` is just angry. Two qualities at once belong in one tag.

## Example
```script
MIRA: [happy] [angry] Hi there.
```

## Use instead
```script
MIRA: [angry] Hi there.
```

## Fix safety
Safe: the instruction taken out is one the model never follows, and no spoken word changes.

## Evidence
Documented: docs.inworld.ai, Steering, August 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind
from vivavoce.dialects.dialect import fold
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context, TagUse


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Instructions with nothing but blanks and sounds before the next one or a reset.

    The same instruction twice is a repetition, which VV202 reports.
    """
    text = context.text
    for _, uses in context.tagged:
        pending: TagUse | None = None
        end = 0
        for use in uses:
            if pending and not _touch(text, end, use.node.start):
                pending = None
            end = use.node.end
            if not use.tag.kind.steers:
                continue
            if pending and fold(pending.tag.body) != fold(use.tag.body):
                yield _report(context, pending, use)
            pending = use if use.tag.kind is TagKind.INSTRUCTION else None


def _touch(text: str, start: int, end: int) -> bool:
    return start == end or text[start:end].isspace()


def _report(context: Context, dead: TagUse, winner: TagUse) -> Finding:
    resets = winner.tag.kind is TagKind.RESET
    advice = "Remove it." if resets else "Remove it, or put both into one tag."
    return Finding(
        dead.node.span,
        f"{dead.tag.label} is never heard: {winner.tag.label} behind it takes over. {advice}",
        (
            Fix(
                f"Remove {dead.tag.label}",
                (cut_out(context.text, dead.node.start, dead.node.end),),
                Safety.SAFE,
            ),
        ),
        Severity.INFO if resets else Severity.WARNING,
    )


RULE = Rule(
    code="VV108",
    name="overridden-tag",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    families="2",
    fix=Safety.SAFE,
)
