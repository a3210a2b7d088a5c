"""Tell ARPABET and X-SAMPA from IPA."""

from __future__ import annotations

from dataclasses import dataclass

from vivavoce.phonetics.alphabets import arpabet, xsampa

_LONGEST = 400  # code points; longer than any word in any alphabet


@dataclass(frozen=True, slots=True)
class Detected:
    """A transcription that is not IPA.

    Attributes:
        alphabet: `ARPABET` or `X-SAMPA`.
        ipa: the same in IPA.
    """

    alphabet: str
    ipa: str


def detect(text: str) -> Detected | None:
    """Which other alphabet `text` is wholly in, if any."""
    if not text.isascii() or len(text) > _LONGEST:
        return None
    if arpabet.is_arpabet(text):
        return Detected("ARPABET", arpabet.to_ipa(text).text)
    if xsampa.is_xsampa(text):
        return Detected("X-SAMPA", xsampa.to_ipa(text).text)
    return None
