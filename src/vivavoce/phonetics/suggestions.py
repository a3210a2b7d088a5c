"""How a word may be said: ask every source, bring answers into one form, merge equal ones.

No answer is the truth: the writer sees two or three with their sources and listens.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, cast

from vivavoce.errors import VivavoceError
from vivavoce.phonetics.alphabets import respelling
from vivavoce.phonetics.expansion import expand
from vivavoce.phonetics.ipa import normalise
from vivavoce.phonetics.ipa.symbols import read_table
from vivavoce.phonetics.lexicon import canonical_language, sound_key
from vivavoce.phonetics.syllables import (
    is_english,
    move_stress_to_syllable,
    move_stress_to_vowel,
    syllabify,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_PROJECT = "project"
_BY_SPELLING = "spelling"
_STRESS = dict.fromkeys(map(ord, "ˈˌ"))
_WEAK = "(?<![ˈˌaeoɔ])"
_BROAD = str.maketrans(
    {"ɾ": "t", "ʔ": "t", "ɐ": "ə", "ᵻ": "ɪ", "ᵿ": "ʊ", "ɚ": "ɝ", "ɜ": "ɝ", "ʌ": "ə", "\u0329": ""}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source says, in IPA of its own convention.

    Attributes:
        ipa: the transcription; stress may stand before the vowel.
        note: what sets this reading apart, such as a part of speech.
    """

    ipa: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """Whether a source can be asked here.

    Attributes:
        ready: whether it can.
        detail: what it is and which version; what is missing and the command that mends it if not.
    """

    ready: bool
    detail: str


class PronunciationSource(ABC):
    """Somebody to ask how a word is said. Plug-ins: a file in `g2p` that defines `SOURCE`.

    Attributes:
        name: plug-in name, such as `misaki`.
        rank: sources are asked by rising rank.
        engine: sources with one engine say the same; only the first that answers is asked.
    """

    name: str
    rank: int
    engine: str = ""

    @abstractmethod
    def status(self) -> SourceStatus:
        """Whether it can be asked here; never raises."""

    @abstractmethod
    def find(self, word: str, language: str) -> Sequence[Reading]:
        """All readings of a word, best first; none if it is not known. Safe in any thread.

        Raises:
            MissingExtraError: if a library is absent.
            VivavoceError: if the source fails.
        """


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to say a word.

    Attributes:
        ipa: NFC, without slashes, stress at the start of its syllable; words parted by blanks.
        respelling: the same for people who do not read IPA; empty if it cannot be respelt.
        source: who says so: a source's name, or `spelling` for what the letters allow as well.
        note: part of speech, who agrees, and the like.
    """

    ipa: str
    respelling: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What is known about a word.

    Attributes:
        word: as asked.
        candidates: best first.
        notes: what was expanded, which source is missing or failed, why nothing was found.
    """

    word: str
    candidates: tuple[Candidate, ...]
    notes: tuple[str, ...] = ()


def suggest(
    word: str,
    language: str,
    sources: Iterable[PronunciationSource],
    limit: int = 3,
) -> list[Candidate]:
    """The ways a word may be said, best first, at most `limit`.

    `explain` tells in addition why there are none or which source is missing.
    """
    return list(explain(word, language, sources, limit).candidates)


def explain(
    word: str,
    language: str,
    sources: Iterable[PronunciationSource],
    limit: int = 3,
) -> Suggestions:
    """`suggest`, with notes on what was expanded, missing or refused. Never raises on a word."""
    language = canonical_language(language)
    ordered = sorted(sources, key=lambda source: source.rank)
    expansion = expand(word, language)
    notes: list[str] = [expansion.note] if expansion.note else []
    if not expansion.words:
        return Suggestions(word, (), tuple(notes))
    if len(expansion.words) == 1:
        candidates = _ask(expansion.words[0], language, ordered, notes, limit)
    else:
        candidates = _ask_each(expansion.words, language, ordered, notes)
    if not candidates:
        notes.append(f"No source knows “{word}” in {language}; write the IPA yourself.")
    return Suggestions(word, tuple(candidates[:limit]), tuple(dict.fromkeys(notes)))


