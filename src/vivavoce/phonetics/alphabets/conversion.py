"""What comes of writing sounds in another alphabet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from vivavoce.phonetics.ipa.symbols import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Conversion:
    """A word in another alphabet.

    Attributes:
        text: the word, without what could not be written.
        lost: what the other alphabet has no sign for, or what could not be read, in order.
    """

    text: str
    lost: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all of it came across."""
        return not self.lost and bool(self.text)


@cache
def table(alphabet: str) -> dict[str, dict[str, str]]:
    """The tables of one alphabet, from `grammars/phonetics/alphabets.toml`."""
    return cast("dict[str, dict[str, dict[str, str]]]", read_table("alphabets.toml"))[alphabet]


def compile_longest(signs: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds the longest sign at each place, or else any one character."""
    ordered = sorted(signs, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered)) + "|.", re.DOTALL)
