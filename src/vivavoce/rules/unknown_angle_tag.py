"""An angle tag that nobody knows.

`<brk>`, `<pause>`, HTML and comments are no markup here. What stands between `<` and `>` is read
aloud or makes a silence, and words between two such signs may vanish.

## Example
```script
MIRA: Wait. <brk time="1s"/> Did you hear that?
```

## Use instead
```script
MIRA: Wait. <break time="1s" /> Did you hear that?
```

## Fix safety
A suggestion, never applied in bulk: the tag that is closest, or the text without the tags.

## Evidence
Field report, May 2026: unknown angle tags were spoken or gave silence on tts-1.5-max.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.directions import read_tag_name
from vivavoce.lint.placeholders import is_placeholder
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.strip import strip_tags
from vivavoce.lint.words import words
from vivavoce.syntax import Form
from vivavoce.syntax.duration import guess_duration
from vivavoce.text import Edit
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context
    from vivavoce.syntax import Angle
    from vivavoce.syntax.elements import Element

_KNOWN = ("break", "lang", "verbatim")
_ADDRESS = pattern(r"<(?:\w+:/?/?\S|[\w.+-]+@)")
_INITIALS = frozenset(name[0] for name in _KNOWN)
_ALIKE = 0.65


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Angle tags that are neither the service's own nor those of another rule."""
    for element, _ in context.elements:
        if not _is_known(context, element.tag):
            yield _report(context, element)


def _is_known(context: Context, angle: Angle) -> bool:
    name = angle.name
    if name in _KNOWN:
        return True
    table = words("ssml")
    if name in table["elements"] or name.partition(":")[0] in table["prefixes"]:
        return True
    text, start = context.text, angle.span.start
    if name == "?" and text.startswith("<?xml", start):
        return True
    if _ADDRESS.match(text, start) or is_placeholder(
        text[start + 1 : angle.span.end - 1].strip("/ ")
    ):
        return True
    direction = (
        None if angle.attributes or not name[0].isalpha() else read_tag_name(name, context.dialect)
    )
    return direction is not None and direction.kind != "pause"


def _report(context: Context, element: Element) -> Finding:
    angle = element.tag
    close = _find_close(angle.name)
    fixes = [_rename(context, element, close)] if close else []
    fixes.append(Fix("Remove the tag", strip_tags(context.text, element), Safety.SUGGEST))
    hint = f"Did you mean <{close}>?" if close else "Take it out."
    what = "This comment" if angle.name == "!" else f"<{angle.name}>"
    what = "This" if not angle.name[0].isalpha() and angle.name != "!" else what
    return Finding(
        angle.span,
        f"{what} is no tag that the model knows; it is read aloud or makes a silence. {hint}",
        tuple(fixes),
    )


@lru_cache(maxsize=256)
def _find_close(name: str) -> str:
    alias: str | None = words("ssml")["aliases"].get(name)
    if alias or name[0] not in _INITIALS or len(name) == 1:
        return alias or ""
    from difflib import get_close_matches  # noqa: PLC0415 - only a fault needs it

    return next(iter(get_close_matches(name[:20], _KNOWN, 1, _ALIKE)), "")


def _rename(context: Context, element: Element, name: str) -> Fix:
    angle = element.tag
    if name == "break" and angle.form is not Form.CLOSE:
        length = guess_duration(context.text[angle.name_span.end : angle.span.end - 1])
        tag = f'<break time="{length or "500ms"}" />'
        edits = [Edit(angle.span, tag)]
        edits += [Edit.delete(element.closer.span)] if element.closer else []
        return Fix(f"Replace with {tag}", tuple(edits), Safety.SUGGEST)
    edits = [Edit(angle.name_span, name)]
    edits += [Edit(element.closer.name_span, name)] if element.closer else []
    return Fix(f"Replace with <{name}>", tuple(edits), Safety.SUGGEST)


RULE = Rule(
    code="VV306",
    name="unknown-angle-tag",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="field report",
    date="2026-05",
    fix=Safety.SUGGEST,
)
