"""Write the IPA of a lexicon into a script, and take it out again to the very same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vivavoce.phonetics.lexicon import Match
from vivavoce.phonetics.marking import find_terms
from vivavoce.syntax import NodeKind, Script
from vivavoce.text import Edit, Source, apply_edits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.phonetics.lexicon import Entry, Lexicon
    from vivavoce.text import Span

_ENDS = ".!?…:;\n\r"
_QUOTES = "\"'“‘”’)(["


@dataclass(frozen=True, slots=True)
class Applied:
    """A script with IPA written in or taken out.

    Attributes:
        text: the new text.
        count: number of words changed.
        left: words of the lexicon that were left alone: where, and why.
    """

    text: str
    count: int
    left: tuple[tuple[Span, str], ...] = ()


def write_ipa(source: Source, lexicon: Lexicon, language: str = "") -> Applied:
    """Put IPA between slashes in the place of every word of the lexicon.

    Left alone is whatever `take_out_ipa` could not bring back letter for letter: a spelling that
    differs from the headword, a word without IPA, and a word whose IPA already stands in the text.

    Args:
        source: the script.
        lexicon: how words are said.
        language: BCP-47 tag of a script that names none.
    """
    script = Script.from_source(source)
    present = {ipa for _, ipa in _find_ipa(script)}
    edits: list[Edit] = []
    left: list[tuple[Span, str]] = []
    for utterance in script.utterances:
        spoken = _language_of(script, utterance.speaker, language)
        for term in find_terms(utterance.document, lexicon, spoken):
            reason = _why_not(source.text, term.span, term.entry, lexicon, present)
            if reason:
                left.append((term.span, reason))
            else:
                edits.append(Edit.replace(term.span, f"/{term.entry.ipa}/"))
    return Applied(apply_edits(source.text, edits), len(edits), tuple(left))


def take_out_ipa(source: Source, lexicon: Lexicon) -> Applied:
    """Put headwords in the place of the IPA that the lexicon has for them."""
    entries = _by_ipa(lexicon)
    edits = []
    for span, ipa in _find_ipa(Script.from_source(source)):
        if ipa in entries:
            edits.append(Edit.replace(span, _spell(source.text, span.start, entries[ipa])))
    return Applied(apply_edits(source.text, edits), len(edits))


def _why_not(text: str, span: Span, entry: Entry, lexicon: Lexicon, present: set[str]) -> str:
    word = span.of(text)
    if not entry.ipa:
        return f"{word} has an alias and no IPA"
    if entry.ipa in present:
        return (
            f"/{entry.ipa}/ is written out elsewhere in this script, so taking it out would differ"
        )
    if _spell(text, span.start, _by_ipa(lexicon)[entry.ipa]) != word:
        return f"{word} is not spelt like its headword and could not be brought back"
    return ""


def _by_ipa(lexicon: Lexicon) -> dict[str, Entry]:
    return {entry.ipa: entry for entry in reversed(lexicon.entries) if entry.ipa}


def _spell(text: str, at: int, entry: Entry) -> str:
    """The headword as it is spelt at a place."""
    if entry.match is Match.SENTENCE_START and _opens_sentence(text, at):
        return entry.headword[:1].upper() + entry.headword[1:]
    return entry.headword


def _opens_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 40) : at].rstrip(f" \t{_QUOTES}")
    return not before or before[-1] in _ENDS


def _find_ipa(script: Script) -> Iterator[tuple[Span, str]]:
    for utterance in script.utterances:
        for node in utterance.document.leaves():
            if node.kind is NodeKind.SLASH:
                yield node.span, node.of(script.text)[1:-1]


def _language_of(script: Script, speaker: str, language: str) -> str:
    member = script.cast.get(speaker)
    own = member.value("language") if member else None
    return str(own or script.front_matter.value("language") or language)
