"""Which of espeak-ng's voices speaks for a voice id and a language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from zlib import crc32

from vivavoce.errors import UnknownNameError
from vivavoce.phonetics.espeak_library import EspeakLibrary, library
from vivavoce.speech import Voice
from vivavoce.synthesis.engines._tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIKE_OURS = re.compile(r"[a-z]{2,3}([-/][A-Za-z0-9-]+)?(\+.*)?|.*\+.*")


@dataclass(frozen=True, slots=True)
class Part:
    """A voice as the library takes it.

    Attributes:
        identifier: of the language, such as `gmw/en-US`.
        variant: such as `f3`, or "" for the language's own voice.
        female: whether whispers and the like should be a woman's.
        note: what a listener should know, or "".
    """

    identifier: str
    variant: str
    female: bool = False
    note: str = ""


def cast(voice: str, language: str | None, text: str) -> Part:
    """Who speaks for a voice id.

    An id of espeak-ng's own (`en-us`, `en-us+f3`, `gmw/en-US`) selects directly. Any other stands
    for a voice of the vendor's and gets a variant of its own, the same on every machine.

    Args:
        voice: the id.
        language: BCP-47 tag, or None to go by the voice, or else by the letters of the text.
        text: the request's text.

    Raises:
        UnknownNameError: for an id that looks like one of espeak-ng's and is none.
    """
    base, _, variant = voice.partition("+")
    if identifier := find_identifier(base):
        _check_variant(variant)
        return Part(identifier, variant, bool(variant) and variant in _female_variants())
    if _LIKE_OURS.fullmatch(voice):
        raise UnknownNameError("espeak voice", voice, languages())
    return _cast_other(voice, language, text)


def switch(part: Part, language: str) -> Part | None:
    """The same speaker in another language; None if there is no voice for it."""
    identifier = find_language(language)
    return (identifier and Part(identifier, part.variant, part.female)) or None


def find_language(tag: str) -> str | None:
    """The identifier for a BCP-47 tag: the tag's own, an alias's, or its first part's."""
    aliases = read_table("espeak")["languages"]["aliases"]
    code = tag.strip().lower().replace("_", "-")
    while code:
        if identifier := languages().get(aliases.get(code, code)):
            return identifier
        code = code.rpartition("-")[0]
    return None


def find_identifier(base: str) -> str | None:
    """The identifier for a language code or an identifier of the library, exactly."""
    return languages().get(base) or (base if base in languages().values() else None)


@cache
def languages() -> dict[str, str]:
    """Code to identifier; a voice made for a code goes before one that serves it too."""
    voices = library().voices()
    own = {v.languages[0]: v.identifier for v in voices if v.languages}
    others = {code: v.identifier for v in reversed(voices) for code in v.languages[1:]}
    return others | own


def list_voices() -> Iterator[Voice]:
    """One voice a language, and American English in every variant."""
    for voice in library().voices():
        code = voice.languages[0]
        id_ = code if languages()[code] == voice.identifier else voice.identifier
        yield Voice(
            id_,
            voice.name,
            _write_tag(code),
            voice.gender,
            tags=voice.languages[1:],
            source="espeak",
        )
    for variant, (name, gender) in _variants(library()).items():
        yield Voice(
            f"en-us+{variant}",
            f"{name} (America)",
            "en-US",
            gender,
            description=f"any language may take it: fr-fr+{variant}",
            tags=("variant",),
            source="espeak",
        )


def _write_tag(code: str) -> str:
    """A code as BCP-47 writes it: `en-us` as `en-US`, other parts as they are."""
    first, *rest = code.split("-")
    return "-".join([first, *(part.upper() if len(part) == 2 else part for part in rest)])


def _cast_other(voice: str, language: str | None, text: str) -> Part:
    table = read_table("espeak")
    row = table["cast"]["voices"].get(voice, {})
    choices = [*table["cast"]["female"], *table["cast"]["male"]]
    variant = row.get("variant") or choices[crc32(voice.encode("utf-8", "replace")) % len(choices)]
    wanted = language or detect(text) or row.get("language", "")
    default = table["languages"]["default"]
    if language and _is_same_family(language, row.get("language", "")):
        wanted = row["language"] if "-" not in language else language
    identifier = find_language(wanted or default)
    note = f"{voice} is not on this machine: espeak-ng's {variant} speaks in its place"
    if identifier is None:
        identifier = languages()[default]
        note += f", and it has no voice for {wanted}, so it reads in {default}"
    return Part(identifier, variant, variant in table["cast"]["female"], note)


def _is_same_family(tag: str, other: str) -> bool:
    return bool(other) and tag.lower().split("-")[0] == other.split("-", maxsplit=1)[0]


def detect(text: str) -> str:
    """The language whose script most letters are in; "" for Latin or none."""
    if text.isascii():
        return ""
    counts = {code: len(pattern.findall(text)) for code, pattern in _scripts().items()}
    if counts["ja"]:  # Japanese writes Chinese characters too
        counts["ja"] += counts["cmn"]
    best = max(counts, key=counts.__getitem__)
    letters = sum(map(str.isalpha, text))
    return best if counts[best] * 2 > letters else ""


@cache
def _scripts() -> dict[str, re.Pattern[str]]:
    scripts = read_table("espeak")["languages"]["scripts"]
    return {code: re.compile(f"[{ranges}]") for code, ranges in scripts.items()}


def _check_variant(variant: str) -> None:
    if variant and variant not in library().variants:
        raise UnknownNameError("espeak variant", variant, library().variants)


@cache
def _variants(espeak: EspeakLibrary) -> dict[str, tuple[str, str]]:
    """Name and gender of each variant, as its file tells."""
    folder = espeak.data / "voices" / "!v"
    found: dict[str, tuple[str, str]] = {}
    for variant in espeak.variants:
        text = (folder / variant).read_text(encoding="utf-8", errors="replace")
        name = re.search(r"^name\s+(.+?)\s*$", text, re.MULTILINE)
        gender = re.search(r"^gender\s+(male|female)", text, re.MULTILINE)
        found[variant] = (name[1] if name else variant, gender[1] if gender else "")
    return found


@cache
def _female_variants() -> frozenset[str]:
    variants = _variants(library())
    return frozenset(variant for variant, (_, gender) in variants.items() if gender == "female")
