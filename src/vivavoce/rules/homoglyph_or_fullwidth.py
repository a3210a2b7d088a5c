"""A letter that only looks like the right one is mispronounced.

`раypal` with two Cyrillic letters looks like "paypal" and is none. Letters of another width or
style (`Ｉｄ`, `𝓗𝓮𝓵𝓵𝓸`, the ligature `ﬁ`) come from layout programs and social media. The model gets
characters that it never saw in such a word.

Full-width letters beside Chinese, Japanese or Korean ones are ordinary there and left alone, and so
are words wholly in another alphabet.

## Example
```script
MIRA: Your Ｉｄ is ﬁne.
```

## Use instead
```script
MIRA: Your Id is fine.
```

## Fix safety
Safe where Unicode itself says which plain letters are meant (NFKC). Unsafe for look-alikes of
another alphabet, since somebody may have wanted them.

## Evidence
Reasoned: plain in the text itself. Checked November 2026.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.words import words
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_STYLED = pattern("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5aⒶ-ⓩ\ufb00-\ufb06\U0001d400-\U0001d7ff]+")
_FULL_WIDTH = pattern("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
_EAST_ASIAN = pattern("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uff66-\uff9d\uff01-\uff0f]")
_OTHER = pattern("[\u0370-\u03ff\u0400-\u052f]")
_MIXED = pattern(
    "(?<!\\w)(?:[a-zA-Z\u00c0-\u024f]++[\u0370-\u052f]|[\u0370-\u052f]++[a-zA-Z\u00c0-\u024f])\\w*+"
)
_LATIN = pattern("[a-zA-Z\u00c0-\u024f]")
_TONGUES = frozenset({"zh", "ja", "ko", "yue"})


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Letters of another width or style, and words of mixed alphabets."""
    rare = context.rare
    if any(map(_STYLED.match, rare)):
        yield from _styled(context)
    if any(map(_OTHER.match, rare)):
        for match in context.find(_MIXED):
            if finding := _mixed(match):
                yield finding


def _styled(context: Context) -> Iterator[Finding]:
    import unicodedata  # noqa: PLC0415 - only texts with such letters need it

    text = context.text
    for match in context.find(_STYLED):
        if _FULL_WIDTH.fullmatch(match[0]) and _is_east_asian(context, *match.span()):
            continue
        span = Span(*match.span())
        plain = unicodedata.normalize("NFKC", match[0])
        fix = Fix(f"Replace with {plain}", (Edit.replace(span, plain),), Safety.SAFE)
        yield Finding(
            span,
            f"{span.of(text)} is not written with plain letters, so it is mispronounced. "
            f"{fix.title}.",
            (fix,),
        )


def _is_east_asian(context: Context, start: int, end: int) -> bool:
    around = context.text[max(0, start - 1) : start] + context.text[end : end + 1]
    if _EAST_ASIAN.search(around):
        return True
    utterance = context.utterance_at(start)
    language = context.language_of(utterance) if utterance else context.language
    return bool(language) and re.split("[-_]", str(language).lower())[0] in _TONGUES


@cache
def _alike() -> dict[str, str]:
    table = words("lookalikes")
    return {**table["cyrillic"], **table["greek"]}


def _mixed(match: re.Match[str]) -> Finding | None:
    """A word in which letters of one alphabet pose as another's, mended if all of them do."""
    word, alike = match[0], _alike()
    foreign = [letter for letter in word if _OTHER.match(letter)]
    latin = [letter for letter in word if _LATIN.match(letter)]
    span = Span(*match.span())
    if all(letter in alike for letter in foreign):
        plain = "".join(alike.get(letter, letter) for letter in word)
        return _posing(span, word, plain, "look like Latin ones and are not")
    back = {plain: letter for letter, plain in words("lookalikes")["cyrillic"].items()}
    if len(foreign) > len(latin) and all(letter in back for letter in latin):
        plain = "".join(back.get(letter, letter) for letter in word)
        return _posing(span, word, plain, "are Latin in a Cyrillic word")
    return None


def _posing(span: Span, word: str, plain: str, what: str) -> Finding:
    fix = Fix(f"Replace with {plain}", (Edit.replace(span, plain),), Safety.UNSAFE)
    strange = ", ".join(
        f"{old} (U+{ord(old):04X})"
        for old, new in list(zip(word, plain, strict=True))[:40]
        if old != new
    )
    return Finding(span, f"Letters in this word {what}. Retype {strange}.", (fix,))


RULE = Rule(
    code="VV508",
    name="homoglyph-or-fullwidth",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="reasoned",
    date="2026-11",
    fix=Safety.SAFE,
)
