"""Which word is heard when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vivavoce.text import Span


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word.

    Attributes:
        text: what a reader should see lit: the spelling, or the headword of an inline IPA.
        start: seconds from the start of the audio.
        end: seconds; never before `start`.
        span: the letters it was read from, in the request's text before a plan maps it and in the
            script afterwards; None for speech that no letter asked for.
        certainty: 1.0 where the engine tied the word to the letters itself, less where it was
            matched; 0 where it is a guess.
    """

    text: str
    start: float
    end: float
    span: Span | None = None
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Phone:
    """One speech sound.

    Attributes:
        symbol: IPA, stress mark included where it opens a stressed syllable's vowel.
        start: seconds from the start of the audio.
        end: seconds.
        word: index into the alignment's words, or None for silence.
    """

    symbol: str
    start: float
    end: float
    word: int | None = None


@dataclass(frozen=True, slots=True)
class Viseme:
    """One mouth shape.

    Attributes:
        symbol: one of `aei o ee bmp fv l r th qw chjsh cdgknstxyz`
            (docs.inworld.ai, Timestamps guide, Aug 2026).
        start: seconds from the start of the audio.
        end: seconds.
    """

    symbol: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """Words, phones and visemes of a stretch of audio, each in order of time.

    Attributes:
        estimated: True where the engine reported no times and they were spaced by length.
    """

    words: tuple[Word, ...] = ()
    phones: tuple[Phone, ...] = ()
    visemes: tuple[Viseme, ...] = ()
    estimated: bool = False

    def shift(self, seconds: float, words: int = 0) -> Alignment:
        """The same, `seconds` later, with phones pointing `words` further on."""
        return Alignment(
            tuple(replace(w, start=w.start + seconds, end=w.end + seconds) for w in self.words),
            tuple(
                replace(
                    p,
                    start=p.start + seconds,
                    end=p.end + seconds,
                    word=None if p.word is None else p.word + words,
                )
                for p in self.phones
            ),
            tuple(replace(v, start=v.start + seconds, end=v.end + seconds) for v in self.visemes),
            self.estimated,
        )

    def __add__(self, other: Alignment) -> Alignment:
        """Both, one behind the other; `other` must already be shifted."""
        return Alignment(
            self.words + other.words,
            self.phones + other.phones,
            self.visemes + other.visemes,
            self.estimated or other.estimated,
        )
