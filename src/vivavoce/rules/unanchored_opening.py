"""A speaker's first words under an instruction.

With nothing of its own spoken yet, the voice has no neutral ground to depart from and over-commits:
the opening comes out slower and stronger than the same tag later on. One plain sentence first
anchors it. The vendor's examples open with tags, so this rule is a preview.

## Example
```script
MIRA: [say with awe] It is full of stars. I never knew.
```

## Use instead
```script
MIRA: It is full of stars. [say with awe] I never knew.
```

## Fix safety
Suggested only: moving the tag behind the first sentence leaves that sentence neutral.

## Evidence
Field report: 23 % longer openings in one team's takes. The documentation (docs.inworld.ai,
Steering, August 2026) opens its examples with instructions, so sources disagree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out
from vivavoce.text import Edit
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context, TagUse

_SENTENCE_END = pattern(r"[.!?…]+[\"'”’)]{0,3}(?=[\s\0])")


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """The instruction that opens a speaker's first utterance."""
    if not context.instructions:
        return
    opening: dict[str, int] = {}
    for utterance in context.utterances:
        opening.setdefault(utterance.speaker, utterance.index)
    for utterance, uses in context.tagged:
        if opening[utterance.speaker] != utterance.index:
            continue
        use = next((u for u in uses if u.tag.kind.steers), None)
        if use is None or use.tag.kind is not TagKind.INSTRUCTION:
            continue
        if not context.speaks(utterance.span.start, use.node.start):
            yield _report(context, use)


def _report(context: Context, use: TagUse) -> Finding:
    limit = use.utterance.span.end
    end = _SENTENCE_END.search(context.spoken, use.node.end, limit)
    fixes: tuple[Fix, ...] = ()
    if end and context.speaks(end.end(), limit):
        edits = (
            cut_out(context.text, use.node.start, use.node.end),
            Edit.insert(end.end(), f" [{use.tag.body}]"),
        )
        fixes = (Fix("Move it behind the first sentence", edits, Safety.SUGGEST),)
    return Finding(
        use.node.span,
        f"{use.tag.label} opens this speaker's first line, where the voice tends to overdo it. "
        "Let one plain sentence go first.",
        fixes,
    )


RULE = Rule(
    code="VV209",
    name="unanchored-opening",
    severity=Severity.INFO,
    check=check,
    manual=__doc__,
    evidence="field report",
    date="2026",
    families="2",
    fix=Safety.SUGGEST,
    preview=True,
)
