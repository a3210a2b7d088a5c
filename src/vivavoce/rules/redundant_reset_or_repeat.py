"""An instruction said twice, or a reset of nothing.

An instruction is in force until the next one, so saying it again adds nothing and makes delivery
uneven: each tag starts the performance anew. `[reset]` with nothing in force does nothing.

## Example
```script
MIRA: [calm] Sit down. [calm] We have time.
```

## Use instead
```script
MIRA: [calm] Sit down. We have time.
```

## Fix safety
Safe: the delivery in force is the same without the tag. A reset is kept where it may clear
something: the script's `instruction` setting, or what an earlier line left open on a WebSocket.

## Evidence
Documented: docs.inworld.ai, Steering, August 2026 (do not repeat the tag for every sentence).
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
    """Steering tags that leave the delivery as it is."""
    if context.scope != "until-changed":
        return
    left_open = False
    for _, uses in context.tagged:
        in_force = ""
        opened = _has_field(context, uses[0])
        for use in uses:
            kind = use.tag.kind
            if kind is TagKind.RESET:
                if not (in_force or opened or left_open):
                    yield _report_reset(context, use)
                in_force, opened, left_open = "", False, False
            elif kind is TagKind.INSTRUCTION:
                key = fold(use.tag.body)
                if key and key == in_force:
                    yield _report_repeat(context, use)
                in_force = key or in_force
        left_open = left_open or bool(in_force)


def _has_field(context: Context, use: TagUse) -> bool:
    """Whether the request starts with an instruction from the script's settings."""
    member = context.script.cast.get(use.utterance.speaker)
    own = member.value("instruction") if member else None
    return bool(own or context.setting("instruction"))


def _report_reset(context: Context, use: TagUse) -> Finding:
    return Finding(
        use.node.span,
        "Nothing is in force here, so this reset does nothing. Remove it.",
        (
            Fix(
                "Remove [reset]",
                (cut_out(context.text, use.node.start, use.node.end),),
                Safety.SAFE,
            ),
        ),
    )


def _report_repeat(context: Context, use: TagUse) -> Finding:
    label = use.tag.label
    return Finding(
        use.node.span,
        f"{label} is still in force; saying it again makes the delivery uneven. Remove it.",
        (
            Fix(
                f"Remove {label}",
                (cut_out(context.text, use.node.start, use.node.end),),
                Safety.SAFE,
            ),
        ),
    )


RULE = Rule(
    code="VV202",
    name="redundant-reset-or-repeat",
    severity=Severity.INFO,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    families="2",
    fix=Safety.SAFE,
)
