"""A direction in parentheses is spoken aloud.

Screenplays put `(whispering)` before a line. A model reads it out like any other word. In a script
file a direction may stand behind the speaker's name, `MIRA (whispering):`, where it is never sent;
inside the text it has to be markup. Sounds in parentheses, `(laughs)`, have a rule of their own:
VV004.

## Example
```script
MIRA: (whispering) Come closer.
```

## Use instead
```script
MIRA: [whisper] Come closer.
```

## Fix safety
Unsafe: what is spoken changes, since the words in parentheses go. A manner of speaking becomes an
instruction where the model takes any, a rest becomes a break, and anything else is removed.

## Evidence
Field report: read aloud on tts-1.5 max, May 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.directions import Direction, read_direction
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_PARENTHESES = pattern(r"\(([^()\n\r\0]{2,60})\)")
_BEFORE = ".!?…:\"”“‘’'"
_NEAR = 20


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Parentheses that direct and stand where a sentence begins or ends."""
    if "(" not in context.text:
        return
    for match in context.find(_PARENTHESES):
        direction = read_direction(match[1], context.dialect)
        if direction is None or direction.kind == "sound":
            continue
        if direction.kind == "pause" or _stands_alone(context, *match.span()):
            span = Span(*match.span())
            fix = _mend(context, span, direction)
            yield Finding(span, f"{match[0]} is spoken aloud. {fix.title}.", (fix,))


def _stands_alone(context: Context, start: int, end: int) -> bool:
    """Whether it stands between sentences, not inside one as `he said (softly) that` does."""
    spoken = context.spoken
    before = spoken[max(0, start - _NEAR) : start].rstrip(" \t")[-1:]
    if before not in {"", "\0", "\n"} and before not in _BEFORE:
        return False
    after = spoken[end : end + _NEAR].lstrip(" \t")[:1]
    return not (after.islower() or (after and after in ",;:")) or context.opens_line(start)


def _mend(context: Context, span: Span, direction: Direction) -> Fix:
    steers_late = not context.dialect.steers and not context.opens_line(span.start)
    if direction.markup and not (direction.kind == "manner" and steers_late):
        edit = Edit.replace(span, direction.markup)
        return Fix(f"Replace with {direction.markup}", (edit,), Safety.UNSAFE)
    return Fix("Remove it", (cut_out(context.text, span.start, span.end),), Safety.UNSAFE)


RULE = Rule(
    code="VV504",
    name="parenthetical-direction",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="field report",
    date="2026-05",
    fix=Safety.UNSAFE,
)
