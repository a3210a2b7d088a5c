"""IPA: take a transcription apart, judge it, mend it."""

from vivavoce.phonetics.ipa.findings import Finding, Kind, Level
from vivavoce.phonetics.ipa.normalising import Normalised, normalise
from vivavoce.phonetics.ipa.reading import Item, ItemKind, Reading, read, tokenise

__all__ = [
    "Finding",
    "Item",
    "ItemKind",
    "Kind",
    "Level",
    "Normalised",
    "Reading",
    "normalise",
    "read",
    "tokenise",
]
