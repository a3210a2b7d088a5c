"""Split a transcription into phones, stress, tones and breaks; say what stands where it must not.

The class of every unit is one letter, so a transcription is a string of classes, and one regular
expression over it finds the phones. `grammars/ipa.lark` describes the same language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from vivavoce.phonetics.ipa.findings import Finding, Kind, Level
from vivavoce.phonetics.ipa.symbols import Code, symbols
from vivavoce.phonetics.ipa.units import Unit, explode
from vivavoce.text import Edit, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORD = 64  # code points; longer texts are not worth remembering
_VOWEL = str(Code.VOWEL)
_NOT_SYLLABIC = frozenset("\u032f\u0311")
_MARKS = "[mdp]*+"
_SEGMENT = f"[vc]{_MARKS}(?:l{{1,2}}{_MARKS})?"
_PHONE = f"{_SEGMENT}(?:t{_SEGMENT})*+"
_ITEM = re.compile(f"(?P<lead>p++)(?P<led>{_PHONE})?|(?P<phone>{_PHONE})|[STUJG]|(?P<stray>.)")


class ItemKind(StrEnum):
    """What a part of a transcription is."""

    PHONE = "phone"
    STRESS = "stress"
    TONE = "tone"
    STEP = "step"
    JOIN = "join"
    GAP = "gap"


_PHONE_GROUPS = {"phone", "led"}
_PHONE_KIND = ItemKind.PHONE
_KINDS: dict[str, ItemKind] = {
    Code.STRESS: ItemKind.STRESS,
    Code.TONE: ItemKind.TONE,
    Code.STEP: ItemKind.STEP,
    Code.JOIN: ItemKind.JOIN,
    Code.GAP: ItemKind.GAP,
}


class Item(NamedTuple):
    """A phone, a mark of stress or tone, or a break.

    Attributes:
        kind: what it is.
        symbol: in mended IPA, NFC.
        start: where it begins, in the text as given.
        end: where it ends.
        vowel: whether it is a phone that can carry a syllable.
    """

    kind: ItemKind
    symbol: str
    start: int
    end: int
    vowel: bool = False

    @property
    def span(self) -> Span:
        """Where it stands, in the text as given."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Reading:
    """A transcription taken apart.

    Attributes:
        text: as given.
        items: all that makes sense in it, in order.
        findings: what is out of place. Spelling is judged elsewhere.
    """

    text: str
    items: tuple[Item, ...]
    findings: tuple[Finding, ...]

    @property
    def phones(self) -> tuple[Item, ...]:
        """The phones alone."""
        return tuple([item for item in self.items if item.kind is _PHONE_KIND])

    @property
    def words(self) -> list[list[Item]]:
        """The items between gaps, leaving out words without a phone."""
        groups = groupby(self.items, key=lambda item: item.kind is ItemKind.GAP)
        words = [list(items) for gap, items in groups if not gap]
        return [word for word in words if any(item.kind is ItemKind.PHONE for item in word)]


def tokenise(text: str) -> tuple[Item, ...]:
    """The phones, marks and breaks of a transcription; what makes no sense is left out."""
    return read(text).items


def read(text: str) -> Reading:
    """Take a transcription apart. Any text whatever is accepted, in linear time."""
    return _read_word(text) if len(text) <= _WORD else read_units(text, explode(text))


@lru_cache(maxsize=512)
def _read_word(text: str) -> Reading:
    """`read`, remembered: one word passes through stress, syllables and respelling in turn."""
    return read_units(text, explode(text))


def read_units(text: str, units: Sequence[Unit]) -> Reading:
    """`read`, for units already taken apart."""
    seen = [unit for unit in units if unit.symbol]
    codes = "".join(unit.code for unit in seen)
    items: list[Item] = []
    findings: list[Finding] = []
    for match in _ITEM.finditer(codes):
        part = seen[match.start() : match.end()]
        found = match.lastgroup
        if found in _PHONE_GROUPS:
            items.append(_phone(part))
        elif found:
            findings += _strays(part)
        else:
            kind = _KINDS[part[0].code]
            items.append(Item(kind, part[0].symbol, part[0].start, part[0].end))
    phones = sum([item.kind is _PHONE_KIND for item in items])
    if phones < len(items):
        findings += _place(items)
    if not phones:
        findings.append(_nothing(text))
    return Reading(text, tuple(items), tuple(findings))


def _phone(units: Sequence[Unit]) -> Item:
    first = units[0]
    if len(units) == 1:
        return Item(_PHONE_KIND, first.symbol, first.start, first.end, first.code == _VOWEL)
    symbol, vowel = _compose(tuple([(unit.symbol, unit.code) for unit in units]))
    return Item(_PHONE_KIND, symbol, first.start, units[-1].end, vowel)


