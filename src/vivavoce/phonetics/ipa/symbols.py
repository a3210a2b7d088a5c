"""What every character is in IPA, and what people type in its place: `grammars/phonetics`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from vivavoce import _resources


class Code(StrEnum):
    """The class of a unit, as one letter, so that a transcription becomes a string of classes."""

    VOWEL = "v"
    CONSONANT = "c"
    MARK = "m"
    MODIFIER = "d"
    LEADING = "p"
    LENGTH = "l"
    TIE = "t"
    TONE = "T"
    STEP = "U"
    STRESS = "S"
    JOIN = "J"
    GAP = "G"
    OTHER = "x"


@dataclass(frozen=True, slots=True)
class Symbols:
    """The tables of `phones.toml` and `repairs.toml`, by character.

    Attributes:
        codes: the class of each IPA character.
        typed: keyboard stand-ins and what they mean.
        homoglyphs: letters drawn alike and what they mean.
        withdrawn: letters IPA no longer has and what takes their place.
        capitals: the nearest sound for a capital letter; a guess.
        invisible: characters nobody sees.
        hyphens: dashes of any length.
        brackets: what encloses a transcription but is no part of it.
        syllabic: marks that make a consonant a syllable's centre.
    """

    codes: dict[str, str]
    typed: dict[str, str]
    homoglyphs: dict[str, str]
    withdrawn: dict[str, str]
    capitals: dict[str, str]
    invisible: frozenset[str]
    hyphens: frozenset[str]
    brackets: frozenset[str]
    syllabic: frozenset[str]


@cache
def read_table(name: str) -> dict[str, object]:
    """One file of `grammars/phonetics`, such as `phones.toml`."""
    return _resources.read_table("phonetics", name)


@cache
def symbols() -> Symbols:
    """The symbol tables, read once."""
    phones, repairs = read_table("phones.toml"), read_table("repairs.toml")
    silent = repairs["silent"]
    classes = phones["classes"]
    assert isinstance(silent, dict)
    assert isinstance(classes, dict)
    return Symbols(
        codes=_classify(phones, classes),
        typed=_mapping(repairs["typed"]),
        homoglyphs=_mapping(repairs["homoglyphs"]),
        withdrawn=_mapping(repairs["withdrawn"]),
        capitals=_mapping(repairs["capitals"]),
        invisible=frozenset(silent["invisible"]),
        hyphens=frozenset(silent["hyphens"]),
        brackets=frozenset(silent["brackets"]),
        syllabic=frozenset(classes["syllabic"]),
    )


def _mapping(table: object) -> dict[str, str]:
    assert isinstance(table, dict)
    return table


def _classify(phones: dict[str, object], classes: dict[str, str]) -> dict[str, str]:
    codes = dict.fromkeys(_mapping(phones["vowels"]), str(Code.VOWEL))
    codes |= dict.fromkeys(_mapping(phones["consonants"]), str(Code.CONSONANT))
    codes |= {chr(int(mark, 16)): str(Code.MARK) for mark in _mapping(phones["marks"])}
    codes |= dict.fromkeys(_mapping(phones["modifiers"]), str(Code.MODIFIER))
    for name in ("leading", "length", "tie", "tone", "step", "stress", "join", "gap"):
        codes |= dict.fromkeys(classes[name], str(Code[name.upper()]))
    return codes
