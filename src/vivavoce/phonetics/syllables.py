"""Syllables and stress: where a syllable begins, and where its stress mark belongs.

IPA puts `ˈ` before the syllable, G2P programs before the vowel. English takes the longest onset a
word may begin with; elsewhere an onset is as long as its sonority rises.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, cast
from unicodedata import normalize

from vivavoce.phonetics.features import manner
from vivavoce.phonetics.ipa import Finding, Item, ItemKind, Kind, Level, Reading, read
from vivavoce.phonetics.ipa.symbols import Code, read_table, symbols
from vivavoce.text import Edit, Span, apply_edits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONGEST_ONSET = 4


@dataclass(frozen=True, slots=True)
class Syllable:
    """One syllable.

    Attributes:
        onset: the phones before its centre.
        nucleus: its centre; two phones for a diphthong.
        coda: the phones after its centre.
        stress: `ˈ`, `ˌ` or nothing.
        span: where its phones stand, in the text as given.
    """

    onset: tuple[str, ...]
    nucleus: tuple[str, ...]
    coda: tuple[str, ...]
    stress: str
    span: Span

    def __str__(self) -> str:
        return self.stress + "".join(self.onset + self.nucleus + self.coda)


def syllabify(text: str, language: str = "en") -> list[Syllable]:
    """The syllables of a transcription. Marks and dots in it are believed."""
    return [syllable for word in read(text).words for syllable in _syllables(word, language)]


def move_stress_to_syllable(text: str, language: str = "en") -> str:
    """Put each stress mark before the onset of its syllable: `ɹɪkˈɔːɹd` becomes `ɹɪˈkɔːɹd`."""
    edits: list[Edit] = []
    for word in read(text).words:
        for at, item in enumerate(word):
            if item.kind is ItemKind.STRESS:
                edits += _move(word, at, language)
    return apply_edits(text, edits)


def move_stress_to_vowel(text: str) -> str:
    """Put each stress mark right before its vowel, as G2P programs and engines write it."""
    edits: list[Edit] = []
    for word in read(text).words:
        for at, item in enumerate(word):
            nucleus = _next_vowel(word, at) if item.kind is ItemKind.STRESS else None
            if nucleus is not None and nucleus != at + 1:
                edits.append(Edit.delete(item.span))
                edits.append(Edit.insert(word[nucleus].span.start, item.symbol))
    return apply_edits(text, edits)


def check_stress(reading: Reading, language: str = "en") -> Iterator[Finding]:
    """What is odd about the stress of each word: late, more than one primary, or none."""
    gaps = any(item.kind is ItemKind.GAP for item in reading.items)
    words = reading.words if gaps else [list(reading.items)]
    for word in words:
        marks = [
            word[at]
            for at in range(len(word) - 1)
            if word[at].kind is ItemKind.STRESS and word[at + 1].kind is ItemKind.PHONE
        ]
        if marks:
            yield from _late(word, language)
        primary = [mark for mark in marks if mark.symbol == "ˈ"]
        for mark in primary[1:]:
            yield Finding(
                kind=Kind.EXTRA_STRESS,
                level=Level.WARNING,
                message="A word has one primary stress; make this one secondary (ˌ).",
                span=mark.span,
                edits=(Edit.replace(mark.span, "ˌ"),),
            )
        if not primary and len(_nuclei(word, language)) > 1:
            yield _missing(word, marks)


def is_english(language: str) -> bool:
    """Whether a language code is English of any country."""
    return language.replace("_", "-").split("-")[0].lower() in {"en", ""}


def _missing(word: Sequence[Item], marks: Sequence[Item]) -> Finding:
    span = Span(word[0].span.start, word[-1].span.end)
    edit = Edit.replace(marks[0].span, "ˈ") if marks else Edit.insert(span.start, "ˈ")
    return Finding(
        kind=Kind.MISSING_STRESS,
        level=Level.INFO,
        message="Several syllables and no primary stress; put ˈ before the one that is strongest.",
        span=span,
        edits=(edit,),
    )


def _late(word: Sequence[Item], language: str) -> Iterator[Finding]:
    for at, item in enumerate(word):
        if item.kind is not ItemKind.STRESS or at == 0:
            continue
        edits = _move(word, at, language)
        initial = not any(before.vowel for before in word[:at])
        inside = at + 1 < len(word) and word[at + 1].vowel
        if edits and (inside or initial):
            yield Finding(
                kind=Kind.LATE_STRESS,
                level=Level.INFO,
                message="The stress mark stands inside its syllable; put it before the first "
                "consonant of the syllable.",
                span=item.span,
                edits=tuple(edits),
                certain=True,
            )


def _move(word: Sequence[Item], at: int, language: str) -> list[Edit]:
    """What puts the stress mark at `at` before its syllable; nothing if it is there already."""
    nucleus = _next_vowel(word, at)
    if nucleus is None:
        return []
    start = at
    while start and _is_consonant(word[start - 1]):
        start -= 1
    run = [index for index in range(start, nucleus) if index != at]
    closed = start > 0 and word[start - 1].vowel
    onset = run[_onset_start([word[i].symbol for i in run], language) :] if closed else run
    first = onset[0] if onset else nucleus
    if first == at + 1:
        return []
    goal = word[first].span.start
    return [Edit.delete(word[at].span), Edit.insert(goal, word[at].symbol)]


def _is_consonant(item: Item) -> bool:
    return item.kind is ItemKind.PHONE and not item.vowel


def _next_vowel(word: Sequence[Item], at: int) -> int | None:
    """The vowel a stress mark stands for, with nothing but consonants before it."""
    for index in range(at + 1, len(word)):
        if word[index].kind is not ItemKind.PHONE:
            return None
        if word[index].vowel:
            return index
    return None


def _onset_start(consonants: Sequence[str], language: str) -> int:
    """Where the longest onset in a run of consonants between two vowels begins."""
    cores = [_core(consonant) for consonant in consonants]
    legal = _is_onset if is_english(language) else _rises
    start = max(0, len(cores) - _LONGEST_ONSET)
    return next((at for at in range(start, len(cores)) if legal(cores[at:])), len(cores))


def _core(phone: str) -> str:
    """The letters of a phone, as onset tables list them."""
    codes = symbols().codes
    decomposed = phone if phone.isascii() or phone == "ç" else normalize("NFD", phone)
    letters = "".join(c for c in decomposed if codes.get(c) in {Code.VOWEL, Code.CONSONANT})
    return letters.replace("r", "ɹ").replace("ɫ", "l")


@cache
def _table(name: str) -> dict[str, object]:
    return cast("dict[str, object]", read_table("syllables.toml")[name])


@cache
def _onsets() -> frozenset[str]:
    return frozenset(cast("str", _table("english")["onsets"]).split())


def _is_onset(cores: Sequence[str]) -> bool:
    return "".join(cores) in _onsets()


def _rises(cores: Sequence[str]) -> bool:
    other = _table("other")
    if len(cores) > 1 and cores[0] in cast("str", other["free"]):
        cores = cores[1:]
    scale = cast("dict[str, int]", other["sonority"])
    if "".join(cores) in {"ts", "dz", "pf", "tʃ", "dʒ"}:
        return True
    heights = [scale.get(manner(core[-1:]), 0) for core in cores]
    return all(low < high for low, high in pairwise(heights))


@cache
def _diphthongs(english: bool) -> frozenset[str]:  # noqa: FBT001 - private, and says itself
    return frozenset(cast("str", _table("english" if english else "other")["diphthongs"]).split())


def _nuclei(word: Sequence[Item], language: str) -> list[tuple[int, int]]:
    """Index ranges of the centres of syllables."""
    pairs = _diphthongs(is_english(language))
    nuclei: list[tuple[int, int]] = []
    for at, item in enumerate(word):
        if item.kind is not ItemKind.PHONE:
            continue
        last = nuclei[-1] if nuclei else None
        joined = last and last == (at - 1, at) and word[at - 1].symbol + item.symbol in pairs
        if joined:
            nuclei[-1] = (at - 1, at + 1)
        elif item.vowel:
            nuclei.append((at, at + 1))
    return nuclei


def _syllables(word: Sequence[Item], language: str) -> Iterator[Syllable]:
    nuclei = _nuclei(word, language)
    if not nuclei:
        return
    starts = [0, *(_boundary(word, a[1], b[0], language) for a, b in pairwise(nuclei)), len(word)]
    for (start, end), (left, right) in zip(pairwise(starts), nuclei, strict=True):
        phones = [i for i in range(start, end) if word[i].kind is ItemKind.PHONE]
        stress = [word[i].symbol for i in range(start, left) if word[i].kind is ItemKind.STRESS]
        yield Syllable(
            onset=tuple(word[i].symbol for i in phones if i < left),
            nucleus=tuple(word[i].symbol for i in range(left, right)),
            coda=tuple(word[i].symbol for i in phones if i >= right),
            stress=stress[-1] if stress else "",
            span=Span(word[phones[0]].span.start, word[phones[-1]].span.end),
        )


def _boundary(word: Sequence[Item], left: int, right: int, language: str) -> int:
    """Where the syllable that holds the nucleus at `right` begins, after a nucleus at `left`."""
    marks = [i for i in range(left, right) if word[i].kind in {ItemKind.STRESS, ItemKind.JOIN}]
    stress = [i for i in marks if word[i].kind is ItemKind.STRESS and not word[i + 1].vowel]
    dots = [i for i in marks if word[i].kind is ItemKind.JOIN]
    if dots or stress:
        return (dots or stress)[0]
    run = [i for i in range(left, right) if word[i].kind is ItemKind.PHONE]
    onset = run[_onset_start([word[i].symbol for i in run], language) :]
    return min(onset[0] if onset else right, *(marks or [right]))