def _ask_each(
    words: Sequence[str],
    language: str,
    sources: Sequence[PronunciationSource],
    notes: list[str],
) -> list[Candidate]:
    """One candidate of several words, each by its best reading."""
    found = [next(iter(_ask(word, language, sources, notes)), None) for word in words]
    known = [candidate for candidate in found if candidate is not None]
    if len(known) < len(words):
        return []
    notes.append("Several words: write each between slashes of its own.")
    respelt = " ".join(candidate.respelling for candidate in known)
    return [Candidate(" ".join(c.ipa for c in known), respelt, known[0].source)]


def _ask(
    word: str,
    language: str,
    sources: Sequence[PronunciationSource],
    notes: list[str],
    limit: int = 1,
) -> list[Candidate]:
    merged: dict[str, Candidate] = {}
    answered: set[str] = set()
    for source in sources:
        if source.engine and source.engine in answered:
            continue
        try:
            readings = source.find(word, language)
        except VivavoceError as error:
            notes.append(f"{source.name}: {error}")
            continue
        if readings and source.engine:
            answered.add(source.engine)
        for reading in readings:
            _merge(merged, _candidate(reading, source.name, language))
    first = next(iter(merged.values()), None)
    if first and is_english(language) and first.source != _PROJECT:
        for reading in _vary(word, first.ipa):
            if len(merged) >= limit:
                break
            _merge(merged, _candidate(reading, _BY_SPELLING, language), agreeing=False)
    return list(merged.values())


def _candidate(reading: Reading, source: str, language: str) -> Candidate:
    ipa = normalise(reading.ipa).text
    if source != _PROJECT:  # what colleagues wrote is not ours to restyle
        ipa = tidy(reading.ipa, language)
    respelt = respelling.from_ipa(ipa)
    text = respelt.text if respelt.complete and is_english(language) else ""
    return Candidate(ipa, text, source, reading.note)


def tidy(ipa: str, language: str) -> str:
    """A source's transcription in the project's way: NFC, no look-alikes, stress on its syllable.

    A word of one syllable has no stress mark, as in the service's own example `/kriːt/`.
    """
    text = normalise(ipa).text
    if " " not in text and len(syllabify(text, language)) == 1:
        # Marked for a moment, so that rules about strong vowels hold for short words too.
        text = f"ˈ{text.translate(_STRESS)}"
    text = move_stress_to_vowel(text)
    for languages, pattern, put in _tidying():
        if any(language == code or language.startswith(f"{code}-") for code in languages):
            text = pattern.sub(put, text)
    text = move_stress_to_syllable(normalise(text).text, language)
    if " " not in text and len(syllabify(text, language)) == 1:
        text = text.translate(_STRESS)
    return text


def _merge(merged: dict[str, Candidate], candidate: Candidate, *, agreeing: bool = True) -> None:
    key = sound_key(candidate.ipa).translate(_BROAD)
    if not key:
        return
    known = merged.get(key)
    if known is None:
        merged[key] = candidate
    elif agreeing and known.source != candidate.source and f"{candidate.source} " not in known.note:
        note = f"{candidate.source} agrees"
        merged[key] = replace(known, note=f"{known.note}; {note}" if known.note else note)


def _vary(word: str, ipa: str) -> Iterator[Reading]:
    """Other readings that the spelling allows, likeliest first."""
    spelt, strong = word.lower(), ipa if "ˈ" in ipa else f"ˈ{ipa}"
    spoken = move_stress_to_vowel(strong)
    for spelling, pattern, put, note in _variants():
        if spelling.search(spelt):
            varied = pattern.sub(put, spoken, count=1)
            if varied != spoken:
                yield Reading(varied, note)


@cache
def _tidying() -> list[tuple[list[str], re.Pattern[str], str]]:
    rows = cast("list[dict[str, list[str] | str]]", read_table("readings.toml")["tidy"])
    return [
        (cast("list[str]", row["languages"]), re.compile(str(row["pattern"])), str(row["put"]))
        for row in rows
    ]


@cache
def _variants() -> list[tuple[re.Pattern[str], re.Pattern[str], str, str]]:
    rows = cast("list[dict[str, str]]", read_table("readings.toml")["variant"])
    return [
        (
            re.compile(row.get("spelling", "")),
            re.compile(row["pattern"].replace("weak:", _WEAK)),
            row["put"],
            row["note"],
        )
        for row in rows
    ]
