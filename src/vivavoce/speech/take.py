"""A take: what was asked for, what was heard, and how the two belong together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vivavoce.speech.alignment import Alignment
    from vivavoce.speech.audio import Audio
    from vivavoce.speech.request import Request
    from vivavoce.text import Span


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a take comes from.

    Attributes:
        engine: plug-in name, such as `espeak` or `inworld`.
        engine_version: as the engine tells it.
        model: model id the text was read as.
        dialect_version: version of the dialect table.
        made_at: when, ISO 8601 in UTC, to the second.
        latency: seconds from the request to the first audio.
        seconds: seconds from the request to the last audio.
        cost: US dollars, or 0 for a local engine.
        characters: characters the service counted.
        request_id: the service's own name for the exchange, or "".
        notes: what was approximated or replaced, one plain sentence each.
    """

    engine: str
    engine_version: str = ""
    model: str = ""
    dialect_version: str = ""
    made_at: str = ""
    latency: float = 0.0
    seconds: float = 0.0
    cost: float = 0.0
    characters: int = 0
    request_id: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One utterance inside a take.

    Attributes:
        span: its text in the take's script.
        start: seconds.
        end: seconds.
        speaker: the name in the script, or "".
        voice: voice id.
        id: the utterance's id, or "".
    """

    span: Span
    start: float
    end: float
    speaker: str = ""
    voice: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Take:
    """Audio with everything known about it.

    Attributes:
        script: the text that spans point into.
        requests: what was asked for, in order of speech.
        audio: what was heard.
        alignment: which word was heard when; spans point into `script`.
        provenance: where it comes from.
        passages: the utterances, in order of time.
        title: a name for people.
    """

    script: str
    requests: tuple[Request, ...]
    audio: Audio
    alignment: Alignment
    provenance: Provenance
    passages: tuple[Passage, ...] = ()
    title: str = ""

    @property
    def id(self) -> str:
        """The hash of the request; of several requests, of all of them."""
        from hashlib import sha256  # noqa: PLC0415 - keeps start-up short

        if len(self.requests) == 1:
            return self.requests[0].hash
        return sha256("".join(r.hash for r in self.requests).encode()).hexdigest()[:32]
