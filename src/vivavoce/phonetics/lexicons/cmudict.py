"""Lexicons as the CMU dictionary writes them: `CRETE  K R IY1 T`, `;;;` for comments."""

from __future__ import annotations

import re

from vivavoce.phonetics.alphabets import arpabet
from vivavoce.phonetics.ipa import Level
from vivavoce.phonetics.lexicon import Entry, Fault, Lexicon, Match
from vivavoce.phonetics.lexicon_format import LexiconFormat, Parsed, need_ipa

_LINE = re.compile(r"(?P<headword>\S+?)(?:\((?P<variant>\d+)\))?\s+(?P<phones>[A-Za-z].*)")


def parse(text: str) -> Parsed:
    """Read one entry a line; spellings are in one case, so any case matches them."""
    entries: list[Entry] = []
    faults: list[Fault] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        content = line.split(" #", 1)[0].strip()
        if not content or content.startswith((";;;", "#")):
            continue
        match = _LINE.fullmatch(content)
        found = arpabet.to_ipa(match["phones"].upper()) if match else None
        if match is None or found is None or not found.complete:
            lost = f" ({', '.join(found.lost)} is no ARPABET)" if found and found.lost else ""
            message = f"Write a line as CRETE  K R IY1 T{lost}."
            faults.append(Fault(Level.ERROR, message, number))
            continue
        entries.append(
            Entry(
                headword=match["headword"],
                ipa=found.text,
                language="en-US",
                match=Match.FOLD,
                part=f"variant {match['variant']}" if match["variant"] else "",
                line=number,
            )
        )
    return Parsed(Lexicon(tuple(entries)), tuple(faults))


def dump(lexicon: Lexicon) -> str:
    """Write every English entry whose IPA the alphabet can hold; repeats are numbered."""
    seen: dict[str, int] = {}
    lines = []
    for entry in lexicon.entries:
        found = arpabet.from_ipa(entry.ipa)
        if not entry.ipa or not found.complete:
            continue
        word = entry.headword.upper()
        seen[word] = seen.get(word, 0) + 1
        number = f"({seen[word]})" if seen[word] > 1 else ""
        lines.append(f"{word}{number}  {found.text}\n")
    return "".join(lines)


def check(lexicon: Lexicon) -> list[Fault]:
    """Entries that ARPABET cannot write."""
    faults = need_ipa(lexicon)
    for entry in lexicon.entries:
        found = arpabet.from_ipa(entry.ipa)
        if entry.ipa and not found.complete:
            message = f"ARPABET has no sign for {', '.join(found.lost)}; the entry is left out."
            faults.append(Fault(Level.WARNING, message, entry.line, entry.headword))
    return faults


FORMAT = LexiconFormat(
    title="CMU dictionary", suffixes=(".dict",), parse=parse, dump=dump, check=check
)
