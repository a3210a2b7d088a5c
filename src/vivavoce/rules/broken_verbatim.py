"""A verbatim span that does not hold together.

`<verbatim>` needs its `</verbatim>` on the same line, something to spell between the two, and no
tag inside. Otherwise nothing is spelt out, and the tag itself may be heard.

## Example
```script
MIRA: Your code is <verbatim>AB12C and your room is seven.
```

## Use instead
```script
MIRA: Your code is <verbatim>AB12C</verbatim> and your room is seven.
```

## Fix safety
Unsafe for a span without an end: it is closed behind its first word, which is a guess. Taking out
an empty span, or an end without a beginning, is safe.

## Evidence
Documented: docs.inworld.ai, Verbatim, September 2026, gives the form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out
from vivavoce.syntax import Form
from vivavoce.text import Edit
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context
    from vivavoce.syntax import Angle
    from vivavoce.syntax.elements import Element

_FIRST_WORD = pattern(r"[ \t]*[^\s<>\[\]]*[^\s<>\[\].,;:!?]")
_INK = pattern(r"\S")


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Verbatim tags that the grammar could not pair on one line."""
    for element, _ in context.elements if context.angles else ():
        if _is_verbatim(context.text, element.tag):
            yield _report(context.text, element)


def _is_verbatim(text: str, angle: Angle) -> bool:
    if angle.name == "say-as":
        return "verbatim" in angle.span.of(text).lower()
    return angle.name == "verbatim"


def _report(text: str, element: Element) -> Finding:
    angle, span = element.tag, element.tag.span
    if angle.form is not Form.OPEN:
        what = "closes no verbatim span" if angle.form is Form.CLOSE else "spells nothing"
        fix = Fix("Remove the tag", (cut_out(text, span.start, span.end),), Safety.SAFE)
        return Finding(span, f"This tag {what}; it may be read aloud. Take it out.", (fix,))
    if element.closer is None:
        word = _FIRST_WORD.match(text, span.end)
        edits = (Edit.insert(word.end(), f"</{angle.name}>"),) if word else ()
        return Finding(
            span,
            f"This verbatim span has no end, so nothing is spelt out. Put </{angle.name}> behind "
            "what should be.",
            (Fix("Close it behind the first word", edits, Safety.UNSAFE),) if edits else (),
        )
    if not _INK.search(text, span.end, element.closer.span.start):
        fix = Fix("Remove it", (cut_out(text, span.start, element.closer.span.end),), Safety.SAFE)
        return Finding(span, "This verbatim span is empty. Take it out.", (fix,))
    return Finding(
        span,
        "This verbatim span holds a tag or a line end, so it may not be spelt out. Keep it on one "
        "line, with plain characters only.",
    )


RULE = Rule(
    code="VV320",
    name="broken-verbatim",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-09",
    fix=Safety.UNSAFE,
)