@lru_cache(maxsize=2048)
def _compose(parts: tuple[tuple[str, str], ...]) -> tuple[str, bool]:
    """The symbol of a phone of several units, and whether it can carry a syllable."""
    symbol = "".join([symbol for symbol, _ in parts])
    open_ = any(code == _VOWEL for _, code in parts) and _NOT_SYLLABIC.isdisjoint(symbol)
    return normalize("NFC", symbol), open_ or not symbols().syllabic.isdisjoint(symbol)


def _strays(units: Sequence[Unit]) -> Iterator[Finding]:
    for unit in units:
        if unit.code == Code.TIE:
            yield _remove(Kind.STRAY_TIE, "This tie bar must stand between two letters.", unit)
        elif unit.code != Code.OTHER:
            message = f"The mark {_show(unit)} has no letter to sit on; take it out."
            yield _remove(Kind.STRAY_MARK, message, unit)


def _show(unit: Unit) -> str:
    return f"◌{unit.symbol}" if unit.code == Code.MARK else unit.symbol


def _place(items: Sequence[Item]) -> Iterator[Finding]:
    """What stands next to the wrong thing."""
    last = len(items) - 1
    for at, item in enumerate(items):
        if item.kind is ItemKind.PHONE:
            continue
        before = items[at - 1].kind if at else None
        after = items[at + 1].kind if at < last else None
        if item.kind is ItemKind.STRESS:
            yield from _place_stress(items, at, after)
        elif item.kind is ItemKind.TONE and before not in {ItemKind.PHONE, ItemKind.TONE}:
            message = "A tone letter stands after its syllable; nothing stands before this one."
            yield _remove(Kind.STRAY_TONE, message, item)
        elif item.kind is ItemKind.JOIN and not _parts(before, after):
            message = f"{item.symbol} must stand between two syllables; take it out."
            yield _remove(Kind.STRAY_BREAK, message, item)
    if any(item.kind is ItemKind.STEP for item in items):
        yield from _lone_steps(items)


def _place_stress(items: Sequence[Item], at: int, after: ItemKind | None) -> Iterator[Finding]:
    item = items[at]
    if after is ItemKind.STRESS:
        # Of a run keep the strongest that stands last; all but that one are in the way.
        message = f"Two stress marks in a row; take out {item.symbol}."
        yield _remove(Kind.DOUBLE_STRESS, message, _weaker(items, at))
    elif after is not ItemKind.PHONE:
        message = f"No sound follows the stress mark {item.symbol}; take it out or move it."
        yield _remove(Kind.DANGLING_STRESS, message, item)


def _weaker(items: Sequence[Item], at: int) -> Item:
    """Which of two stress marks in a row has to go."""
    pair = items[at], items[at + 1]
    single = at == 0 or items[at - 1].kind is not ItemKind.STRESS
    keeps_first = single and pair[0].symbol == "ˈ" and pair[1].symbol == "ˌ"
    longer = at + 2 < len(items) and items[at + 2].kind is ItemKind.STRESS
    return pair[1] if keeps_first and not longer else pair[0]


def _parts(before: ItemKind | None, after: ItemKind | None) -> bool:
    """Whether a join between these two has something to part."""
    return before in {ItemKind.PHONE, ItemKind.TONE, ItemKind.STEP} and after in {
        ItemKind.PHONE,
        ItemKind.STRESS,
        ItemKind.STEP,
    }


def _lone_steps(items: Sequence[Item]) -> Iterator[Finding]:
    """Steps in a stretch between breaks that has no phone."""
    first, sounded = None, False
    for item in items:
        if item.kind in {ItemKind.JOIN, ItemKind.GAP}:
            if first and not sounded:
                yield _remove(Kind.STRAY_TONE, "This step has no syllable; take it out.", first)
            first, sounded = None, False
        elif item.kind is ItemKind.PHONE:
            sounded = True
        elif item.kind is ItemKind.STEP:
            first = first or item
    if first and not sounded:
        yield _remove(Kind.STRAY_TONE, "This step has no syllable; take it out.", first)


def _remove(kind: Kind, message: str, part: Item | Unit) -> Finding:
    span = Span(part.start, part.end)
    return Finding(
        kind=kind, level=Level.ERROR, message=message, span=span, edits=(Edit.delete(span),)
    )


def _nothing(text: str) -> Finding:
    kind, message = Kind.NO_SOUND, "There is no sound in this transcription, only marks."
    if not text.strip():
        kind, message = Kind.EMPTY, "The transcription is empty; write the sounds of one word."
    return Finding(kind=kind, level=Level.ERROR, message=message, span=Span(0, len(text)))
