"""Judge a transcription as a whole: alphabet, spelling, structure, stress, sounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.phonetics.alphabets.detection import Detected, detect
from vivavoce.phonetics.inventory import find_inventory, foreign
from vivavoce.phonetics.ipa import Finding, Kind, Level
from vivavoce.phonetics.ipa.reading import Reading, read_units
from vivavoce.phonetics.ipa.spelling import misspellings
from vivavoce.phonetics.ipa.units import explode
from vivavoce.phonetics.syllables import check_stress
from vivavoce.text import Edit, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUSPECT = {Kind.CAPITAL, Kind.DIGIT, Kind.SYMBOL, Kind.TYPED, Kind.BRACKET}


def validate(text: str, language: str | None = "en") -> list[Finding]:
    """Everything wrong with the text between two slashes, in order of place.

    Any text whatever is accepted; the work grows in step with its length.

    Args:
        text: the transcription, without the slashes.
        language: whose sounds to expect; None or a language without a list: those of any.

    Returns:
        Findings with spans into `text`. If the whole of it is ARPABET or X-SAMPA, one finding that
        says so and converts it.
    """
    units = explode(text)
    spelling = list(misspellings(units))
    if any(finding.kind in _SUSPECT for finding in spelling):
        found = detect(text)
        if found is not None:
            return [_converted(text, found)]
    reading = read_units(text, units)
    findings = [*spelling, *reading.findings, *_judge(reading, language)]
    return sorted(findings, key=lambda finding: finding.span)


def is_valid(text: str) -> bool:
    """Whether a transcription has no finding of level error."""
    return all(finding.level is not Level.ERROR for finding in validate(text))


def _judge(reading: Reading, language: str | None) -> Iterator[Finding]:
    phones = reading.phones
    if not phones:
        return
    if not any(phone.vowel for phone in phones):
        yield Finding(
            kind=Kind.NO_VOWEL,
            level=Level.WARNING,
            message="No vowel: there is nothing a syllable could be built on.",
            span=Span(phones[0].span.start, phones[-1].span.end),
        )
    yield from check_stress(reading, language or "und")
    known = find_inventory(language) if language else None
    if known is not None:
        yield from foreign(reading, known)


def _converted(text: str, found: Detected) -> Finding:
    span = Span(0, len(text))
    return Finding(
        kind=Kind.OTHER_ALPHABET,
        level=Level.ERROR,
        message=f"This is {found.alphabet}, not IPA; in IPA it is {found.ipa}.",
        span=span,
        edits=(Edit.replace(span, found.ipa),),
    )
