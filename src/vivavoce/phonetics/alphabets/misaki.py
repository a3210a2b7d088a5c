"""The alphabet of misaki's lexicons, of Kokoro and of hibari-tts: `kɹˈit`, `məˈtAO`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from vivavoce.phonetics.alphabets.conversion import compile_longest, table
from vivavoce.phonetics.syllables import move_stress_to_syllable, move_stress_to_vowel

if TYPE_CHECKING:
    import re


def to_ipa(text: str, *, british: bool = False) -> str:
    """IPA with stress at the start of its syllable; nothing is lost."""
    signs = _signs(british=british)
    ipa = "".join(signs.get(part, part) for part in _pattern(british=british).findall(text))
    return move_stress_to_syllable(ipa)


def from_ipa(ipa: str) -> str:
    """What misaki writes for an English transcription, stress before the vowel."""
    signs = table("misaki")["toward"]
    text = move_stress_to_vowel(ipa)
    return "".join(signs.get(part, part) for part in _toward().findall(text))


@cache
def _signs(*, british: bool) -> dict[str, str]:
    tables = table("misaki")
    return tables["both"] | tables["gb" if british else "us"]


@cache
def _pattern(*, british: bool) -> re.Pattern[str]:
    return compile_longest(_signs(british=british))


@cache
def _toward() -> re.Pattern[str]:
    return compile_longest(table("misaki")["toward"])
