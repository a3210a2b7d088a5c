"""Sounds without audio: IPA, other alphabets, syllables, distance, visemes, lexicons, G2P.

Everything listed here is loaded when it is first asked for, so importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vivavoce.phonetics.features import distance
    from vivavoce.phonetics.homographs import Homograph, Sense, load_homographs
    from vivavoce.phonetics.inventory import Inventory, find_inventory
    from vivavoce.phonetics.ipa import Finding, Kind, Level, Normalised, normalise, tokenise
    from vivavoce.phonetics.lexicon import Entry, Lexicon, Match
    from vivavoce.phonetics.suggestions import Candidate, PronunciationSource, Suggestions, suggest
    from vivavoce.phonetics.syllables import (
        move_stress_to_syllable,
        move_stress_to_vowel,
        syllabify,
    )
    from vivavoce.phonetics.validation import is_valid, validate
    from vivavoce.phonetics.visemes import to_visemes, viseme

_HOMES = {
    "features": ("distance",),
    "homographs": ("Homograph", "Sense", "load_homographs"),
    "inventory": ("Inventory", "find_inventory"),
    "ipa": ("Finding", "Kind", "Level", "Normalised", "normalise", "tokenise"),
    "lexicon": ("Entry", "Lexicon", "Match"),
    "suggestions": ("Candidate", "PronunciationSource", "Suggestions", "suggest"),
    "syllables": ("move_stress_to_syllable", "move_stress_to_vowel", "syllabify"),
    "validation": ("is_valid", "validate"),
    "visemes": ("to_visemes", "viseme"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Candidate",
    "Entry",
    "Finding",
    "Homograph",
    "Inventory",
    "Kind",
    "Level",
    "Lexicon",
    "Match",
    "Normalised",
    "PronunciationSource",
    "Sense",
    "Suggestions",
    "distance",
    "find_inventory",
    "is_valid",
    "load_homographs",
    "move_stress_to_syllable",
    "move_stress_to_vowel",
    "normalise",
    "suggest",
    "syllabify",
    "to_visemes",
    "tokenise",
    "validate",
    "viseme",
]


def __getattr__(name: str) -> object:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value
