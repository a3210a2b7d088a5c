"""A speaker's name that is part of the text is spoken.

`MARY: I'm fine.` in a plain text is read "Mary: I'm fine", since only script files know speakers.
In a script file the same happens if the label is not spelt as in the cast (`Mary:` for `MARY:`), or
stands twice.

## Example
```script
---
cast:
  MARY: Ashley
  TOM: Theodore
---
MARY: How are you?
Tom: I am fine.
```

## Use instead
```script
---
cast:
  MARY: Ashley
  TOM: Theodore
---
MARY: How are you?
TOM: I am fine.
```

## Fix safety
Unsafe: the name is no longer spoken, and in a script file the line goes to another voice. Only the
writer knows whether "Tom:" was an address.

## Evidence
Practice elsewhere: dialogue engines strip labels. Checked November 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.words import words
from vivavoce.syntax import NodeKind
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_LABEL = pattern(r"[ \t]{0,20}([^\W\d_][\w .'’&-]{0,39}?)[ \t]{0,4}:[ \t]+(?=\S)")
_CAPITALS = pattern(
    r"[ \t]{0,20}([A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’&-]+(?: [A-ZÀ-ÖØ-Þ0-9.'’&-]+)?):[ \t]+(?=\S)"
)
_LONGEST = 66
_LINE = pattern(r"[\n\0][ \t]{0,20}(?=[A-ZÀ-ÖØ-Þ]{2})")


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Labels at the head of a spoken line."""
    if ":" not in context.text:
        return
    yield from _in_plain_text(context) if context.script.plain else _in_script(context)


def _in_plain_text(context: Context) -> Iterator[Finding]:
    spoken = context.spoken
    starts = [0, *(match.start() + 1 for match in context.find(_LINE))]
    known = frozenset(words("labels")["not_speakers"])
    for start in starts:
        match = _CAPITALS.match(spoken, start)
        if match and match[1] not in known and context.opens_line(match.start(1)):
            yield _spoken(match, "Save it as a .vv script to give it a voice of its own, or")


def _in_script(context: Context) -> Iterator[Finding]:
    """Lines that look like a cue and are none; of cues, the text behind the label."""
    cast = {name.casefold(): name for name in context.script.cast}
    spoken = context.spoken
    for kind, start, _, _ in context.script.lines:
        if kind is NodeKind.CUE and spoken[start] != "\0":
            match = _LABEL.match(spoken, start)
            if match and match[1].casefold() in cast:
                yield _misspelt(match, cast[match[1].casefold()])
    for utterance in context.utterances:
        start = utterance.segments[0][0]
        if not utterance.speaker or spoken.find(":", start, start + _LONGEST) < 0:
            continue
        match = _LABEL.match(spoken, start)
        if match and match[1].casefold() in {utterance.speaker.casefold(), *cast}:
            yield _spoken(match, "The line has its speaker already:")


def _misspelt(match: re.Match[str], name: str) -> Finding:
    span = Span(*match.span(1))
    fix = Fix(f"Replace with {name}", (Edit.replace(span, name),), Safety.UNSAFE)
    return Finding(
        span,
        f"{match[1]}: is not spelt as in the cast, so the name is spoken as text. {fix.title}.",
        (fix,),
    )


def _spoken(match: re.Match[str], advice: str) -> Finding:
    span = Span(match.start(1), match.end())
    fix = Fix("Remove the name", (Edit.delete(span),), Safety.UNSAFE)
    label = Span(span.start, span.start + len(match[0].strip()))
    return Finding(label, f"The name {match[1]} is spoken. {advice} remove it.", (fix,))


RULE = Rule(
    code="VV802",
    name="speaker-label-in-text",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="practice elsewhere",
    date="2026-11",
    fix=Safety.UNSAFE,
)
