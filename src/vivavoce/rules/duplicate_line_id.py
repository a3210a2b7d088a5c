"""Two lines with one id share one audio file.

The id of a line names its take. Given twice, the second line overwrites the audio of the first, and
captions and exports tied to it show the wrong words.

## Example
```script
MIRA: Come in.  #id:hall-01
TOM: Thank you.  #id:hall-01
```

## Use instead
```script
MIRA: Come in.  #id:hall-01
TOM: Thank you.  #id:hall-02
```

## Fix safety
Suggested only: the next free number is offered, but other files may refer to the old id.

## Evidence
Practice elsewhere: script tools refuse doubled ids. Checked November 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.text import Edit
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context
    from vivavoce.syntax import Utterance

_NUMBER = pattern(r"(.*?)(\d{1,9})\Z")


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Ids that stood before."""
    if "#id:" not in context.text:
        return
    first: dict[str, Utterance] = {}
    last: dict[str, int] = {}
    named = [utterance for utterance in context.utterances if utterance.id]
    taken = {utterance.id for utterance in named}
    if len(taken) == len(named):
        return
    for utterance in named:
        name, span = utterance.id, utterance.id_span
        if span is None:
            continue
        if name not in first:
            first[name] = utterance
            continue
        row = context.script.source.position(first[name].span.start).row
        free = _free(name, taken, last)
        yield Finding(
            span,
            f"The id {name} names the line in row {row} already, whose audio is overwritten. "
            "Give this line an id of its own.",
            (Fix(f"Replace with {free}", (Edit.replace(span, free),), Safety.SUGGEST),),
        )


def _free(name: str, taken: set[str], last: dict[str, int]) -> str:
    """The next id in the row that nobody has; `last` remembers how far it was counted."""
    match = _NUMBER.match(name)
    stem, digits = (match[1], match[2]) if match else (f"{name}-", "01")
    number = last.get(name, int(digits))
    while (free := f"{stem}{number:0{len(digits)}d}") in taken:
        number += 1
    last[name] = number + 1
    taken.add(free)
    return free


RULE = Rule(
    code="VV803",
    name="duplicate-line-id",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="practice elsewhere",
    date="2026-11",
    fix=Safety.SUGGEST,
)
