"""Judge a transcription character by character: look-alikes, capitals, symbols IPA lacks."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from vivavoce.phonetics.ipa.findings import Finding, Kind, Level
from vivavoce.phonetics.ipa.symbols import Code, symbols
from vivavoce.text import Edit, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vivavoce.phonetics.ipa.units import Unit

_NEAR = 5  # no character decomposes into more
_HARMLESS = "g"  # so common that only a note is due; every reader takes it for ɡ


def misspellings(units: Sequence[Unit]) -> Iterator[Finding]:
    """A finding for every character that was not typed as IPA writes it."""
    previous: tuple[int, str] | None = None
    for at, unit in enumerate(units):
        if unit.symbol == unit.typed and unit.code != Code.OTHER:
            continue
        if (unit.start, unit.typed) == previous or unit.symbol == "ç":
            continue  # the second half of a ligature
        previous = (unit.start, unit.typed)
        yield _judge(unit, _rest(units, at))


def _rest(units: Sequence[Unit], at: int) -> str:
    """What else came from the same precomposed character, to be kept when it is replaced."""
    unit = units[at]
    near = units[max(0, at - _NEAR) : at + _NEAR]
    return "".join(
        other.typed for other in near if other.start == unit.start and other.typed != unit.typed
    )


def _judge(unit: Unit, marks: str) -> Finding:
    table, typed = symbols(), unit.typed
    span = Span(unit.start, unit.end)
    if unit.code == Code.OTHER:
        return _refuse(unit, span, marks)
    if typed in table.capitals:
        meant = table.capitals[typed]
        return _finding(
            Kind.CAPITAL,
            f"IPA has no capital {typed}. The nearest sound is {meant}; listen before you take it.",
            span,
            meant + marks,
        )
    if typed in table.withdrawn:
        meant = table.withdrawn[typed]
        message = f"IPA no longer has {typed}; write {meant}."
        return _finding(Kind.WITHDRAWN, message, span, meant + marks, level=Level.WARNING)
    if typed in table.homoglyphs:
        message = f"{typed} is {_name(typed)}, not the IPA letter; write {unit.symbol}."
        return _finding(Kind.HOMOGLYPH, message, span, unit.symbol + marks)
    level = Level.INFO if typed == _HARMLESS else Level.ERROR
    message = f"{_show(typed)} is not IPA; write {_show(unit.symbol)} ({_name(unit.symbol)})."
    return _finding(Kind.TYPED, message, span, unit.symbol + marks, level=level)


def _refuse(unit: Unit, span: Span, marks: str) -> Finding:
    table, typed = symbols(), unit.typed
    if typed in table.invisible:
        return _finding(Kind.INVISIBLE, f"Take out the invisible {_name(typed)}.", span, "")
    if typed in table.hyphens:
        message = "IPA has no hyphen or dash; take it out, or part syllables by a dot."
        return _finding(Kind.HYPHEN, message, span, "")
    if typed in table.brackets:
        message = f"Take out {typed}: only the sounds stand between the two slashes."
        return _finding(Kind.BRACKET, message, span, "")
    if typed.isdigit():
        message = f"IPA has no digits; take out {typed}, or write the sound it stands for."
        return _finding(Kind.DIGIT, message, span, "", certain=False)
    message = f"{_show(typed)} ({_name(typed)}) is not an IPA symbol; take it out."
    return _finding(Kind.SYMBOL, message, span, marks, certain=False)


def _finding(
    kind: Kind,
    message: str,
    span: Span,
    text: str,
    *,
    level: Level = Level.ERROR,
    certain: bool | None = None,
) -> Finding:
    if certain is None:
        certain = kind is not Kind.CAPITAL
    edit = Edit(span, unicodedata.normalize("NFC", text))
    return Finding(
        kind=kind, level=level, message=message, span=span, edits=(edit,), certain=certain
    )


def _show(character: str) -> str:
    return f"◌{character}" if unicodedata.combining(character) else character


def _name(character: str) -> str:
    name = unicodedata.name(character, "unnamed").lower()
    return f"U+{ord(character):04X} {name}"
