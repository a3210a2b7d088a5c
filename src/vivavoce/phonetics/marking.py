"""Where a script uses the words of a lexicon, and the same text with their sounds written in.

Only plain spoken text is looked at: markup, verbatim spans, links, addresses and paths are left
alone, and inside `<lang>` the language is that of the tag.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vivavoce.phonetics.lexicon import Entry, Hit, Lexicon
from vivavoce.syntax import Form, NodeKind, read_angle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.syntax import Document, Node, Script
    from vivavoce.text import Span

_STRESSED = frozenset({NodeKind.EMPHASIS, NodeKind.STRONG})
_BEFORE, _AFTER = frozenset("@#/\\._"), frozenset("@/\\_")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the lexicon in a text.

    Attributes:
        span: where it stands.
        entry: how it is said.
    """

    span: Span
    entry: Entry

    @property
    def said(self) -> str:
        """What to send in its place: IPA between slashes, or the alias where there is no IPA."""
        return f"/{self.entry.ipa}/" if self.entry.ipa else self.entry.alias


def join_notes(script: Script, lexicon: Lexicon | None = None) -> Lexicon:
    """A lexicon with what the script's own `// say:` notes say; a note beats an entry."""
    noted = tuple(Entry(headword=say.headword, ipa=say.ipa) for say in script.says)
    if lexicon is None:
        return Lexicon(tuple(dict.fromkeys(noted)))
    spoken = {entry.headword for entry in noted}
    kept = (entry for entry in lexicon.entries if entry.headword not in spoken)
    return Lexicon((*dict.fromkeys(noted), *kept), lexicon.name)


def find_terms(document: Document, lexicon: Lexicon, language: str = "") -> Iterator[Term]:
    """The words of a lexicon in the plain text of an utterance, in order.

    A spelling with several readings, told apart by part of speech, is left to the writer.

    Args:
        document: the utterance.
        lexicon: what to look for.
        language: BCP-47 tag of the text; "" for any.
    """
    if not lexicon.entries:
        return
    text = document.source.text
    for start, end, spoken in find_plain(document, language):
        for hit in lexicon.find(text, spoken, start, end):
            entry = _choose(hit, spoken)
            if entry is not None and not _is_part_of_address(text, hit.span):
                yield Term(hit.span, entry)


def find_plain(document: Document, language: str = "") -> Iterator[tuple[int, int, str]]:
    """The stretches of plain spoken text, each with its language."""
    spoken = [language]
    for node in document:
        if node.kind is NodeKind.ANGLE:
            _enter(document.source.text, node, spoken)
        elif node.kind is NodeKind.TEXT:
            yield node.start, node.end, spoken[-1]
        elif node.kind in _STRESSED:
            for child in node.children:
                if child.kind is NodeKind.TEXT:
                    yield child.start, child.end, spoken[-1]


def _enter(text: str, node: Node, spoken: list[str]) -> None:
    angle = read_angle(text, node)
    if angle.name != "lang":
        return
    if angle.form is Form.OPEN:
        named = angle.get("lang", "xml:lang")
        spoken.append(named.value if named and named.value else spoken[-1])
    elif angle.form is Form.CLOSE and len(spoken) > 1:
        spoken.pop()


def _choose(hit: Hit, language: str) -> Entry | None:
    """The one reading of a headword; that of the very language first; None if they differ."""
    exact = [entry for entry in hit.entries if entry.language.lower() == language.lower()]
    readings = exact or list(hit.entries)
    if len({entry.ipa for entry in readings}) > 1 and any(entry.part for entry in readings):
        return None
    return readings[0]


def _is_part_of_address(text: str, span: Span) -> bool:
    after = text[span.end : span.end + 2]
    joined = after[:1] == "." and after[1:].isalnum()
    before = text[max(span.start - 1, 0) : span.start]
    return joined or before in _BEFORE or after[:1] in _AFTER
