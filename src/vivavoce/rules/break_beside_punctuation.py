"""A break beside a mark that pauses by itself.

The end of a sentence, a comma or a dash makes a pause already. A break beside it comes on top, and
the two together are often longer than meant. Off unless previews are asked for: a long pause may be
just what the scene needs.

## Example
```script
MIRA: It is late. <break time="300ms" /> Go home.
```

## Use instead
```script
MIRA: It is late. Go home.
```

## Fix safety
Unsafe: the pause gets shorter.

## Evidence
Practice elsewhere (November 2026): other engines advise against stacking pauses. A matter of taste.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out
from vivavoce.syntax import Form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_NEAR = 20
_PAUSES_BEFORE = ".!?…,;:—–。！？，、"
_PAUSES_AFTER = "…,;:—–。！？，、"


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Breaks with punctuation on either side."""
    text = context.text
    for node, angle, utterance in context.breaks:
        if angle.form is Form.CLOSE:
            continue
        begin, end = utterance.segments[0][0], utterance.segments[-1][1]
        before = text[max(begin, node.start - _NEAR) : node.start].rstrip(" \t\"'”’»")[-1:]
        after = text[node.end : min(end, node.end + _NEAR)].lstrip(" \t")[:1]
        if (before and before in _PAUSES_BEFORE) or (after and after in _PAUSES_AFTER):
            yield Finding(
                node.span,
                "The mark beside this break pauses by itself, so the two add up. Keep the break "
                "only if the pause should be long.",
                (Fix("Remove the break", (cut_out(text, node.start, node.end),), Safety.UNSAFE),),
            )


RULE = Rule(
    code="VV304",
    name="break-beside-punctuation",
    severity=Severity.INFO,
    check=check,
    manual=__doc__,
    evidence="practice elsewhere",
    date="2026-11",
    fix=Safety.UNSAFE,
    preview=True,
)
