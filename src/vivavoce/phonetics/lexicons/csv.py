"""Lexicons as tables: CSV with a header row; semicolons and tabs are read too."""

from __future__ import annotations

import csv
import io
from dataclasses import fields

from vivavoce.phonetics.ipa import Level
from vivavoce.phonetics.lexicon import Entry, Fault, Lexicon, Match
from vivavoce.phonetics.lexicon_format import LexiconFormat, Parsed

_FIELDS = tuple(field.name for field in fields(Entry) if field.name != "line")


def parse(text: str) -> Parsed:
    """Read a table; columns may stand in any order, `headword` must be there."""
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    entries: list[Entry] = []
    faults: list[Fault] = []
    try:
        header = [cell.strip().lower().replace(" ", "_") for cell in next(reader, [])]
        if "headword" not in header:
            return Parsed.fail("The first row must name the columns, headword among them.", 1)
        for row in reader:
            if any(cell.strip() for cell in row):
                _read(dict(zip(header, row, strict=False)), reader.line_num, entries, faults)
    except csv.Error as error:
        faults.append(Fault(Level.ERROR, f"This row cannot be read: {error}.", reader.line_num))
    return Parsed(Lexicon(tuple(entries)), tuple(faults))


def _read(row: dict[str, str], line: int, entries: list[Entry], faults: list[Fault]) -> None:
    values = {name: row[name].strip() for name in _FIELDS if name in row}
    match = values.pop("match", "") or Match.EXACT
    if match not in set(Match):
        choices = ", ".join(Match)
        message = f"The match rule {match!r} is unknown; take one of {choices}."
        faults.append(Fault(Level.ERROR, message, line, values["headword"]))
        match = Match.EXACT
    values["ipa"] = values.get("ipa", "").strip("/")
    entries.append(Entry(**values, match=Match(match), line=line))


def dump(lexicon: Lexicon) -> str:
    """Write all fields of all entries."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(_FIELDS)
    writer.writerows([getattr(entry, name) for name in _FIELDS] for entry in lexicon.entries)
    return file.getvalue()


FORMAT = LexiconFormat(title="table", suffixes=(".csv", ".tsv"), parse=parse, dump=dump)
