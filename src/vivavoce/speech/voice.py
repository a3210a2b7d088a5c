"""Who speaks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice an engine can speak with.

    Attributes:
        id: what a request names, such as `Ashley` or `workspace__voice`.
        name: what people call it.
        language: BCP-47 tag of its first language, such as `en-US`; "" if not told.
        gender: `female`, `male`, `neutral`, or "" if not told.
        description: a line for choosing.
        tags: further words for choosing.
        source: where it comes from: `espeak`, `natural`, or the vendor's `SYSTEM`, `IVC`, `PVC`,
            `TVD`.
    """

    id: str
    name: str
    language: str = ""
    gender: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    source: str = ""
