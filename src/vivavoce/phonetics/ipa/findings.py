"""What can be wrong with a transcription."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vivavoce.text import Edit, Span


class Level(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Kind(StrEnum):
    """What is wrong."""

    TYPED = "typed"
    """A keyboard character stands for an IPA one, as `:` for `ː`."""
    HOMOGLYPH = "homoglyph"
    """A letter of another script is drawn like an IPA one."""
    INVISIBLE = "invisible"
    """A character nobody sees."""
    WITHDRAWN = "withdrawn"
    """A letter that IPA no longer has."""
    BRACKET = "bracket"
    """A slash or bracket inside the transcription."""
    HYPHEN = "hyphen"
    """A hyphen or dash; syllables are parted by dots."""
    CAPITAL = "capital"
    """A capital letter; IPA has none."""
    DIGIT = "digit"
    """A digit; IPA has none."""
    SYMBOL = "symbol"
    """Any other character that is not in IPA."""
    OTHER_ALPHABET = "other-alphabet"
    """The whole of it is ARPABET or X-SAMPA."""
    STRAY_MARK = "stray-mark"
    """A diacritic, modifier or length mark with no letter to sit on."""
    STRAY_TIE = "stray-tie"
    """A tie bar that joins nothing."""
    STRAY_TONE = "stray-tone"
    """A tone or step with no syllable."""
    STRAY_BREAK = "stray-break"
    """A syllable dot or link that parts nothing."""
    DOUBLE_STRESS = "double-stress"
    """Two stress marks in a row."""
    DANGLING_STRESS = "dangling-stress"
    """A stress mark that no sound follows."""
    LATE_STRESS = "late-stress"
    """A stress mark inside its syllable; it belongs before the first consonant."""
    EXTRA_STRESS = "extra-stress"
    """More than one primary stress in one word."""
    MISSING_STRESS = "missing-stress"
    """Several syllables and no primary stress."""
    NO_VOWEL = "no-vowel"
    """Nothing a syllable could be built on."""
    NO_SOUND = "no-sound"
    """Marks only."""
    EMPTY = "empty"
    """Nothing at all."""
    FOREIGN = "foreign"
    """A sound that the language does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing wrong with a transcription.

    Attributes:
        kind: what is wrong.
        level: `error` if the service would misread it or may refuse it.
        message: plain English: what is wrong and what to do.
        span: where, in the text as given.
        edits: the repair, if one is known; spans into the text as given.
        certain: whether the repair is the only thing that can have been meant.
    """

    kind: Kind
    level: Level
    message: str
    span: Span
    edits: tuple[Edit, ...] = ()
    certain: bool = False
