"""X-SAMPA, IPA on an ASCII keyboard: `"{p@l`."""

from __future__ import annotations

import re
from functools import cache
from typing import cast
from unicodedata import normalize

from vivavoce.phonetics.alphabets.conversion import Conversion, compile_longest, table
from vivavoce.phonetics.ipa.symbols import Code, symbols

_STRONG = re.compile(r"[{}\\\"%`&=~_]")
"""Signs that no one types by mistake for IPA."""
_SCHWA = re.compile(r"(?=.*[@3])(?=.*[A-Z])(?=.*[a-z@3])")
_CAPITALS = re.compile(r"[A-Z]{3}")


def to_ipa(text: str) -> Conversion:
    """Read X-SAMPA, longest sign first."""
    signs = _signs()
    parts = _reader().findall(text)
    ipa = "".join(signs.get(part, "") for part in parts)
    return Conversion(normalize("NFC", ipa), tuple(part for part in parts if part not in signs))


def from_ipa(ipa: str) -> Conversion:
    """Write IPA as X-SAMPA."""
    signs = _written()
    parts = _writer().findall(normalize("NFD", ipa).replace("c\u0327", "ç"))
    text = "".join(signs.get(part, "") for part in parts)
    return Conversion(text, tuple(part for part in parts if part not in signs))


def is_xsampa(text: str) -> bool:
    """Whether all of it is X-SAMPA, it has a vowel, and something in it cannot be meant as IPA."""
    if not text.isascii() or not (_STRONG.search(text) or _SCHWA.match(text)):
        return False
    if _CAPITALS.search(text) or (text.startswith("{") and text.endswith("}")):
        return False
    found = to_ipa(text)
    codes = symbols().codes
    return found.complete and any(codes.get(letter) == Code.VOWEL for letter in found.text)


@cache
def _signs() -> dict[str, str]:
    return cast("dict[str, str]", table("xsampa"))


@cache
def _written() -> dict[str, str]:
    """Of two signs for one sound, the one with the underscore stands clear of its neighbours."""
    signs = {ipa: sign for sign, ipa in _signs().items() if sign != "'"}
    return signs | {"\u0303": "~", "\u0329": "="}


@cache
def _reader() -> re.Pattern[str]:
    return compile_longest(_signs())


@cache
def _writer() -> re.Pattern[str]:
    return compile_longest(_written())
