"""Take a transcription apart into the smallest units, each knowing where it came from."""

from __future__ import annotations

from typing import NamedTuple
from unicodedata import combining, normalize

from vivavoce.phonetics.ipa.symbols import Code, symbols

_CEDILLA = "\u0327"


class Unit(NamedTuple):
    """A letter or a mark.

    Attributes:
        symbol: what was meant: the IPA character where a look-alike was typed.
        code: its class, see `Code`.
        start: offset of the character it came from.
        end: end of that character.
        typed: what was typed, decomposed.
    """

    symbol: str
    code: str
    start: int
    end: int
    typed: str


def explode(text: str) -> list[Unit]:
    """The units of `text`: decomposed, look-alikes mended, marks in canonical order.

    `ç` stays whole, though Unicode would take it apart. A capital goes on as its nearest sound, so
    that structure is judged on what was meant. Characters that are no IPA get `Code.OTHER`;
    invisible ones, hyphens and brackets too, with an empty symbol.
    """
    units: list[Unit] = []
    codes = symbols().codes
    marks = False
    for at, character in enumerate(text):
        code = codes.get(character)
        if code is not None:
            marks = marks or code in "mt"
            units.append(Unit(character, code, at, at + 1, character))
        else:
            for part in normalize("NFD", character):
                _append(units, part, at)
            marks = True
    return _order(units) if marks else units


def _append(units: list[Unit], part: str, at: int) -> None:
    table = symbols()
    if part == _CEDILLA and units and units[-1].symbol == "c":
        units[-1] = Unit("ç", Code.CONSONANT, units[-1].start, at + 1, units[-1].typed + part)
        return
    code = table.codes.get(part)
    if code is not None:
        units.append(Unit(part, code, at, at + 1, part))
        return
    meant = table.typed.get(part) or table.homoglyphs.get(part) or table.withdrawn.get(part)
    if meant is not None:
        units.extend(Unit(symbol, table.codes[symbol], at, at + 1, part) for symbol in meant)
    elif part in table.capitals:
        units.extend(
            Unit(symbol, table.codes[symbol], at, at + 1, part) for symbol in table.capitals[part]
        )
    elif part in table.invisible or part in table.hyphens or part in table.brackets:
        units.append(Unit("", Code.OTHER, at, at + 1, part))
    else:
        units.append(Unit(part, Code.OTHER, at, at + 1, part))


def _order(units: list[Unit]) -> list[Unit]:
    """Sort each run of combining marks by combining class, as NFD does for a whole text."""
    ordered: list[Unit] = []
    run: list[Unit] = []
    for unit in units:
        if unit.symbol and combining(unit.symbol):
            run.append(unit)
            continue
        if run:
            ordered += sorted(run, key=_combining_class)
            run = []
        ordered.append(unit)
    return ordered + sorted(run, key=_combining_class)


def _combining_class(unit: Unit) -> int:
    return combining(unit.symbol)
