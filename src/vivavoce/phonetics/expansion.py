"""Numbers, money and abbreviations as words, before anybody is asked how they sound."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import cast

from vivavoce.phonetics.ipa.symbols import read_table
from vivavoce.phonetics.syllables import is_english

LONGEST = 64
"""Code points of the longest word anybody is asked about."""

_NUMBER = r"\d{1,3}(?:,\d{3})+|\d+"
_MONEY = re.compile(rf"([$€£¥])({_NUMBER})(?:\.(\d\d))?")
_PLAIN = re.compile(rf"(-?)({_NUMBER})(?:\.(\d+))?(%?)")
_ORDINAL = re.compile(rf"({_NUMBER})(?:st|nd|rd|th)", re.IGNORECASE)
_IDEOGRAPH = re.compile("[\u3400-\u9fff]")
_LARGEST = 10**15
_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expansion:
    """What is spoken for a written word.

    Attributes:
        words: the words to ask about; empty if the word is refused.
        note: what was made of it, or why it is refused; empty for an ordinary word.
    """

    words: tuple[str, ...]
    note: str = ""


def expand(word: str, language: str = "en-US") -> Expansion:
    """The words spoken for `word`; the same word if it is an ordinary one.

    English numbers, ordinals, money, percentages and common abbreviations are written out. What
    has several readings, no letters, or letters of several scripts is refused with a reason.
    """
    text = unicodedata.normalize("NFC", word.strip())
    refusal = _refuse(text)
    if refusal:
        return Expansion((), refusal)
    if not is_english(language):
        if language.lower().startswith("ja") and _IDEOGRAPH.search(text):
            return Expansion((), "No source reads Japanese ideographs; write the word in kana.")
        if any(character in _currency() for character in text):
            return Expansion((), "Write the amount out in words; money is only read in English.")
        return Expansion((text,))
    spoken = _money(text) or _ordinal(text) or _number(text)
    if spoken:
        return Expansion(tuple(re.split(r"[ -]", spoken)), f"read as “{spoken}”")
    if any(character.isdigit() for character in text):
        return Expansion((), "Letters and digits together may be read in many ways; write it out.")
    return _abbreviation(text)


def _refuse(text: str) -> str:
    if not text:
        return "There is no word."
    if len(text) > LONGEST:
        return f"A word has at most {LONGEST} characters; this has {len(text)}."
    if not any(character.isalnum() for character in text):
        return "There is nothing to say: no letter and no digit."
    scripts = {_script(character) for character in text if character.isalpha()}
    if len(scripts) > 1:
        return f"The letters are of several scripts ({' and '.join(sorted(scripts))}); retype it."
    return ""


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "UNKNOWN").split()[0].title()
    together = {"Hiragana", "Katakana", "Cjk", "Katakana-Hiragana", "Fullwidth", "Halfwidth"}
    return "Japanese or Chinese" if name in together else name


@cache
def _currency() -> dict[str, str]:
    return cast("dict[str, str]", read_table("abbreviations.toml")["currency"])


def _money(text: str) -> str:
    match = _MONEY.fullmatch(text)
    if match is None:
        return ""
    one, many, small, smalls = _currency()[match[1]].split()
    whole, rest = _integer(match[2]), int(match[3] or 0)
    spoken = f"{_cardinal(whole)} {one if whole == 1 else many}" if whole < _LARGEST else ""
    if rest and spoken:
        spoken += f" and {_cardinal(rest)} {small if rest == 1 else smalls}"
    return spoken


def _ordinal(text: str) -> str:
    match = _ORDINAL.fullmatch(text)
    if match is None or _integer(match[1]) >= _LARGEST:
        return ""
    return _to_ordinal(_cardinal(_integer(match[1])))


def _to_ordinal(spoken: str) -> str:
    at = max(spoken.rfind(" "), spoken.rfind("-")) + 1
    last = spoken[at:]
    if last in _ORDINALS:
        return spoken[:at] + _ORDINALS[last]
    return spoken[:at] + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def _number(text: str) -> str:
    match = _PLAIN.fullmatch(text)
    if match is None or _integer(match[2]) >= _LARGEST:
        return ""
    minus, whole, fraction, percent = match.groups()
    spoken = ("minus " if minus else "") + _cardinal(_integer(whole))
    if fraction:
        spoken += " point " + " ".join(_ONES[int(digit)] for digit in fraction)
    return spoken + (" percent" if percent else "")


def _integer(text: str) -> int:
    return int(text.replace(",", ""))


def _cardinal(number: int) -> str:
    for scale, name in _SCALES:
        if number >= scale:
            rest = number % scale
            return f"{_cardinal(number // scale)} {name}" + (f" {_cardinal(rest)}" if rest else "")
    if number >= 100:
        rest = number % 100
        return f"{_ONES[number // 100]} hundred" + (f" {_cardinal(rest)}" if rest else "")
    if number < 20:
        return _ONES[number]
    return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")


def _abbreviation(text: str) -> Expansion:
    table = cast("dict[str, dict[str, str]]", read_table("abbreviations.toml"))
    key = text.rstrip(".").lower()
    if text.endswith(".") and key in table["several"]:
        return Expansion((), f"{text} may be {table['several'][key]}; write it out.")
    if key in table["read"] and (text.endswith(".") or not text.isupper()):
        spoken = table["read"][key]
        return Expansion(tuple(spoken.split()), f"read as “{spoken}”")
    return Expansion((text.rstrip(".") if text.count(".") == 1 else text,))
