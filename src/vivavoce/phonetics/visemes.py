"""Mouth shapes: which of the vendor's visemes a phone shows.

The symbols are those of word timestamps (docs.inworld.ai, Timestamps guide, Aug 2026), not the
OPENXR set of `lipsyncAlignment`. The guide names the symbols only; which phone shows which is read
off the names: each lists the sounds it stands for.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import cast
from unicodedata import normalize

from vivavoce.phonetics.features import features, manner
from vivavoce.phonetics.ipa import ItemKind, normalise, tokenise
from vivavoce.phonetics.ipa.symbols import Code, read_table, symbols

SILENCE = "bmp"
"""The mouth is closed: what the service sends for its `[silence]` phones."""

SYMBOLS = ("aei", "o", "ee", "bmp", "fv", "l", "r", "th", "qw", "chjsh", "cdgknstxyz")
"""Every viseme, as the guide lists them."""


def to_visemes(text: str) -> list[str]:
    """One mouth shape for each phone of a transcription; a diphthong written as two has two."""
    items = tokenise(normalise(text).text)
    return [viseme(item.symbol) for item in items if item.kind is ItemKind.PHONE]


@lru_cache(maxsize=1024)
def viseme(phone: str) -> str:
    """The mouth shape of one phone, stress marks and digits (`oʊ1`, `ˈɝ`) ignored.

    A sound the table lacks shows the shape of its place and manner; silence and the unknown, a
    closed mouth.
    """
    codes = symbols().codes
    parts = normalize("NFD", phone).replace("c\u0327", "ç")
    letters = [c for c in parts if codes.get(c) in {Code.VOWEL, Code.CONSONANT}]
    if not letters or phone.startswith("["):
        return SILENCE
    if len(letters) > 1 and codes[letters[0]] == Code.CONSONANT:
        letters = letters[-1:]  # an affricate shows where it is let go
    return _table().get(letters[0]) or _guess(letters[0])


@cache
def _table() -> dict[str, str]:
    rows = cast("dict[str, str]", read_table("visemes.toml")["visemes"])
    return {phone: shape for shape, phones in rows.items() for phone in phones.split()}


def _guess(letter: str) -> str:
    made = features(letter)
    if made.get("syllabic") == 1:
        return "o" if made.get("round") == 1 else "aei"
    if made.get("labial") == 1:
        return "fv" if made.get("labiodental") == 1 else "bmp"
    if made.get("lateral") == 1:
        return "l"
    return "r" if manner(letter) in {"trill", "liquid"} else "cdgknstxyz"
