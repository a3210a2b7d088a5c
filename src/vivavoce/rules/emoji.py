"""Emoji are read by name, or make noise.

"Great 🎉" may come out as "great party popper". Emoticons made of punctuation, such as `:)`, are
mostly swallowed, so they are pointed out as information only.

## Example
```script
MIRA: You made it 🎉 and you are even early!
```

## Use instead
```script
MIRA: You made it and you are even early!
```

## Fix safety
Safe: no word goes. If the emoji carried the mood, say it in words or with a tag.

## Evidence
Documented: docs.inworld.ai, Prompting for TTS, and the vendor's text checker, August 2026.
Emoticons: field report.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out
from vivavoce.text import Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

# Unicode 16: pictographs, and the older signs that are shown as pictures by default or mostly.
_PICTURES = (
    "\U0001f000-\U0001f0ff\U0001f10d-\U0001f10f\U0001f170-\U0001f251\U0001f300-\U0001faff"
    "⌚⌛⏩-⏳◽◾☀-☄☔☕☘☠☢☣☮☯☹-☻♈-♓♥♿⚓-⚗⚛⚠⚡⚪⚫⚽⚾⛄⛅⛈⛎⛏⛑⛓⛔⛩⛪⛰-⛵⛷-⛺⛽✂✅✈-✍✏✒✝✡✨❄❇❌❎❓-❕❗❣❤➕-➗➰➿⬛⬜⭐⭕"
)
_EMOTICON = pattern(r"[:;](?<![^\s\0].)(?:-?[()DPp]|'-?\()(?![^\s\0.,!?])")


@cache
def _emoji() -> re.Pattern[str]:
    """Runs of emoji with their modifiers, joiners, keycaps and flags."""
    one = f"(?:[{_PICTURES}]|[\\u00a9\\u00ae\\u203c-\\u3299#*0-9]\\ufe0f)"
    return re.compile(f"{one}(?:{one}|[\\ufe0f\\u200d\\u20e3\\U000e0020-\\U000e007f])*")


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Runs of emoji, and emoticons."""
    text = context.text
    pattern = _emoji() if context.rare else None
    if pattern and ("\ufe0f" in context.rare or any(map(pattern.match, context.rare))):
        for match in context.find(pattern):
            yield Finding(
                Span(*match.span()),
                f"{_name(match[0])} is read out by name or makes noise. Remove it.",
                (Fix("Remove the emoji", (cut_out(text, *match.span()),), Safety.SAFE),),
            )
    for match in context.find(_EMOTICON):
        yield Finding(
            Span(*match.span()),
            f"The emoticon {match[0]} is not spoken, or as punctuation. Remove it.",
            (Fix("Remove the emoticon", (cut_out(text, *match.span()),), Safety.SAFE),),
            Severity.INFO,
        )


def _name(run: str) -> str:
    import unicodedata  # noqa: PLC0415 - only texts with emoji need it

    name = unicodedata.name(run[0], "this sign").lower()
    return f"The emoji {run} ({name})" if len(run) <= 8 else f"The emoji {run[:8]}…"


RULE = Rule(
    code="VV506",
    name="emoji",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    fix=Safety.SAFE,
)
