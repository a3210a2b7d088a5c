"""A break that the service cannot read.

A break is written `<break time="500ms" />`: closed by `/>`, its length in straight double quotes,
with the unit `s` or `ms`. What is written otherwise is silently dropped or read aloud.

## Example
```script
MIRA: Wait. <break time=1sec> Did you hear that?
```

## Use instead
```script
MIRA: Wait. <break time="1s" /> Did you hear that?
```

## Fix safety
Safe where the length is plain to see: the same pause, well formed. A bare number up to 10 is taken
for seconds, one from 50 for milliseconds; between them, and where a break says only how strong it
is (`strength="weak"`) or is never closed, the fix is unsafe. Without any length there is none.

## Evidence
Documented: docs.inworld.ai, Pause controls, August 2026. The vendor's checker calls a break without
a double-quoted length an error, and one that is not closed by `/>` a warning.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out
from vivavoce.lint.words import words
from vivavoce.syntax import Form, NodeKind
from vivavoce.syntax.duration import Duration, guess_duration, read_duration
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context
    from vivavoce.syntax import Angle

_UNCLOSED = pattern(
    r"<[ \t]{0,3}break[ \t]+time[ \t]{0,3}=[ \t]{0,3}[\"'“”]?([0-9.,]+[ \t]?[a-z]*)[\"'“”]?"
    r"(?:[ \t]{0,3}/?[ \t]{0,3}>|[ \t]{0,3}/)?",
    re.IGNORECASE,
)


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Breaks that are not as the vendor prints them."""
    for node, angle, _ in context.breaks:
        if angle.form is Form.CLOSE:
            fix = Fix(
                "Remove </break>", (cut_out(context.text, node.start, node.end),), Safety.SAFE
            )
            yield Finding(
                node.span, "A break closes itself with />, so this closes nothing.", (fix,)
            )
            continue
        fault, severity = _find_fault(angle)
        if fault:
            fixes = _mend(context.text, angle)
            yield Finding(node.span, f"This break {fault}. {_ADVICE}", fixes, severity)
    if "<" in context.text:
        yield from _check_unclosed(context)


_ADVICE = 'It is dropped or read aloud: write it like <break time="500ms" />.'


def _find_fault(angle: Angle) -> tuple[str, Severity]:
    time = angle.get("time")
    if time is None or time.value is None:
        return "says no time", Severity.ERROR
    length = read_duration(time.value)
    if length is None:
        unit = "" if any(map(str.isalpha, time.value)) else ": the unit, s or ms, is missing"
        return f"has a length that cannot be read{unit}", Severity.ERROR
    if time.quote != '"':
        return "has no double quotes around its length", Severity.ERROR
    if angle.form is Form.OPEN:
        return "is not closed by />", Severity.WARNING
    if str(length) != time.value:
        return "has its unit in capitals", Severity.WARNING
    return "", Severity.ERROR


def _mend(text: str, angle: Angle) -> tuple[Fix, ...]:
    time = angle.get("time")
    written = time.value if time and time.value else text[angle.name_span.end : angle.span.end - 1]
    length = read_duration(written) or guess_duration(written)
    strength = angle.get("strength")
    if length is None and strength is not None and strength.value:
        strengths = words("ssml")["strengths"]
        length = read_duration(strengths.get(strength.value.lower(), ""))
        return (_replace(angle.span, length, Safety.UNSAFE),) if length else ()
    if length is None:
        return ()
    return (_replace(angle.span, length, Safety.SAFE if length.certain else Safety.UNSAFE),)


def _replace(span: Span, length: Duration, safety: Safety) -> Fix:
    tag = f'<break time="{length}" />'
    return Fix(f"Replace with {tag}", (Edit(span, tag),), safety)


def _check_unclosed(context: Context) -> Iterator[Finding]:
    """Breaks that the grammar cannot see as tags: never closed, or with a blank behind `<`."""
    text = context.text
    for node, _ in context.of_kind(NodeKind.STRAY):
        match = _UNCLOSED.match(text, node.start) if text[node.end - 1] == "<" else None
        if match:
            span = Span(match.start(), match.start() + len(match[0].rstrip()))
            length = read_duration(match[1]) or guess_duration(match[1])
            fixes = (_replace(span, length, Safety.UNSAFE),) if length else ()
            yield Finding(span, f"This is not quite a tag. {_ADVICE}", fixes)


RULE = Rule(
    code="VV301",
    name="malformed-break",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    fix=Safety.SAFE,
)
