"""A speaker the cast does not name is spoken by the wrong voice.

A label in capitals in front of a line makes a turn of its own. If the cast lists no voice for it,
the default voice speaks: nobody hears that `MRAY` was meant to be MARY. A script without a cast is
left alone.

## Example
```script
---
cast:
  MARY: Ashley
  TOM: Theodore
---
MRAY: I am fine.
```

## Use instead
```script
---
cast:
  MARY: Ashley
  TOM: Theodore
---
MARY: I am fine.
```

## Fix safety
Suggested only: the name may be new, and then it belongs into the cast.

## Evidence
Practice elsewhere: script tools report speakers without a voice. Checked November 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Speakers outside the cast."""
    cast = context.script.cast
    if not cast:
        return
    near: dict[str, tuple[str, ...]] = {}
    for utterance in context.utterances:
        name = utterance.speaker
        if not name or name in cast:
            continue
        if name not in near:
            near[name] = _near(name, tuple(cast))
        names = near[name]
        meant = f" Did you mean {names[0]}?" if names else ""
        yield Finding(
            utterance.speaker_span,
            f"{name} is not in the cast, so the default voice speaks.{meant} "
            "Correct the name, or add it to the cast.",
            tuple(
                Fix(
                    f"Replace with {other}",
                    (Edit.replace(utterance.speaker_span, other),),
                    Safety.SUGGEST,
                )
                for other in names
            ),
        )


def _near(name: str, cast: tuple[str, ...]) -> tuple[str, ...]:
    from difflib import get_close_matches  # noqa: PLC0415 - only faulty scripts need it

    return tuple(get_close_matches(name[:40], cast, n=3, cutoff=0.6))


RULE = Rule(
    code="VV801",
    name="unknown-speaker",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="practice elsewhere",
    date="2026-11",
    fix=Safety.SUGGEST,
)
