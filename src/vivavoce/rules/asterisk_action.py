"""What stands between asterisks is spoken, not done.

Chat and role-play write `*sighs*` and `*walks off*`. A model hears an emphasised word there, or
nothing at all: the sigh is missing and "walks off" is read out.

## Example
```script
MIRA: *sighs* I am so tired of this.
```

## Use instead
```script
MIRA: [sigh] I am so tired of this.
```

## Fix safety
Unsafe: what is spoken changes, since the words between the asterisks go. A sound the model knows
becomes its tag, a manner of speaking becomes an instruction where the model takes any, a rest
becomes a break, and anything else is removed.

## Evidence
Field report: silent or spoken on tts-1.5 max, May 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.asterisks import stage_direction
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out
from vivavoce.syntax import NodeKind
from vivavoce.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Stage directions between asterisks."""
    text = context.text
    for node, _ in context.of_kind(NodeKind.EMPHASIS):
        direction = stage_direction(context, node)
        if direction is None:
            continue
        if direction.markup:
            fix = Fix(
                f"Replace with {direction.markup}",
                (Edit.replace(node.span, direction.markup),),
                Safety.UNSAFE,
            )
        else:
            fix = Fix("Remove it", (cut_out(text, node.start, node.end),), Safety.UNSAFE)
        yield Finding(
            node.span,
            f"{node.of(text)} is spoken, or silent, but it is not acted. {fix.title}.",
            (fix,),
        )


RULE = Rule(
    code="VV503",
    name="asterisk-action",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="field report",
    date="2026-05",
    fix=Safety.UNSAFE,
)
