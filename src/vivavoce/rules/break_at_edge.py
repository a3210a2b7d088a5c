"""A break at the very start or end of what is spoken.

Each utterance becomes an audio of its own. A break at its edge makes a file that begins or ends
with silence, which is easier to set where the files are joined. Off unless previews are asked for:
some players leave no gap of their own.

## Example
```script
MIRA: <break time="1s" /> Did you hear that?
```

## Use instead
```script
MIRA: Did you hear that?
```

## Fix safety
Unsafe: a pause goes.

## Evidence
Reasoned (November 2026).
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


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Breaks with nothing before or nothing behind them in their utterance."""
    text = context.text
    for node, angle, utterance in context.breaks:
        if angle.form is Form.CLOSE:
            continue
        first, last = utterance.segments[0][0], utterance.segments[-1][1]
        starts, ends = node.start == first, node.end == last
        if starts is not ends:
            where = "begins" if starts else "ends"
            yield Finding(
                node.span,
                f"With this break the audio {where} in silence. Leave the gap to whoever joins the "
                "takes, unless nobody does.",
                (Fix("Remove the break", (cut_out(text, node.start, node.end),), Safety.UNSAFE),),
            )


RULE = Rule(
    code="VV319",
    name="break-at-edge",
    severity=Severity.INFO,
    check=check,
    manual=__doc__,
    evidence="reasoned",
    date="2026-11",
    fix=Safety.UNSAFE,
    preview=True,
)
