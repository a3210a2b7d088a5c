"""Which sounds a language has, and the nearest to one it has not.

The lists are in `grammars/phonetics/inventories.toml`, with their sources.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast
from unicodedata import normalize

from vivavoce.phonetics.features import difference
from vivavoce.phonetics.ipa import Finding, Item, ItemKind, Kind, Level, Reading
from vivavoce.phonetics.ipa.symbols import Code, read_table, symbols
from vivavoce.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

_MELODY = {ItemKind.TONE, ItemKind.STEP}
_DETAIL = "ˑʰˡⁿ\u031a\u0303\u0325\u032a\u0334\u0320\u031f\u0324\u0330\u032f\u0306"
"""Marks any speaker of any language may add without leaving it."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """The sounds of one language or variety.

    Attributes:
        language: its code, such as `en` or `en-GB`.
        name: its name in English.
        phones: every sound, diphthongs and affricates whole.
        syllabic: consonants that may be a syllable's centre.
        documented: whether the service documents these sounds for inline IPA.
    """

    language: str
    name: str
    phones: tuple[str, ...]
    syllabic: frozenset[str]
    documented: bool

    def has(self, phone: str) -> bool:
        """Whether a phone is one of these sounds, fine detail aside."""
        return _has(self.language, phone)

    def nearest(self, phone: str) -> str:
        """The sound, or two, that a speaker of the language would take for `phone`."""
        bare = _bare(phone)
        if len(bare) > 1 and all(self.has(letter) for letter in bare):
            return bare  # a tie the language does not know
        usual = cast("dict[str, str]", read_table("inventories.toml")["nearest"])
        if self.documented and bare[:1] in usual:
            return usual[bare[:1]]
        return min(self.phones, key=lambda known: difference(phone, known))


def languages() -> tuple[str, ...]:
    """The codes of all languages and varieties listed."""
    return tuple(name for name in read_table("inventories.toml") if name != "nearest")


@cache
def find_inventory(language: str) -> Inventory | None:
    """The sounds of a language; those of `pt` for `pt-BR`; None if it is not listed."""
    table = cast("dict[str, dict[str, Any]]", read_table("inventories.toml"))
    code = language.replace("_", "-")
    known = {name.lower(): name for name in languages()}
    name = known.get(code.lower()) or known.get(code.split("-")[0].lower())
    if name is None:
        return None
    row = table[name]
    return Inventory(
        language=name,
        name=row["name"],
        phones=tuple(row["consonants"].split() + row["vowels"].split()),
        syllabic=frozenset(row.get("syllabic", "").split()),
        documented=row.get("documented", False),
    )


def foreign(reading: Reading, known: Inventory) -> Iterator[Finding]:
    """A finding for every phone that is not in the language's list."""
    level = Level.WARNING if known.documented else Level.INFO
    for phone in reading.phones:
        if not known.has(phone.symbol):
            near = _nearest(known, phone.symbol)
            yield Finding(
                kind=Kind.FOREIGN,
                level=level,
                message=f"{phone.symbol} is not a sound of {known.name}; the nearest is {near}.",
                span=phone.span,
                edits=(Edit.replace(phone.span, near),),
            )
    if known.documented:
        yield from _tones(reading)


def _tones(reading: Reading) -> Iterator[Finding]:
    tones: list[Item] = [item for item in reading.items if item.kind in _MELODY]
    for tone in tones:
        yield Finding(
            kind=Kind.FOREIGN,
            level=Level.WARNING,
            message=f"English has no tones; take out {tone.symbol}.",
            span=tone.span,
            edits=(Edit.delete(tone.span),),
        )


@lru_cache(maxsize=4096)
def _has(language: str, phone: str) -> bool:
    known = find_inventory(language)
    return known is not None and _plain(phone, known) in _single(language)


@lru_cache(maxsize=2048)
def _nearest(known: Inventory, phone: str) -> str:
    return known.nearest(phone)


@cache
def _single(language: str) -> frozenset[str]:
    """Every sound of an inventory, whole, in its letters alone, and without length."""
    known = find_inventory(language)
    assert known is not None
    codes = symbols().codes
    whole = {_bare(phone) for phone in known.phones}
    letters = {
        letter
        for phone in known.phones
        for letter in normalize("NFD", phone)
        if codes.get(letter) in {Code.VOWEL, Code.CONSONANT}
    }
    return frozenset(whole | letters | {phone.rstrip("ː") for phone in whole})


def _bare(phone: str) -> str:
    return normalize("NFD", phone).translate(dict.fromkeys(map(ord, "\u0361\u035c")))


def _plain(phone: str, known: Inventory) -> str:
    """A phone without ties and the detail any language allows."""
    bare = _bare(phone)
    if bare in _single(known.language):
        return bare
    kept = "".join(c for c in bare if c not in _DETAIL)
    if known.syllabic and kept[:1] in known.syllabic:
        kept = "".join(c for c in kept if c not in symbols().syllabic)
    return kept.rstrip("ː") if kept not in _single(known.language) else kept
