"""Put a transcription into the form Unicode and IPA agree on, as edits that can be shown."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import combining, is_normalized, normalize

from vivavoce.phonetics.ipa.symbols import Code, symbols
from vivavoce.phonetics.ipa.units import Unit, explode
from vivavoce.text import Edit, Span, apply_edits


@dataclass(frozen=True, slots=True)
class Normalised:
    """A transcription with everything mended that could mean only one thing.

    Attributes:
        text: NFC; look-alikes, withdrawn letters and invisible characters mended.
        edits: what makes it of the text as given; empty if there was nothing to do.
    """

    text: str
    edits: tuple[Edit, ...]


def normalise(text: str) -> Normalised:
    """Mend look-alikes, withdrawn letters, invisible characters, hyphens, brackets; compose (NFC).

    Nothing else is touched: capitals, digits and marks out of place stay, since only the writer
    knows what they meant. Normalising twice equals normalising once.
    """
    if symbols().codes.keys() >= set(text) and is_normalized("NFC", text):
        return Normalised(text, ())
    edits = tuple(_edits(text))
    mended = apply_edits(text, edits)
    whole = normalize("NFC", mended)
    if whole != mended:  # letters of other scripts that compose across clusters
        edits = (Edit(Span(0, len(text)), whole),)
    return Normalised(whole, edits)


def _edits(text: str) -> list[Edit]:
    edits = []
    for cluster in _clusters(explode(text)):
        span = Span(min(unit.start for unit in cluster), max(unit.end for unit in cluster))
        meant = normalize("NFC", _mend(cluster))
        if meant != span.of(text):
            edits.append(Edit(span, meant))
    return edits


def _mend(cluster: list[Unit]) -> str:
    capitals = symbols().capitals
    mended, previous = "", -1
    for unit in cluster:
        if unit.typed not in capitals:
            mended += unit.symbol
        elif unit.start != previous:
            mended += unit.typed
        previous = unit.start
    return mended


def _clusters(units: list[Unit]) -> list[list[Unit]]:
    """Units that may compose or were typed as one character, together."""
    clusters: list[list[Unit]] = []
    for unit in units:
        silent = unit.code == Code.OTHER and not unit.symbol
        joins = silent or combining(unit.symbol) or (clusters and unit.start < clusters[-1][-1].end)
        if clusters and joins:
            clusters[-1].append(unit)
        else:
            clusters.append([unit])
    return clusters
