"""How names are said in one production: entries, checks, and where a text uses them.

Reading and writing files is the caller's; `vivavoce.phonetics.lexicons` turns text into a lexicon
and back, one file a format.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from vivavoce.phonetics.ipa import ItemKind, Level, normalise, tokenise
from vivavoce.text import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_PLACE = re.compile(r"(?<!\w)(?=\S)")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:;\n\r][\"'”’)\]]*)\s*[\"'“‘(\[]*$")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


class Match(StrEnum):
    """How a headword is compared with a text."""

    EXACT = "exact"
    """As it is written."""
    FOLD = "fold"
    """In any case: `Crete`, `CRETE`, `crete`."""
    SENTENCE_START = "sentence-start"
    """As it is written, and capitalised where a sentence begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How one word is said.

    Attributes:
        headword: the spelling, one word.
        ipa: the transcription, without slashes; may be empty if there is an alias.
        language: a BCP-47 code such as `en-US`; empty for any language.
        alias: another spelling that is read right, for services that take no IPA.
        match: how the headword is compared with a text.
        part: part of speech or other label that tells readings of one spelling apart.
        note: anything a colleague should know.
        source: where the pronunciation comes from.
        checked_by: who listened to it.
        line: line of the file it came from, from 1; 0 if it came from no file.
    """

    headword: str
    ipa: str = ""
    language: str = ""
    alias: str = ""
    match: Match = Match.EXACT
    part: str = ""
    note: str = ""
    source: str = ""
    checked_by: str = ""
    line: int = field(default=0, compare=False)

    def speaks(self, language: str) -> bool:
        """Whether the entry is for texts in `language`: `en` serves `en-GB` and the reverse."""
        return covers(self.language, language)


@dataclass(frozen=True, slots=True)
class Hit:
    """A headword in a text.

    Attributes:
        span: where, in the text.
        entries: all readings of it, in the lexicon's order.
    """

    span: Span
    entries: tuple[Entry, ...]

    @property
    def entry(self) -> Entry:
        """The first reading."""
        return self.entries[0]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a lexicon or its file.

    Attributes:
        level: an `error` keeps the lexicon from being used or written.
        message: what is wrong and what to do.
        line: line of the file, from 1; 0 if unknown.
        headword: the entry it is about, if any.
    """

    level: Level
    message: str
    line: int = 0
    headword: str = ""

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{place}{self.headword}: {self.message}" if self.headword else place + self.message


@dataclass(frozen=True)
class Lexicon:
    """The entries of one production."""

    entries: tuple[Entry, ...] = ()
    name: str = ""

    def add(self, *entries: Entry) -> Lexicon:
        """A lexicon with `entries` at its end; those it has already are left out."""
        known = set(self.entries)
        return Lexicon((*self.entries, *(e for e in entries if e not in known)), self.name)

    def remove(self, headword: str, language: str = "") -> Lexicon:
        """A lexicon without the entries of `headword` in `language`."""
        kept = (e for e in self.entries if e.headword != headword or not e.speaks(language))
        return Lexicon(tuple(kept), self.name)

    def look_up(self, word: str, language: str = "") -> list[Entry]:
        """Every entry that `word`, standing alone, would be read by."""
        return [
            entry
            for entry in self._by_key.get(word.casefold(), ())
            if entry.speaks(language) and _reads(entry, word, opening=True)
        ]

    def find(
        self, text: str, language: str = "", start: int = 0, stop: int | None = None
    ) -> Iterator[Hit]:
        """Where `text` uses headwords, as whole words, the longest at each place.

        The text from `start` to `stop` is taken to be all of one language; leave out what is not
        spoken.
        """
        stop = len(text) if stop is None else stop
        end = start
        for place in _PLACE.finditer(text, start, stop):
            at = place.start()
            if at < end or (text[at].casefold() not in self._initials):
                continue
            for length in self._lengths:
                entries = self._at(text, at, at + length, language) if at + length <= stop else ()
                if entries:
                    end = at + length
                    yield Hit(Span(at, end), entries)
                    break

    def headword_of(self, ipa: str, language: str = "") -> str | None:
        """The spelling of a transcription, for captions; stress and `r` or `ɹ` make no odds."""
        readings = self._by_sound.get(sound_key(ipa), ())
        return next((entry.headword for entry in readings if entry.speaks(language)), None)

    def check(self) -> list[Fault]:
        """Everything wrong with the entries, in their order."""
        faults = [fault for entry in self.entries for fault in _check(entry)]
        return faults + list(self._clashes())

    def _at(self, text: str, start: int, end: int, language: str) -> tuple[Entry, ...]:
        if end > len(text) or (end < len(text) and _continues(text, end)):
            return ()
        word = text[start:end]
        known = self._by_key.get(word.casefold(), ())
        if not known:
            return ()
        opening = bool(_SENTENCE_START.search(text, max(0, start - 16), start))
        return tuple(e for e in known if e.speaks(language) and _reads(e, word, opening=opening))

    def _clashes(self) -> Iterator[Fault]:
        for entries in self._by_key.values():
            for at, entry in enumerate(entries):
                for earlier in entries[:at]:
                    message = _clash(earlier, entry)
                    if message:
                        yield Fault(Level.ERROR, message, entry.line, entry.headword)
                        break

    @cached_property
    def _by_key(self) -> dict[str, list[Entry]]:
        return _group(self.entries, lambda entry: entry.headword.casefold())

    @cached_property
    def _by_sound(self) -> dict[str, list[Entry]]:
        return _group((e for e in self.entries if e.ipa), lambda entry: sound_key(entry.ipa))

    @cached_property
    def _initials(self) -> frozenset[str]:
        return frozenset(entry.headword[0].casefold() for entry in self.entries if entry.headword)

    @cached_property
    def _lengths(self) -> list[int]:
        return sorted({len(e.headword) for e in self.entries if e.headword}, reverse=True)


