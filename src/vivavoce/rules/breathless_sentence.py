"""A stretch of words is too long for one breath.

A voice pauses where a mark stands. Where none stands for many seconds it runs on, or takes a breath
in the wrong place. The pace of the script counts: `speaking_rate` makes a breath longer or shorter.

## Example
```script
NARRATOR: The keeper of the light who had not left the island since the winter in which the old boat was lost and the new one had not yet been paid for by the men from the town on the other side came down to the shore.
```

## Use instead
```script
NARRATOR: The keeper of the light came down to the shore. He had not left the island since the winter in which the old boat was lost.
```

## Options
`seconds`: how long a stretch without a mark may take.

## Fix safety
There is no fix: only the writer can make two sentences of one.

## Evidence
Reasoned: English is read at about 2.6 words a second. In preview. November 2026.
"""  # noqa: E501 - an example of a sentence that is too long

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Severity
from vivavoce.lint.rule import Rule
from vivavoce.syntax.settings_keys import read_setting
from vivavoce.text import Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context
    from vivavoce.syntax import Utterance

_STRETCH = pattern('[^.!?;:,—–…()\0"“”«»。，、！？；：]++')
_WORDS_PER_SECOND = 2.6
_SHORTEST_WORD = 2


@dataclass(frozen=True, slots=True)
class Options:
    """How long one breath is."""

    seconds: float = 14.0


def check(context: Context, options: Options) -> Iterator[Finding]:
    """Stretches without a mark that take too long."""
    least = int(options.seconds * _WORDS_PER_SECOND * 0.5) * _SHORTEST_WORD
    for match in context.find(_STRETCH):
        start, end = match.span()
        if end - start < least:
            continue
        words = len(match[0].split())
        utterance = context.utterance_at(start)
        seconds = words / _WORDS_PER_SECOND / _read_rate(context, utterance)
        if seconds > options.seconds:
            lead = len(match[0]) - len(match[0].lstrip())
            yield Finding(
                Span(start + lead, start + len(match[0].rstrip())),
                f"{words} words stand here without a mark, about {seconds:.0f} seconds in one "
                "breath. Put a comma or a full stop between them.",
            )


def _read_rate(context: Context, utterance: Utterance | None) -> float:
    member = context.script.cast.get(utterance.speaker) if utterance else None
    own = member.setting.value if member and isinstance(member.setting.value, dict) else {}
    settings = context.script.front_matter.settings
    rate = read_setting(own, "speaking_rate") or read_setting(settings, "speaking_rate")
    return float(rate or 1.0)


RULE = Rule(
    code="VV514",
    name="breathless-sentence",
    severity=Severity.INFO,
    check=check,
    manual=__doc__,
    evidence="reasoned",
    date="2026-11",
    preview=True,
    options=Options,
)
