"""An instruction with nothing behind it to speak.

An instruction holds from its place onward. At the end of a line there is nothing left for it to
shape; on a WebSocket it leaks into whatever is sent next in the same context. `[reset]` at the end
is fine: it closes what was open.

## Example
```script
MIRA: Goodbye. [softly]
```

## Use instead
```script
MIRA: Goodbye.
```

## Fix safety
Safe in a script, where every line is a request of its own: nothing that is heard changes. Unsafe in
plain text if another paragraph follows, because sent as one text that paragraph would change.

## Evidence
Documented: docs.inworld.ai, Steering, August 2026 (an instruction holds from its place onward, and
for later text of the same WebSocket context).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.instructions import is_plain_instruction
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context, TagUse


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """The last tag of an utterance, if it steers and nothing is spoken after it."""
    last = len(context.utterances) - 1
    for utterance, uses in context.tagged:
        use = uses[-1]
        if use.tag.kind is not TagKind.INSTRUCTION:
            continue
        if not is_plain_instruction(use.tag.body, context.dialect):
            continue
        if context.speaks(use.node.end, utterance.span.end):
            continue
        heads_text = context.script.plain and utterance.index < last
        if not heads_text:
            yield _report(context, use, Safety.SAFE)
        elif context.speaks(utterance.span.start, use.node.start):
            yield _report(context, use, Safety.UNSAFE)


def _report(context: Context, use: TagUse, safety: Safety) -> Finding:
    fix = Fix(
        f"Remove {use.tag.label}", (cut_out(context.text, use.node.start, use.node.end),), safety
    )
    return Finding(
        use.node.span,
        f"Nothing is spoken after {use.tag.label}, so it shapes nothing here. "
        "Over a WebSocket it leaks into the next text. Move it before the words it is for.",
        (fix,),
    )


RULE = Rule(
    code="VV109",
    name="dangling-instruction",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    families="2",
    fix=Safety.SAFE,
)
