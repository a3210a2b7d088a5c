"""Characters nobody sees break words, and broken ones cannot be said.

Zero-width spaces and soft hyphens come with text from web pages and word processors. They split a
word that looks whole, so it is mispronounced, or hide a tag from the service. Marks that turn the
direction of writing can make a script look different from what is sent. A replacement character is
a letter that some program lost, and `â€™` is an apostrophe that was decoded wrongly.

Joiners are left alone where a script needs them (Persian, Hindi, emoji), and so are direction
marks in texts with Hebrew or Arabic letters.

## Example
```script
MIRA: I donâ€™t know.
```

## Use instead
```script
MIRA: I don’t know.
```

## Fix safety
Safe: what goes was never meant to be heard, and wrongly decoded letters are decoded again, which
has one result only. A replacement character has no fix: the letter is lost.

## Evidence
Reasoned: plain in the text itself. Checked November 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.mojibake import MOJIBAKE, repair
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_BREAKING = "\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_MARKS = "\u200e\u200f\u061c\u202a-\u202c\u2066-\u2069"
_JOINERS = "\u200c\u200d"
_ALWAYS = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u202d\u202e"
    "\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"
)
_CONTROLS = "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"
_SUSPECT = pattern(
    f"[{_BREAKING}]+|[{_CONTROLS}]+|[{_ALWAYS}{_MARKS}{_JOINERS}]+|[\\ud800-\\udfff\ufffd]+"
    "|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+"
)
_RIGHT_TO_LEFT = pattern("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_MARK = pattern(f"[{_MARKS}]")
_JOINER = pattern(f"[{_JOINERS}]")
_BREAK = pattern(f"[{_BREAKING}]")
_LOST = pattern("[\\ud800-\\udfff\ufffd]")
_LATIN_END = "\u024f"


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Characters that have no place in spoken text, markup included."""
    rare = context.rare
    if any(map(_SUSPECT.match, rare)):
        right_to_left = any(map(_RIGHT_TO_LEFT.match, rare))
        for match in _SUSPECT.finditer(context.text):
            if context.utterance_at(match.start()) is None:
                continue
            if not _is_needed(context.text, match, right_to_left=right_to_left):
                yield _report(context.text, match)
    if not rare.isdisjoint("ÂÃâ"):
        yield from _wrongly_decoded(context)


def _is_needed(text: str, match: re.Match[str], *, right_to_left: bool) -> bool:
    if right_to_left and all(map(_MARK.match, match[0])):
        return True
    if not all(map(_JOINER.match, match[0])):
        return False
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return before > _LATIN_END or after > _LATIN_END


def _report(text: str, match: re.Match[str]) -> Finding:
    span = Span(*match.span())
    what = _describe(match[0])
    if _LOST.match(match[0]):
        return Finding(span, f"A letter was lost here ({what}). Write it again.")
    if _BREAK.match(match[0]):
        fix = Fix("Replace with a blank", (Edit.replace(span, " "),), Safety.SAFE)
        return Finding(span, f"A control character ({what}) stands here. {fix.title}.", (fix,))
    # IPA that runs into a word is IPA no more
    around = text[span.start - 1 : span.start] + text[span.end : span.end + 1]
    kept = " " if "/" in around and any(char.isalnum() for char in around) else ""
    fix = Fix("Remove it", (Edit.replace(span, kept),), Safety.SAFE)
    return Finding(
        span, f"An invisible character ({what}) breaks the text here. Remove it.", (fix,)
    )


def _describe(run: str) -> str:
    import unicodedata  # noqa: PLC0415 - only faulty texts need it

    code = f"U+{ord(run[0]):04X}"
    name = unicodedata.name(run[0], "").lower()
    more = f" and {len(run) - 1} more" if len(run) > 1 else ""
    return f"{code} {name}".strip() + more


def _wrongly_decoded(context: Context) -> Iterator[Finding]:
    for match in MOJIBAKE.finditer(context.text):
        right = repair(match[0])
        if right is None or context.utterance_at(match.start()) is None:
            continue
        span = Span(*match.span())
        fix = Fix(f"Replace with {right}", (Edit.replace(span, right),), Safety.SAFE)
        yield Finding(span, f"{match[0]} is {right}, decoded wrongly. {fix.title}.", (fix,))


RULE = Rule(
    code="VV507",
    name="invisible-or-control",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="reasoned",
    date="2026-11",
    fix=Safety.SAFE,
)
