"""The project's own lexicon: what colleagues have listened to and agreed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.phonetics.lexicon import Lexicon
from vivavoce.phonetics.suggestions import PronunciationSource, Reading, SourceStatus

if TYPE_CHECKING:
    from collections.abc import Sequence


class ProjectSource(PronunciationSource):
    """Answers from a lexicon; empty until one is given."""

    name = "project"
    rank = 0

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or Lexicon()

    def status(self) -> SourceStatus:
        """Always ready."""
        return SourceStatus(ready=True, detail=f"{len(self.lexicon.entries)} entries")

    def find(self, word: str, language: str) -> Sequence[Reading]:
        """The entries of a word, in the lexicon's order."""
        return [
            Reading(entry.ipa, "; ".join(filter(None, (entry.part, entry.note))))
            for entry in self.lexicon.look_up(word, language)
            if entry.ipa
        ]


SOURCE = ProjectSource()
