"""Plain-English respelling, for people who do not read IPA: `KREET`, `muh-TAY-oh`.

Syllables are joined by hyphens; the strong one is in capitals. Secondary stress is not shown.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from vivavoce.phonetics.alphabets.conversion import Conversion, compile_longest, table
from vivavoce.phonetics.ipa import normalise
from vivavoce.phonetics.syllables import Syllable, syllabify

if TYPE_CHECKING:
    from collections.abc import Sequence

_VOWEL_Y = re.compile(r"(?<![aeou])(?:ye$|y(?![aeiou]))")
_PARTS = re.compile(r"[-\s·.]+")
_SILENT_E = re.compile(r"(.*?)([aiou])([bdfgjklmnpstvz]|th|k)e")
_SHORT = frozenset("æɛeɪɒʌʊ")
_LONG = {"a": "eɪ", "i": "aɪ", "o": "oʊ", "u": "uː"}


def from_ipa(ipa: str) -> Conversion:
    """Respell an English transcription."""
    syllables = _close(syllabify(normalise(ipa).text))
    lost: list[str] = []
    parts = [_respell(syllable, lost) for syllable in syllables]
    strong = [s.stress == "ˈ" or len(syllables) == 1 for s in syllables]
    text = "-".join(p.upper() if loud else p for p, loud in zip(parts, strong, strict=True))
    return Conversion(text, tuple(lost if syllables else [ipa]))


def to_ipa(text: str) -> Conversion:
    """Read a respelling as a broad transcription, the way dictionaries write English.

    One syllable in capitals among others is the stressed one; a single syllable needs no mark.
    """
    parts = [part for part in _PARTS.split(text.strip().strip("-")) if part]
    loud = [part for part in parts if part.isupper()]
    marked = len(loud) if 0 < len(loud) < len(parts) else 0
    lost: list[str] = []
    ipa = ""
    for part in parts:
        strong = len(parts) == 1 or (marked > 0 and part.isupper())
        mark = "ˈ" if strong and len(parts) > 1 else ""
        ipa += mark + _read(part.lower(), strong, lost)
    return Conversion(ipa, tuple(lost))


def _close(syllables: list[Syllable]) -> list[Syllable]:
    """Let a short strong vowel keep the consonant after it: `NASH-uh-nuhl`, not `NA-shuh-nuhl`."""
    closed = list(syllables)
    for at, (one, two) in enumerate(pairwise(syllables)):
        short = len(one.nucleus) == 1 and one.nucleus[0] in _SHORT and not one.coda
        if one.stress == "ˈ" and short and not two.stress and len(two.onset) == 1:
            closed[at] = replace(closed[at], coda=two.onset)
            closed[at + 1] = replace(two, onset=())
    return closed


def _read(syllable: str, strong: bool, lost: list[str]) -> str:  # noqa: FBT001 - private
    silent = _SILENT_E.fullmatch(syllable)
    if silent and not re.search("[aeiouy]", silent[1]):
        onset, vowel, coda = silent.groups()
        return _sounds(onset, lost) + _LONG[vowel] + _sounds(coda, lost)
    ipa = _sounds(_VOWEL_Y.sub("igh", syllable), lost)
    if not strong:
        return ipa
    for weak, full in table("respelling")["strong"].items():
        ipa = ipa.replace(weak, full)
    return ipa


def _sounds(letters: str, lost: list[str]) -> str:
    found = []
    signs = _letters()
    for part in _reader().findall(letters):
        if part not in signs:
            lost.append(part)
        found.append(signs.get(part, ""))
    return "".join(found)


def _respell(syllable: Syllable, lost: list[str]) -> str:
    onset = _consonants(syllable.onset, lost)
    if syllable.nucleus[0][-1:] in "\u0329\u030d":
        return onset + "uh" + _consonants((syllable.nucleus[0][0], *syllable.coda), lost)
    nucleus, coda = _vowel("".join(syllable.nucleus), syllable.coda, lost)
    tail = _consonants(coda, lost)
    if not tail and nucleus in {"e", "i"}:
        nucleus += "h"  # an open syllable needs it: `neh`, not `ne`
    if nucleus == "igh" and not tail and not onset:
        nucleus = "eye"
    return onset + nucleus + tail


def _vowel(nucleus: str, coda: tuple[str, ...], lost: list[str]) -> tuple[str, tuple[str, ...]]:
    tables = table("respelling")
    known = tables["also"].get(nucleus, nucleus)
    if known not in tables["vowels"]:
        known = tables["also"].get(known.rstrip("ː"), known.rstrip("ː"))
    if coda and coda[0] in {"ɹ", "r"}:
        coloured = known + "r"
        if coloured in tables["vowels"] or known in {"iː", "uː", "oʊ"}:
            coloured = {"iːr": "ɪr", "uːr": "ʊr", "oʊr": "ɔːr"}.get(coloured, coloured)
            return tables["vowels"][coloured].split()[0], coda[1:]
    if known not in tables["vowels"]:
        lost.append(nucleus)
        return "", coda
    return tables["vowels"][known].split()[0], coda


def _consonants(phones: Sequence[str], lost: list[str]) -> str:
    tables = table("respelling")
    text = "".join(phones).replace("\u0361", "")
    written = []
    for sound in _writer().findall(text):
        known = tables["also"].get(sound, sound)
        if known in tables["consonants"]:
            written.append(tables["consonants"][known].split()[0])
        elif sound not in "ːʰ":
            lost.append(sound)
    return "".join(written)


@cache
def _letters() -> dict[str, str]:
    tables = table("respelling")
    rows = (tables["vowels"] | tables["consonants"]).items()
    return {sign: ipa for ipa, signs in rows for sign in signs.split()} | {"y": "j"}


@cache
def _reader() -> re.Pattern[str]:
    return compile_longest(sign for sign in _letters() if sign != "ye")


@cache
def _writer() -> re.Pattern[str]:
    tables = table("respelling")
    plain = [s for s in tables["consonants"] if s not in {"ŋk", "ŋɡ", "kw", "ks", "hw"}]
    return compile_longest([*plain, *tables["also"]])
