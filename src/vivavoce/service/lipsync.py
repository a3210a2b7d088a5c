"""`lipsyncAlignment`: mouth shapes of another set than those of word times."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from vivavoce._resources import read_text
from vivavoce.phonetics.visemes import viseme
from vivavoce.service.times import round_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.speech import Alignment

_SHORTEST_GAP = 0.001


@cache
def _read_table() -> dict[str, Any]:
    return tomllib.loads(read_text("service", "openxr.toml"))


@cache
def shape(phone: str) -> str:
    """The OPENXR viseme of a phone, stress and length ignored."""
    table = _read_table()
    bare = phone.strip("ˈˌː0123456789")
    for name, phones in table["phones"].items():
        if bare in phones.split() or bare[:1] in phones.split():
            return str(name)
    return str(table["shapes"][viseme(phone)])


def build_lipsync(alignment: Alignment) -> dict[str, Any]:
    """The visemes of a chunk; the members of an entry are not documented (autumn 2026)."""
    return {
        "visemes": [
            {
                "visemeSymbol": symbol,
                "startTimeSeconds": round_time(start),
                "durationSeconds": round_time(end - start),
            }
            for symbol, start, end in _find_shapes(alignment)
        ]
    }


def _find_shapes(alignment: Alignment) -> Iterator[tuple[str, float, float]]:
    """Symbol, start and end in seconds; what is no phone is silence."""
    silence = str(_read_table()["silence"])
    if not alignment.visemes:
        return
    at, last = alignment.visemes[0].start, alignment.visemes[-1].end
    for phone in alignment.phones:
        if phone.start - at > _SHORTEST_GAP:
            yield silence, at, phone.start
        yield (
            silence if phone.symbol.startswith("[") else shape(phone.symbol),
            phone.start,
            phone.end,
        )
        at = phone.end
    if last - at > _SHORTEST_GAP:
        yield silence, at, last
