"""What is sent to an engine, and how to find the script's letters again."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from vivavoce.text import Span


@dataclass(frozen=True, slots=True)
class SourceMap:
    """From offsets in a request's text to offsets in the script.

    Attributes:
        pieces: `(request start, script start, length)` in rising order, in code points; text
            between the pieces (an instruction repeated at the head, say) came from nowhere.
    """

    pieces: tuple[tuple[int, int, int], ...] = ()

    @classmethod
    def shifted(cls, by: int, length: int) -> SourceMap:
        """The map of a request whose whole text stands in the script from offset `by` on."""
        return cls(((0, by, length),))

    def offset(self, at: int) -> int | None:
        """The script's offset for an offset in the request, or None."""
        index = bisect_right(self.pieces, at, key=lambda piece: piece[0]) - 1
        if index < 0:
            return None
        start, target, length = self.pieces[index]
        return target + at - start if at - start < length else None

    def span(self, span: Span) -> Span | None:
        """The script's span for a span in the request, or None if its first letter has no place."""
        start = self.offset(span.start)
        last = self.offset(span.end - 1) if span.end > span.start else start
        if start is None:
            return None
        return Span(start, start + len(span) if last is None else max(last, start) + 1)


@dataclass(frozen=True, slots=True)
class Request:
    """One piece of speech to be made, in vivavoce's own names.

    Attributes:
        text: what is sent, markup included.
        voice: voice id.
        model: model id, such as `inworld-tts-2`; it says which dialect the text is in.
        language: BCP-47 tag, or None for detection.
        speaking_rate: 1.0 is the voice's own pace.
        delivery_mode: `STABLE`, `BALANCED` or `CREATIVE` (tts-2 only), or None.
        temperature: above 0 up to 2 (1.x only), or None.
        instruction: delivery in force at the start (tts-2 only), or "".
        sample_rate: hertz asked for; None for the engine's own.
        normalize: whether numbers and abbreviations are spelt out; None for the service's choice.
        previous: texts spoken before, as context; not spoken again.
        dictionaries: full names of pronunciation dictionaries, first match wins.
        seed: for engines that can repeat themselves, or None.
        source_map: where the letters of `text` stand in the script; not part of the hash.
    """

    text: str
    voice: str
    model: str
    language: str | None = None
    speaking_rate: float = 1.0
    delivery_mode: str | None = None
    temperature: float | None = None
    instruction: str = ""
    sample_rate: int | None = None
    normalize: bool | None = None
    previous: tuple[str, ...] = ()
    dictionaries: tuple[str, ...] = ()
    seed: int | None = None
    source_map: SourceMap = field(default=SourceMap(), compare=False)

    @property
    def hash(self) -> str:
        """A name for exactly this request: 32 hex digits, the same on every machine."""
        spoken = json.dumps(self.to_dict(), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(spoken.encode()).hexdigest()[:32]

    def to_dict(self) -> dict[str, Any]:
        """Every field but the source map, for JSON."""
        return {key: value for key, value in asdict(self).items() if key != "source_map"}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Request:
        """The request that `to_dict` wrote."""
        known = {f.name for f in fields(cls)} - {"source_map"}
        values = {key: value for key, value in data.items() if key in known}
        for name in ("previous", "dictionaries"):
            values[name] = tuple(values.get(name, ()))
        return cls(**values)
