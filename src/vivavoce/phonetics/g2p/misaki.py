"""misaki's English lexicons (Apache-2.0), as an installed hibari-tts carries them.

Nothing is shipped here. Four files of about 90,000 words: `gold` checked, `silver` not, American
and British. A few look-ups search the text of a file; many make it worth reading whole.
"""

from __future__ import annotations

import json
import threading
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vivavoce.errors import FileError, MissingExtraError
from vivavoce.phonetics.alphabets import misaki
from vivavoce.phonetics.suggestions import PronunciationSource, Reading, SourceStatus
from vivavoce.phonetics.syllables import is_english

if TYPE_CHECKING:
    from collections.abc import Sequence

_GZIP = 16 + zlib.MAX_WBITS
_FEW = 24  # look-ups by search before the file is read whole; 1 ms each against 60 ms
_PARTS = {
    "NOUN": "noun", "VERB": "verb", "ADJ": "adjective", "ADV": "adverb", "VBD": "past tense",
    "VBN": "past participle", "VBP": "present tense", "DT": "before a vowel",
}  # fmt: skip
_HISSING, _VOICELESS = "szʃʒʧʤ", "ptkfθʃsʧ"


class Words:
    """One lexicon file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._text: bytes | None = None
        self._table: dict[str, Any] | None = None
        self._asked = 0

    def get(self, word: str) -> Any:
        """The file's value for a word, or None.

        Raises:
            FileError: if the file cannot be read.
        """
        with self._lock:
            if self._table is not None:
                return self._table.get(word)
            self._text = self._text or self._read()
            self._asked += 1
            if self._asked > _FEW:
                self._table, self._text = json.loads(self._text), None
                return self._table.get(word)
            return _search(self._text, word)

    def _read(self) -> bytes:
        try:
            return zlib.decompress(self.path.read_bytes(), _GZIP)
        except (OSError, zlib.error) as error:
            raise FileError(f"Cannot read {self.path}: {error}. Reinstall hibari-tts.") from error


def _search(text: bytes, word: str) -> Any:
    for key in {json.dumps(word), json.dumps(word, ensure_ascii=False)}:
        at = text.find(f"{key}:".encode())
        if at >= 0:
            start = at + len(key.encode()) + 1
            rest = text[start : start + 400].decode("utf-8", "ignore").lstrip()
            return json.JSONDecoder().raw_decode(rest)[0]
    return None


@cache
def _words(name: str) -> Words:
    spec = find_spec("hibari")
    if spec is None or not spec.submodule_search_locations:
        raise MissingExtraError("natural", "Looking words up in misaki's lexicons")
    folder = Path(next(iter(spec.submodule_search_locations))) / "assets"
    return Words(folder / f"lexicon_{name}.json.gz")


class MisakiSource(PronunciationSource):
    """Looks a word, or the stem of a regular form, up in both lexicons of its country."""

    name = "misaki"
    rank = 10

    def status(self) -> SourceStatus:
        """Whether hibari-tts is installed with its lexicons."""
        try:
            path = _words("us_gold").path
        except MissingExtraError as error:
            return SourceStatus(ready=False, detail=str(error))
        if not path.is_file():
            return SourceStatus(ready=False, detail=f"{path} is missing. Reinstall hibari-tts.")
        return SourceStatus(ready=True, detail=f"misaki lexicons in {path.parent}")

    def find(self, word: str, language: str) -> Sequence[Reading]:
        """All readings the lexicons have; none outside English."""
        if not is_english(language):
            return []
        american = language.replace("_", "-").lower() in {"en", "en-us", "en-ca"}
        country = "us" if american else "gb"
        for shelf in ("gold", "silver"):
            words = _words(f"{country}_{shelf}")
            found = _look_up(words, word) or list(_inflect(words, word))
            if found:
                return [
                    Reading(misaki.to_ipa(text, british=not american), note) for text, note in found
                ]
        return []

    def spells(self, word: str) -> bool:
        """Whether the lexicons have an English word spelt just so, or the stem of it.

        Raises:
            MissingExtraError: if hibari-tts is not installed.
            FileError: if a lexicon cannot be read.
        """
        forms = (word, *(stem for _, stems in _stems(word) for stem in stems if len(stem) > 2))
        shelves = [_words("us_gold"), _words("us_silver")]
        return any(words.get(form) is not None for words in shelves for form in forms)


def _look_up(words: Words, word: str) -> list[tuple[str, str]]:
    """Transcriptions and parts of speech; `Crete` also answers for `crete` and the reverse."""
    lower = word.lower()
    for form in dict.fromkeys((word, lower, lower.capitalize())):
        value = words.get(form)
        if isinstance(value, str):
            return [(value, "")]
        if isinstance(value, Mapping):
            found: dict[str, str] = {}
            for part, text in value.items():
                if isinstance(text, str) and text:
                    label = _PARTS.get(part, "")
                    found[text] = ", ".join(filter(None, (found.get(text, ""), label)))
            if found:
                return list(found.items())
    return []


def _inflect(words: Words, word: str) -> Iterator[tuple[str, str]]:
    """A regular plural, past or -ing form, made from its stem."""
    lower = word.lower()
    for ending, stems in _stems(lower):
        for stem in stems:
            found = _look_up(words, stem) if len(stem) > 2 else []
            if found:
                for text, note in found:
                    yield _attach(text, ending), ", ".join(filter(None, (f"from {stem}", note)))
                return


def _stems(word: str) -> Iterator[tuple[str, list[str]]]:
    for mark in ("'s", "’s"):
        if word.endswith(mark):
            yield "s", [word.removesuffix(mark)]
    if word.endswith("ies"):
        yield "s", [word[:-3] + "y", word[:-1]]
    elif word.endswith("s") and not word.endswith("ss"):
        yield "s", [word[:-1], word[:-2]] if word.endswith("es") else [word[:-1]]
    if word.endswith("ied"):
        yield "ed", [word[:-3] + "y"]
    elif word.endswith("ed"):
        yield "ed", [word[:-1], word[:-2], *_single(word[:-2])]
    if word.endswith("ing"):
        yield "ing", [word[:-3], word[:-3] + "e", *_single(word[:-3])]


def _single(stem: str) -> list[str]:
    """The stem of `stopped` is `stop`."""
    return [stem[:-1]] if stem[-1:] == stem[-2:-1] else []


def _attach(text: str, ending: str) -> str:
    last = text[-1]
    if ending == "ing":
        return text + "ɪŋ"
    if ending == "ed":
        return text + ("ᵻd" if last in "td" else "t" if last in _VOICELESS else "d")
    return text + ("ᵻz" if last in _HISSING else "s" if last in _VOICELESS else "z")


SOURCE = MisakiSource()
