"""From the words of an instruction to prosody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vivavoce.synthesis.engines.score.cues import NEUTRAL, Style

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class StyleTable:
    """What a voice can do with words such as `sad` or `very fast`.

    Attributes:
        styles: for each beginning of a word, or each phrase, what it asks for.
        degrees: words that weaken or strengthen the next style, such as `very`.
        negations: words that cancel the next style, such as `not`.
    """

    styles: dict[str, Style]
    degrees: dict[str, float]
    negations: frozenset[str] = frozenset()

    @classmethod
    def from_tables(cls, deliveries: dict[str, Any], styles: dict[str, Any]) -> StyleTable:
        """The words of `deliveries.toml` with what a voice's `[styles]` makes of them."""
        known = {
            word: Style(**styles[name])
            for name, words in deliveries["words"].items()
            for word in words
            if name in styles
        }
        return cls(known, dict(deliveries["degrees"]), frozenset(deliveries["negations"]))

    def read(self, instruction: str) -> Style | None:
        """The prosody an instruction asks for, or None if it holds no word that is known."""
        found = list(self._find(instruction))
        style = NEUTRAL
        for other, strength in found:
            style = style.combine(other, strength)
        return style if found else None

    def _find(self, instruction: str) -> Iterator[tuple[Style, float]]:
        """Each style named, once, with its strength."""
        text = " ".join(_WORD.findall(instruction.lower()))
        seen: list[Style] = []
        for phrase in (phrase for phrase in self.styles if " " in phrase and phrase in text):
            text = text.replace(phrase, "")
            seen.append(self.styles[phrase])
            yield self.styles[phrase], 1.0
        strength = 1.0
        for word in text.split():
            if word in self.negations:
                strength = 0.0
            elif word in self.degrees:
                strength *= self.degrees[word]
            elif (style := self._style(word)) is not None:
                if strength and style not in seen:
                    seen.append(style)
                    yield style, strength
                strength = 1.0

    def _style(self, word: str) -> Style | None:
        """The style whose beginning of a word fits best."""
        fitting = (stem for stem in self.styles if word.startswith(stem))
        stem = max(fitting, key=len, default=None)
        return None if stem is None else self.styles[stem]
