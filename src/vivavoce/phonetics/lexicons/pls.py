"""Pronunciation Lexicon Specification 1.0 (W3C, 2008), the XML most services read.

Declarations of documents and entities are refused before they can do anything, and the number of
entries is bounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from vivavoce.phonetics.alphabets import xsampa
from vivavoce.phonetics.ipa import Level
from vivavoce.phonetics.ipa.symbols import read_table
from vivavoce.phonetics.lexicon import Entry, Fault, Lexicon, Match
from vivavoce.phonetics.lexicon_format import LexiconFormat, Parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMESPACE = "http://www.w3.org/2005/01/pronunciation-lexicon"
_TEXT = {"grapheme", "phoneme", "alias"}
_SAMPA = {"x-sampa", "xsampa"}


class _RefusedError(Exception):
    """The file is no lexicon we read; the argument says why."""


class _Reader:
    """Collects entries while expat walks through the file."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.faults: list[Fault] = []
        self.limit = cast("dict[str, int]", read_table("dictionaries.toml")["pls"])["entries"]
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._collect
        self.path: list[str] = []
        self.language = self.alphabet = self.role = ""
        self.text: list[str] = []
        self.phoneme: dict[str, str] = {}
        self.words: list[str] = []
        self.said: list[tuple[str, str, bool]] = []
        self.line = 0

    def _refuse(self, *_: object) -> None:
        raise _RefusedError("Document types and entities are not read; take the <!DOCTYPE …> out.")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rsplit(" ", maxsplit=1)[-1]
        if not self.path and name != "lexicon":
            raise _RefusedError(f"The root must be <lexicon>, not <{name}>.")
        attributes = {key.split(" ")[-1]: value for key, value in attributes.items()}
        if not self.path:
            self.language = attributes.get("lang", "")
            self.alphabet = attributes.get("alphabet", "ipa")
        elif name == "lexeme":
            self.words, self.said, self.line = [], [], self.parser.CurrentLineNumber
            self.role = attributes.get("role", "")
        elif name in _TEXT:
            self.text, self.phoneme = [], attributes
        self.path.append(name)

    def _collect(self, data: str) -> None:
        if self.path and self.path[-1] in _TEXT:
            self.text.append(data)

    def _end(self, _: str) -> None:
        name = self.path.pop()
        text = "".join(self.text).strip()
        if name == "grapheme":
            self.words.append(text)
        elif name in {"phoneme", "alias"}:
            alphabet = self.phoneme.get("alphabet", self.alphabet) if name == "phoneme" else ""
            self.said.append((text, alphabet, self.phoneme.get("prefer") in {"true", "1"}))
        elif name == "lexeme":
            self._add()

    def _add(self) -> None:
        if len(self.entries) >= self.limit:
            raise _RefusedError(f"More than {self.limit} entries; split the file.")
        if not self.words or not self.said:
            message = "A <lexeme> needs a <grapheme> and a <phoneme> or <alias>."
            self.faults.append(Fault(Level.ERROR, message, self.line))
            return
        best = next((said for said in self.said if said[2]), self.said[0])
        for word in self.words:
            entry = self._make(word, *best[:2])
            if entry is not None:
                self.entries.append(entry)

    def _make(self, word: str, text: str, alphabet: str) -> Entry | None:
        alias = "" if alphabet else text
        ipa = text.strip("/") if alphabet else ""
        if alphabet.lower() in _SAMPA:
            ipa = xsampa.to_ipa(ipa).text
        elif alphabet not in {"", "ipa"}:
            message = f"The alphabet {alphabet!r} is not read; write IPA or X-SAMPA."
            self.faults.append(Fault(Level.ERROR, message, self.line, word))
            return None
        return Entry(
            headword=word,
            ipa=ipa,
            alias=alias,
            language=self.language,
            part=self.role,
            line=self.line,
        )


def parse(text: str) -> Parsed:
    """Read a lexicon; a DOCTYPE or an entity ends the reading at once."""
    limit = cast("dict[str, int]", read_table("dictionaries.toml")["pls"])["bytes"]
    if len(text) > limit:
        return Parsed.fail(f"The file has more than {limit} characters; split it.")
    reader = _Reader()
    try:
        reader.parser.Parse(text.encode("utf-8", "replace"), True)  # noqa: FBT003 - expat's own
    except _RefusedError as error:
        return Parsed.fail(str(error), reader.parser.CurrentLineNumber)
    except expat.ExpatError as error:
        return Parsed.fail(f"This is not XML: {expat.ErrorString(error.code)}.", error.lineno)
    return Parsed(Lexicon(tuple(reader.entries)), tuple(reader.faults))


def dump(lexicon: Lexicon) -> str:
    """Write one lexeme an entry; headwords that match in any case get all their cases."""
    languages = {entry.language for entry in lexicon.entries if entry.language}
    language = min(languages, default="en-US")
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<lexicon version="1.0" xmlns="{_NAMESPACE}" alphabet="ipa" '
        f"xml:lang={quoteattr(language)}>\n"
    )
    return head + "".join(_lexeme(entry) for entry in lexicon.entries) + "</lexicon>\n"


def _lexeme(entry: Entry) -> str:
    said = (
        f"<phoneme>{escape(entry.ipa)}</phoneme>"
        if entry.ipa
        else f"<alias>{escape(entry.alias)}</alias>"
    )
    words = "".join(f"<grapheme>{escape(word)}</grapheme>" for word in _spellings(entry))
    role = f" role={quoteattr(entry.part)}" if entry.part else ""
    return f"  <lexeme{role}>{words}{said}</lexeme>\n"


def _spellings(entry: Entry) -> Iterator[str]:
    word = entry.headword
    yield word
    if entry.match is Match.FOLD:
        forms = (word.lower(), word.capitalize(), word.upper())
        yield from dict.fromkeys(form for form in forms if form != word)


def check(lexicon: Lexicon) -> list[Fault]:
    """A PLS file has one language; entries of another would change theirs."""
    languages = sorted({entry.language for entry in lexicon.entries if entry.language})
    if len(languages) < 2:
        return []
    message = f"A PLS file has one language, not {', '.join(languages)}; export one at a time."
    return [Fault(Level.ERROR, message)]


FORMAT = LexiconFormat(
    title="PLS 1.0", suffixes=(".pls", ".xml"), parse=parse, dump=dump, check=check
)
