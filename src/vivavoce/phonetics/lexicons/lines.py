"""Lexicons as lines of `word:/ipa/`; `#` opens a comment line."""

from __future__ import annotations

import re

from vivavoce.phonetics.ipa import Level
from vivavoce.phonetics.lexicon import Entry, Fault, Lexicon
from vivavoce.phonetics.lexicon_format import LexiconFormat, Parsed, need_ipa

_LINE = re.compile(r"\s*(?P<headword>[^\s:][^:]*?)\s*:\s*/(?P<ipa>[^/]*)/\s*")


def parse(text: str) -> Parsed:
    """Read one entry a line."""
    entries: list[Entry] = []
    faults: list[Fault] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        match = _LINE.fullmatch(line)
        if match:
            entries.append(Entry(headword=match["headword"], ipa=match["ipa"], line=number))
        elif line.strip() and not line.lstrip().startswith("#"):
            message = "Write a line as word:/ipa/, such as Crete:/kriːt/."
            faults.append(Fault(Level.ERROR, message, number))
    return Parsed(Lexicon(tuple(entries)), tuple(faults))


def dump(lexicon: Lexicon) -> str:
    """Write every entry that has IPA."""
    return "".join(f"{entry.headword}:/{entry.ipa}/\n" for entry in lexicon.entries if entry.ipa)


def check(lexicon: Lexicon) -> list[Fault]:
    """What the lines cannot hold."""
    message = "A headword with a colon cannot be told from its pronunciation in this format."
    return need_ipa(lexicon) + [
        Fault(Level.ERROR, message, entry.line, entry.headword)
        for entry in lexicon.entries
        if ":" in entry.headword
    ]


FORMAT = LexiconFormat(
    title="word:/ipa/ lines", suffixes=(".txt",), parse=parse, dump=dump, check=check
)
