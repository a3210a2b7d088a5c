"""How far apart two transcriptions are, by how their sounds are made.

The features of every letter are in `grammars/phonetics/phones.toml`. Figures to go by: below
`SAME` the two are one word in other symbols, below `CLOSE` one is likely meant for the other, above
`FAR` they are different words.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast
from unicodedata import normalize

from vivavoce.phonetics.ipa import ItemKind, tokenise
from vivavoce.phonetics.ipa.symbols import read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

SAME, CLOSE, FAR = 0.02, 0.1, 0.3

_LONGEST = 200  # phones compared; nobody says a longer word, and the work grows with the square


@cache
def _letters() -> dict[str, dict[str, int]]:
    table = read_table("phones.toml")
    bundles = cast("dict[str, dict[str, int]]", table["bundles"])
    letters: dict[str, dict[str, int]] = {}
    for group, prefix in (("vowels", "vowel "), ("consonants", "")):
        for letter, making in cast("dict[str, str]", table[group]).items():
            features: dict[str, int] = {} if prefix else {"syllabic": -1}
            for name in (prefix + making).split():
                features |= bundles[name]
            letters[letter] = features
    return letters


@cache
def _changes() -> dict[str, dict[str, int]]:
    table = read_table("phones.toml")
    marks = cast("dict[str, dict[str, int]]", table["marks"])
    modifiers = cast("dict[str, dict[str, int]]", table["modifiers"])
    return (
        {chr(int(mark, 16)): change for mark, change in marks.items()}
        | modifiers
        | {"ː": {"long": 1}}
    )


@cache
def manner(letter: str) -> str:
    """How a consonant letter is made, such as `stop`; empty for anything else."""
    return (
        cast("dict[str, str]", read_table("phones.toml")["consonants"])
        .get(letter, " ")
        .split(" ")[0]
    )


def features(phone: str) -> dict[str, int]:
    """The features of one phone, 1 or -1; what is not named is not used by it.

    A phone of two letters (`t͡ʃ`) has those of the last, with the closure of the first.
    """
    found: dict[str, int] = {}
    letters, changes = _letters(), _changes()
    for character in normalize("NFD", phone) if phone != "ç" else phone:
        if character in letters:
            closed = found.get("continuant") == -1
            found = dict(letters[character])
            if closed:
                found["continuant"] = -1
        else:
            found |= changes.get(character, {})
    return found


@lru_cache(maxsize=4096)
def difference(one: str, other: str) -> float:
    """How much two phones differ, from 0 (alike) to 1."""
    if one == other:
        return 0.0
    weights = cast("dict[str, float]", read_table("phones.toml")["weights"])
    left, right = features(one), features(other)
    apart = sum(w * abs(left.get(f, 0) - right.get(f, 0)) / 2 for f, w in weights.items())
    return apart / sum(weights.values())


def distance(one: str, other: str) -> float:
    """How far apart two transcriptions are, from 0 to 1: edits over the longer one's phones.

    Stress, breaks and tones do not count. A phone put in or left out counts 1, one put for another
    counts by the features in which they differ. Only the first 200 phones are compared.
    """
    return phone_distance(_phones(one), _phones(other))


def phone_distance(left: Sequence[str], right: Sequence[str]) -> float:
    """`distance`, for phones already taken apart."""
    if not left and not right:
        return 0.0
    row = [float(at) for at in range(len(right) + 1)]
    for down, phone in enumerate(left, start=1):
        diagonal, row[0] = row[0], float(down)
        for across, other in enumerate(right, start=1):
            changed = diagonal + difference(phone, other)
            diagonal = row[across]
            row[across] = min(changed, row[across] + 1, row[across - 1] + 1)
    return row[-1] / max(len(left), len(right))


def _phones(text: str) -> list[str]:
    return [item.symbol for item in tokenise(text) if item.kind is ItemKind.PHONE][:_LONGEST]
