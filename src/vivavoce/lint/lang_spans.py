"""Spans of another language: `<lang lang="es-ES">hola</lang>`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vivavoce.lint.words import words
from vivavoce.syntax import Form
from vivavoce.syntax.settings_keys import is_language
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from vivavoce.lint.context import Context
    from vivavoce.syntax import Angle, Utterance

ELEMENT = "lang"
_MARKUP = pattern(r"<[^<>\n\r]*>|\[[^\[\]\n\r]*\]")
_WORD = pattern(r"[^\W_]")


class LangSpan(NamedTuple):
    """A span, closed or not.

    Attributes:
        opener: its opening tag.
        closer: its closing tag, or None.
        utterance: where it stands.
        code: its language as written, or "".
    """

    opener: Angle
    closer: Angle | None
    utterance: Utterance
    code: str


def find_lang_spans(context: Context) -> list[LangSpan]:
    """Every span of the script in order; lone closing tags are no spans."""
    return [
        LangSpan(element.tag, element.closer, utterance, _read_code(element.tag))
        for element, utterance in (context.elements if context.angles else ())
        if element.tag.name == ELEMENT and element.tag.form is Form.OPEN
    ]


def _read_code(opener: Angle) -> str:
    attribute = opener.get("lang") or opener.get("xml:lang")
    return (attribute.value or "") if attribute else ""


def holds_words(text: str, start: int, end: int) -> bool:
    """Whether a stretch has a letter or digit outside tags."""
    return bool(_WORD.search(_MARKUP.sub("", text[start:end])))


def is_same_language(code: str, other: str) -> bool:
    """Whether two codes are one, whatever their letter case and separator."""
    return bool(code) and _plain(code) == _plain(other)


def find_code(written: str) -> str:
    """The code that was meant by what stands in a tag; "" if none is recognised."""
    written = written.strip(" \t“”„‘’'\"")
    plain = _plain(written)
    table = words("languages")
    meant: str | None = table["meant"].get(plain)
    if meant:
        return meant
    primary, _, rest = plain.partition("-")
    if not is_language(written) or (len(primary) == 2 and primary not in table["two_letters"]):
        known = table["meant"].get(primary)
        return f"{known}-{rest.upper()}" if known and is_language(f"{known}-{rest}") else ""
    region = table["regions"].get(rest)
    return f"{primary}-{region}" if region else written


def _plain(code: str) -> str:
    return code.strip().lower().replace("_", "-")
