"""The project's own lexicon: TOML, one `[[entry]]` a word.

name = "The Labyrinth"

[[entry]]
headword = "Crete"
language = "en-US"
ipa = "kriːt"
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import fields
from typing import Any

from vivavoce.phonetics.ipa import Level
from vivavoce.phonetics.lexicon import Entry, Fault, Lexicon, Match
from vivavoce.phonetics.lexicon_format import LexiconFormat, Parsed

_ENTRY = re.compile(r"^[ \t]*\[\[\s*entry\s*\]\]", re.MULTILINE)
_PLACE = re.compile(r"\(at line (\d+), column \d+\)")
_FIELDS = tuple(field.name for field in fields(Entry) if field.name != "line")


def parse(text: str) -> Parsed:
    """Read a project lexicon."""
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = _PLACE.search(str(error))
        return Parsed.fail(f"This is not TOML: {error}", int(place[1]) if place else 0)
    rows = data.get("entry", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return Parsed.fail("Entries must be tables that begin with [[entry]].")
    starts = [text.count("\n", 0, match.start()) + 1 for match in _ENTRY.finditer(text)]
    lines = starts if len(starts) == len(rows) else [0] * len(rows)
    entries: list[Entry] = []
    faults: list[Fault] = []
    for row, line in zip(rows, lines, strict=True):
        _read(row, line, entries, faults)
    name = data.get("name", "")
    return Parsed(Lexicon(tuple(entries), name if isinstance(name, str) else ""), tuple(faults))


def _read(row: dict[str, Any], line: int, entries: list[Entry], faults: list[Fault]) -> None:
    headword = str(row.get("headword", ""))
    wrong = [key for key in row if key not in _FIELDS or not isinstance(row[key], str)]
    known = ", ".join(_FIELDS)
    faults += [
        Fault(Level.ERROR, f"{key!r} is no text field; known are {known}.", line, headword)
        for key in wrong
    ]
    values = {key: value for key, value in row.items() if key not in wrong}
    values.setdefault("headword", "")
    match = values.pop("match", Match.EXACT)
    if match not in set(Match):
        choices = ", ".join(Match)
        message = f"The match rule {match!r} is unknown; take one of {choices}."
        faults.append(Fault(Level.ERROR, message, line, headword))
        match = Match.EXACT
    entries.append(Entry(**values, match=Match(match), line=line))


def dump(lexicon: Lexicon) -> str:
    """Write a project lexicon."""
    parts = [f"name = {_quote(lexicon.name)}\n"] if lexicon.name else []
    for entry in lexicon.entries:
        rows = ((name, getattr(entry, name)) for name in _FIELDS)
        filled = [f"{name} = {_quote(value)}" for name, value in rows if _is_told(name, value)]
        parts.append("\n".join(["[[entry]]", *filled]) + "\n")
    return "\n".join(parts)


def _is_told(name: str, value: str) -> bool:
    return name == "headword" or (bool(value) and value != Match.EXACT)


def _quote(value: str) -> str:
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


FORMAT = LexiconFormat(title="project lexicon", suffixes=(".toml",), parse=parse, dump=dump)
