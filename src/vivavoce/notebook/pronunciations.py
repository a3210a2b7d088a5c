"""How words may be said, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from vivavoce import catalogue
from vivavoce.exports.player.markup import PLAIN
from vivavoce.phonetics.suggestions import explain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vivavoce.phonetics.suggestions import Suggestions

Row = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Pronunciations:
    """What the sources say of some words.

    Attributes:
        words: for each word what is known of it.
    """

    words: tuple[Suggestions, ...]

    @classmethod
    def find(cls, words: Sequence[str], language: str = "en-US") -> Pronunciations:
        """Ask every source that is there; never raises on a word."""
        sources = catalogue.sources()
        return cls(tuple(explain(word, language, sources) for word in words))

    def __repr__(self) -> str:
        lines = [f"{word}  {ipa}  {said}  ({source})" for word, ipa, said, source in self._rows()]
        return "\n".join([*lines, *self._notes()])

    def _repr_html_(self) -> str:
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
            for row in self._rows()
        )
        notes = "".join(f"<p>{escape(note)}</p>" for note in self._notes())
        heads = "<th>Word</th><th>IPA</th><th>Say it</th><th>Source</th>"
        table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        return f'<div class="{PLAIN}">{table}{notes}</div>'

    def _rows(self) -> Iterator[Row]:
        for known in self.words:
            for one in known.candidates:
                source = f"{one.source}, {one.note}" if one.note else one.source
                yield known.word, f"/{one.ipa}/", one.respelling, source

    def _notes(self) -> list[str]:
        return list(dict.fromkeys(note for known in self.words for note in known.notes))
