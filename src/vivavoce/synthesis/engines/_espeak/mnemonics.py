"""From IPA to what espeak-ng takes between `[[` and `]]`.

The library prints IPA but reads only its own mnemonics, a different set for each language. Instead
of keeping tables by hand, ask it: every mnemonic in the voice's phoneme table is spoken inside
carriers, and the IPA that comes back is turned around (espeak-ng 1.52, Nov 2026). Tones are not
covered, so Mandarin and other tone languages come out toneless.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from vivavoce.phonetics.espeak_library import EspeakLibrary, library
from vivavoce.synthesis.engines._espeak.phontab import VOWEL, read_mnemonics
from vivavoce.synthesis.engines._tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

_CARRIER_VOWELS = ("A:", "a:", "a", "A", "e", "E", "i")
_STRESS = str.maketrans("", "", "ˈˌ")
_LOOK_ALIKES = {
    "g": "ɡ",
    "'": "ˈ",
    ":": "ː",
    "ʧ": "tʃ",
    "ʤ": "dʒ",
    "ʦ": "ts",
    "ʣ": "dz",
    "ʨ": "tɕ",
    "ʥ": "dʑ",
    "ɫ": "l",
    "ɝ": "ɜː",
    "\u0361": "",
    "\u035c": "",
    ".": "",
    "‿": "",
}
_DEPTH = 2


class Mnemonics(NamedTuple):
    """An IPA text in mnemonics.

    Attributes:
        code: the mnemonics, without `[[ ]]`; "" if no sound is left.
        approximations: sounds the voice lacks, and what stands for each, in order.
        unknown: characters left out, in order.
    """

    code: str
    approximations: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()

    def notes(self, ipa: str) -> tuple[str, ...]:
        """What a listener should know about it."""
        notes = [f"/{ipa}/: the voice has no {old}, {new} was spoken" for old, new in self._heard()]
        if self.unknown:
            notes.append(f"/{ipa}/: left out {' '.join(self.unknown)}, which is no known sound")
        return tuple(notes)

    def _heard(self) -> Iterator[tuple[str, str]]:
        return ((old, new or "nothing") for old, new in self.approximations)


@dataclass(frozen=True, slots=True)
class Inventory:
    """The sounds of one voice.

    Attributes:
        vowels: those of `mnemonics` that are vowels, in IPA.
        mnemonics: for each sound in IPA, what to write.
    """

    vowels: frozenset[str]
    mnemonics: dict[str, str]
    longest: int = field(default=1)

    def convert(self, ipa: str) -> Mnemonics:
        """Mnemonics for a pronunciation in IPA; blanks part words. Never fails."""
        pieces: list[_Piece] = []
        approximations: list[tuple[str, str]] = []
        unknown: list[str] = []
        text, at = normalize(ipa), 0
        while at < len(text):
            matched = self._match(text, at)
            if matched:
                at += len(matched)
                pieces.append(_Piece(self.mnemonics[matched], vowel=matched in self.vowels))
                continue
            mark = text[at]
            at += 1
            if mark in "ˈˌ":
                pieces.append(_Piece("'" if mark == "ˈ" else ",", stress=True))
            elif mark.isspace():
                pieces.append(_Piece("", blank=True))
            elif mark == "ː" and pieces and not pieces[-1].stress:
                pieces.append(_Piece(":"))
            elif mark == "ʲ" and pieces and pieces[-1].code[-1:].isalpha():
                pieces[-1] = pieces[-1]._replace(code=pieces[-1].code + ";")
            elif (nearest := self._approximate(mark)) is not None:
                approximations.append((mark, nearest))
                pieces += self._spell(nearest)
            else:
                unknown.append(mark)
        return Mnemonics(_write(pieces), tuple(approximations), tuple(dict.fromkeys(unknown)))

    def _match(self, text: str, at: int) -> str:
        """The longest sound at `at`, or ""."""
        candidates = (text[at : at + size] for size in range(self.longest, 0, -1))
        return next((sound for sound in candidates if sound in self.mnemonics), "")

    def _spell(self, sounds: str) -> Iterator[_Piece]:
        at = 0
        while at < len(sounds):
            sound = self._match(sounds, at)
            yield _Piece(self.mnemonics[sound], vowel=sound in self.vowels)
            at += len(sound)

    def _approximate(self, sound: str, depth: int = _DEPTH) -> str | None:
        """Sounds the voice has in place of one it lacks, or None."""
        choices: list[str] = read_table("nearest")["nearest"].get(sound, ())
        for choice in choices:
            if self.has(choice):
                return choice
        if depth > 1:
            for choice in choices:
                parts = [c if self.has(c) else self._approximate(c, depth - 1) for c in choice]
                if None not in parts:
                    return "".join(part for part in parts if part)
        return None

    def has(self, sounds: str) -> bool:
        """Whether the voice has all sounds of an IPA."""
        at = 0
        while at < len(sounds):
            sound = self._match(sounds, at)
            if not sound:
                return False
            at += len(sound)
        return True


class _Piece(NamedTuple):
    code: str
    vowel: bool = False
    stress: bool = False
    blank: bool = False


def normalize(ipa: str) -> str:
    """IPA with one spelling for each sound; ties, dots and diacritics without effect removed."""
    text = "".join(_LOOK_ALIKES.get(c, c) for c in unicodedata.normalize("NFD", ipa))
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", text).strip())


@lru_cache(maxsize=32)
def inventory(voice: str) -> Inventory:
    """The sounds of a voice, asked for once a process (15 to 45 ms).

    Args:
        voice: identifier, such as `gmw/en-US`.
    """
    espeak = library()
    with espeak.lock:
        sounds = _invert(list(_ask(espeak, voice)))
    for prefix, meant in read_table("nearest")["broad"].items():
        if voice.startswith(prefix):
            known = {old: sounds.mnemonics[new] for old, new in meant.items() if sounds.has(new)}
            sounds.mnemonics.update(known)
    return sounds


class _Echo(NamedTuple):
    """What came back for a mnemonic."""

    ipa: str
    mnemonic: str
    vowel: bool
    carrier: int


def _ask(espeak: EspeakLibrary, voice: str) -> Iterator[_Echo]:
    """Speak every mnemonic of a voice in each carrier and hear what it is in IPA."""

    def hear(code: str) -> list[str]:
        ipa = espeak.text_to_ipa(f"[[{code}]]", voice, separator="_", phonemes=True)
        return [re.sub(r"[\d-]+$", "", part) for part in ipa.translate(_STRESS).split("_")]

    carrier = next((v for v in _CARRIER_VOWELS if len(hear(f"s|'{v}|s")) == 3), "a")
    for mnemonic, kind in read_mnemonics(espeak.data, voice).items():
        vowel = kind == VOWEL
        for number, (code, count, index) in enumerate(_carriers(mnemonic, carrier, vowel=vowel)):
            parts = hear(code)
            if len(parts) == count and parts[index]:
                yield _Echo(parts[index], mnemonic, vowel, number)


def _carriers(x: str, v: str, *, vowel: bool) -> tuple[tuple[str, int, int], ...]:
    """Codes to speak, how many sounds each has, and which of them is the one asked about."""
    if vowel:
        return (f"s|'{x}|s|{v}", 4, 1), (f"s|{x}|s|'{v}", 4, 1), (f"'{x}", 1, 0)
    return (f"{x}|'{v}|s", 3, 0), (f"'{v}|{x}|{v}", 3, 1), (f"'{v}|{x}", 2, 1)


def _invert(echoes: list[_Echo]) -> Inventory:
    best = sorted(echoes, key=_preference, reverse=True)
    mnemonics = {unicodedata.normalize("NFC", e.ipa): e.mnemonic for e in best}
    chosen = {(e.ipa, e.mnemonic): e.vowel for e in best}
    vowels = frozenset(
        ipa for (ipa, code), vowel in chosen.items() if vowel and mnemonics.get(ipa) == code
    )
    return Inventory(vowels, mnemonics, max(map(len, mnemonics), default=1))


def _preference(echo: _Echo) -> tuple[bool, bool, int, bool, int]:
    """Smaller is better."""
    return (
        echo.mnemonic.startswith("#"),
        echo.carrier == 2,
        len(echo.mnemonic),
        bool(re.search(r"[#\d\-/*&!^.]", echo.mnemonic[1:])),
        echo.carrier,
    )


def _write(pieces: list[_Piece]) -> str:
    """Join, with each stress mark moved to just before its vowel."""
    codes: list[str] = []
    waiting = ""
    for piece in pieces:
        if piece.stress:
            waiting = piece.code
            continue
        codes.append(waiting + piece.code if piece.vowel else piece.code)
        if piece.vowel or piece.blank:
            waiting = ""
    return "|".join(codes).strip("|")