def covers(scope: str, language: str) -> bool:
    """Whether two language codes name one language, or one is the wider of the two."""
    one, other = (code.replace("_", "-").lower() for code in (scope, language))
    return (
        not one or not other or one == other or f"{one}-".startswith(f"{other}-")
        or f"{other}-".startswith(f"{one}-")
    )  # fmt: skip


def canonical_language(code: str) -> str:
    """A language code in its usual spelling: `en_us` becomes `en-US`."""
    parts = code.replace("_", "-").split("-")
    shaped = [
        part.title() if len(part) == 4 else part.upper() if len(part) <= 3 else part
        for part in parts[1:]
    ]
    return "-".join([parts[0].lower(), *shaped])


def sound_key(ipa: str) -> str:
    """The phones of a transcription in one spelling, to tell whether two say the same."""
    items = tokenise(normalise(ipa).text)
    phones = "".join(item.symbol for item in items if item.kind is ItemKind.PHONE)
    return phones.replace("r", "ɹ").replace("\u0361", "").replace("ː", "")


def _group(entries: Iterable[Entry], key: Callable[[Entry], str]) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(key(entry), []).append(entry)
    return groups


def _continues(text: str, end: int) -> bool:
    return text[end].isalnum() and text[end - 1].isalnum()


def _reads(entry: Entry, word: str, *, opening: bool) -> bool:
    if word == entry.headword or entry.match is Match.FOLD:
        return True
    capitalised = entry.headword[:1].upper() + entry.headword[1:]
    return entry.match is Match.SENTENCE_START and opening and word == capitalised


def _check(entry: Entry) -> Iterator[Fault]:
    for message in _faults_of_headword(entry):
        yield Fault(Level.ERROR, message, entry.line, entry.headword)
    if entry.language and not _LANGUAGE.fullmatch(entry.language):
        message = f"{entry.language!r} is no language code; write one like en-US."
        yield Fault(Level.ERROR, message, entry.line, entry.headword)
    if not entry.ipa and not entry.alias:
        message = "There is neither IPA nor an alias; give one of them."
        yield Fault(Level.ERROR, message, entry.line, entry.headword)
    if entry.ipa:
        from vivavoce.phonetics.validation import validate  # noqa: PLC0415 - look-ups need none

        for finding in validate(entry.ipa, entry.language or None):
            message = f"/{entry.ipa}/ at character {finding.span.start + 1}: {finding.message}"
            yield Fault(finding.level, message, entry.line, entry.headword)


def _faults_of_headword(entry: Entry) -> Iterator[str]:
    if not entry.headword.strip():
        yield "The headword is empty."
    elif re.search(r"\s", entry.headword):
        yield "The headword has a blank; IPA stands for one word, so make an entry of each word."


def _clash(earlier: Entry, entry: Entry) -> str:
    """Why two entries with one spelling, case aside, cannot both stand; empty if they can."""
    folds = Match.FOLD in {earlier.match, entry.match}
    if not covers(earlier.language, entry.language):
        return ""
    if earlier.headword != entry.headword and not folds:
        return ""
    where = f" (line {earlier.line})" if earlier.line else ""
    if sound_key(earlier.ipa) == sound_key(entry.ipa) and earlier.alias == entry.alias:
        same = (earlier.ipa, earlier.part, earlier.language) == (
            entry.ipa,
            entry.part,
            entry.language,
        )
        return f"Listed twice{where}; take one out." if same or not entry.part else ""
    if earlier.part != entry.part and earlier.part and entry.part:
        return ""
    said = f"/{earlier.ipa}/" if earlier.ipa else earlier.alias
    return f"Listed as {said}{where} too; keep one, or give each a part of speech."
