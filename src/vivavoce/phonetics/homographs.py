"""English words with several readings, from `grammars/phonetics/homographs.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from vivavoce._resources import read_table


@dataclass(frozen=True, slots=True)
class Sense:
    """One reading of a homograph.

    Attributes:
        meaning: what the word means when it is read so, in a few words.
        ipa: General American, without slashes.
    """

    meaning: str
    ipa: str


@dataclass(frozen=True, slots=True)
class Homograph:
    """A spelling with several readings.

    Attributes:
        word: the spelling, in lower case.
        senses: its readings, the commoner first.
        worst: whether context seldom tells an engine which is meant.
    """

    word: str
    senses: tuple[Sense, ...]
    worst: bool = False


@cache
def load_homographs() -> dict[str, Homograph]:
    """Every homograph, by its spelling in lower case."""
    rows = cast("list[dict[str, Any]]", read_table("phonetics", "homographs.toml")["homograph"])
    return {
        row["word"]: Homograph(
            row["word"],
            tuple(Sense(reading["meaning"], reading["ipa"]) for reading in row["readings"]),
            row.get("worst", False),
        )
        for row in rows
    }
