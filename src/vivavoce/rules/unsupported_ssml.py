"""SSML that the service does not read.

Of speech markup only `<break>` is supported, besides the service's own tags. `<prosody>`,
`<emphasis>`, `<phoneme>`, `<speak>` and the rest are read aloud or dropped, and in neither case do
they what they say.

## Example
```script
NARRATOR: We sailed to <phoneme ph="kriːt">Crete</phoneme> at dawn.
```

## Use instead
```script
NARRATOR: We sailed to /kriːt/ at dawn.
```

## Fix safety
Unsafe, since what is heard changes: `<phoneme>` becomes IPA between slashes, `<sub>` its alias,
`<say-as>` that spells becomes `<verbatim>`, `<emphasis>` the model's own way to stress a word, and
the tags of all others go while their text stays.

## Evidence
Documented: docs.inworld.ai, Custom pronunciation and Pause controls, 2026; the vendor's checker
warns that these may be read aloud.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.strip import strip_tags
from vivavoce.lint.words import words
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.dialects import Dialect
    from vivavoce.lint.context import Context
    from vivavoce.syntax.elements import Element

_MARKUP = pattern(r"[\[\]<>*/\r\n]")
_VERBATIM = pattern("verbatim", re.IGNORECASE)
_STRESSED_WORDS = 3


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Elements of SSML and of its vendor extensions, and XML declarations."""
    if not context.angles:
        return
    table = words("ssml")
    for element, _ in context.elements:
        name = element.tag.name
        if name == "say-as" and _VERBATIM.search(element.tag.span.of(context.text)):
            continue
        declared = name == "?" and context.text.startswith("<?xml", element.tag.span.start)
        if declared or name in table["elements"] or name.partition(":")[0] in table["prefixes"]:
            shown = "An XML declaration" if declared else f"<{name}>"
            yield Finding(
                element.tag.span,
                f"{shown} is not supported: it is read aloud or dropped. "
                f"{_advise(name, context.dialect)}",
                (_mend(context, element),),
            )


def _advise(name: str, dialect: Dialect) -> str:
    if name == "phoneme":
        return "Write the word as IPA between slashes."
    if name in {"prosody", "voice"} and dialect.steers:
        return "Say in a bracket how to speak, such as [very slow]."
    return "Leave only the words that should be spoken."


def _mend(context: Context, element: Element) -> Fix:
    own = _CONVERSIONS.get(element.tag.name)
    fix = own(context, element) if own else None
    if fix is None:
        edits = strip_tags(context.text, element)
        name = element.tag.name
        shown = "the XML declaration" if name == "?" else f"<{name}>"
        fix = Fix(f"Remove {shown}", edits, Safety.UNSAFE)
    return fix


def _whole(element: Element) -> Span:
    return Span(element.tag.span.start, (element.closer or element.tag).span.end)


def _content(context: Context, element: Element) -> str:
    """The plain text inside; "" if there is none, or if it holds markup."""
    if element.closer is None:
        return ""
    inside = Span(element.tag.span.end, element.closer.span.start)
    if _MARKUP.search(context.text, inside.start, inside.end):
        return ""
    return inside.of(context.text).strip()


def _convert_phoneme(context: Context, element: Element) -> Fix | None:
    phones, alphabet = element.tag.get("ph"), element.tag.get("alphabet")
    sounds = (phones.value or "").strip(" /") if phones else ""
    other = alphabet is not None and (alphabet.value or "").lower() != "ipa"
    if not sounds or other or len(sounds.split()) > 1 or _MARKUP.search(sounds):
        return None
    if element.closer and not _content(context, element):
        return None
    ipa = f"/{sounds}/"
    return Fix(f"Replace with {ipa}", (Edit(_whole(element), ipa),), Safety.UNSAFE)


def _convert_sub(context: Context, element: Element) -> Fix | None:
    alias = element.tag.get("alias")
    if alias is None or not alias.value or not _content(context, element):
        return None
    return Fix("Replace with the alias", (Edit(_whole(element), alias.value),), Safety.UNSAFE)


def _convert_say_as(context: Context, element: Element) -> Fix | None:
    how = element.tag.get("interpret-as")
    spelt = how is not None and (how.value or "").lower() in words("ssml")["spelt_out"]
    if not spelt or element.closer is None or not _content(context, element):
        return None
    edits = (
        Edit(element.tag.span, "<verbatim>"),
        Edit(element.closer.span, "</verbatim>"),
    )
    return Fix("Replace with <verbatim>", edits, Safety.UNSAFE)


def _convert_emphasis(context: Context, element: Element) -> Fix | None:
    level, content = element.tag.get("level"), _content(context, element)
    if not content or (level is not None and level.value in {"none", "reduced"}):
        return None
    way = context.dialect.emphasis
    if way == "asterisks":
        return Fix(
            f"Replace with *{content}*", (Edit(_whole(element), f"*{content}*"),), Safety.UNSAFE
        )
    if way == "capitals" and len(content.split()) <= _STRESSED_WORDS:
        edit = Edit(_whole(element), content.upper())
        return Fix("Write it in capitals", (edit,), Safety.UNSAFE)
    return None


_CONVERSIONS = {
    "phoneme": _convert_phoneme,
    "sub": _convert_sub,
    "say-as": _convert_say_as,
    "emphasis": _convert_emphasis,
}

RULE = Rule(
    code="VV305",
    name="unsupported-ssml",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    fix=Safety.UNSAFE,
)
