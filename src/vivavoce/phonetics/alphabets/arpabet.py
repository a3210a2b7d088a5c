"""ARPABET, as the CMU dictionary writes it: `K R IY1 T`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from vivavoce.phonetics.alphabets.conversion import Conversion, compile_longest, table
from vivavoce.phonetics.syllables import Syllable, move_stress_to_syllable, syllabify

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(r"([A-Z]{1,3})([012]?)")
_STRESS = {"1": "ˈ", "2": "ˌ"}
_DIGITS = {"ˈ": "1", "ˌ": "2", "": "0"}


def to_ipa(text: str) -> Conversion:
    """Read blank-separated ARPABET. A stress mark is written only where syllables differ by it."""
    phones: list[str] = []
    lost: list[str] = []
    for token in text.split():
        phone = _read(token)
        if phone is None:
            lost.append(token)
        else:
            phones.append(phone)
    ipa = move_stress_to_syllable("".join(phones))
    if len(syllabify(ipa)) == 1:
        ipa = ipa.translate({ord("ˈ"): None, ord("ˌ"): None})
    return Conversion(ipa, tuple(lost))


def from_ipa(ipa: str) -> Conversion:
    """Write English IPA as ARPABET, stress as digits on the vowels."""
    signs: list[str] = []
    lost: list[str] = []
    syllables = syllabify(ipa)
    for syllable in syllables:
        stress = syllable.stress or ("ˈ" if len(syllables) == 1 else "")
        for sign, phone in _write(syllable, _DIGITS[stress]):
            (signs if sign else lost).append(sign or phone)
    if not syllables:
        lost.append(ipa)
    return Conversion(" ".join(signs), tuple(lost))


def is_arpabet(text: str) -> bool:
    """Whether every token is ARPABET and at least one vowel carries a digit."""
    tokens = text.split()
    vowels = table("arpabet")["vowels"]
    marked = any(token[-1:].isdigit() and token.rstrip("012") in vowels for token in tokens)
    return marked and all(_read(token) is not None for token in tokens)


def _read(token: str) -> str | None:
    match = _TOKEN.fullmatch(token)
    if match is None:
        return None
    sign, digit = match.groups()
    tables = table("arpabet")
    if sign in tables["vowels"]:
        weak = tables["weak"].get(sign) if digit == "0" else None
        return _STRESS.get(digit, "") + (weak or tables["vowels"][sign])
    return None if digit else tables["consonants"].get(sign)


@cache
def _signs() -> dict[str, str]:
    tables = table("arpabet")
    plain = {ipa: sign for sign, ipa in (tables["vowels"] | tables["consonants"]).items()}
    return tables["also"] | plain | {"ə": "AH", "ɚ": "ER"}


@cache
def _pattern() -> re.Pattern[str]:
    return compile_longest(_signs())


def _write(syllable: Syllable, digit: str) -> Iterator[tuple[str, str]]:
    """Sign and phone, the sign empty where there is none."""
    vowels = table("arpabet")["vowels"]
    phones = "".join(syllable.onset + syllable.nucleus + syllable.coda)
    weak = digit == "1" and syllable.stress == "" and syllable.nucleus[0] in {"ə", "ɚ", "ɐ"}
    for phone in _pattern().findall(phones.replace("\u0361", "")):
        sign = _signs().get(phone, "")
        yield sign + (("0" if weak else digit) if sign in vowels else ""), phone
