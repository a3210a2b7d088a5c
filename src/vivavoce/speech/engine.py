"""What every engine offers. Engines are plug-ins: a file that defines `ENGINE`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vivavoce.speech.alignment import Alignment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vivavoce.speech.audio import Audio
    from vivavoce.speech.request import Request
    from vivavoce.speech.take import Provenance
    from vivavoce.speech.voice import Voice


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a take while it is being made.

    Attributes:
        audio: may hold no samples, when only times arrive.
        alignment: seconds from the start of the *request's* audio; spans into the request's text.
        notes: see `Provenance.notes`.
    """

    audio: Audio
    alignment: Alignment = field(default_factory=Alignment)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """Whether an engine can speak here.

    Attributes:
        ready: whether it can.
        detail: version and paths if it can, what is missing and the command that mends it if not.
    """

    ready: bool
    detail: str


class Engine(ABC):
    """A source of speech."""

    name: str
    """Plug-in name, such as `espeak`."""

    @abstractmethod
    def status(self) -> EngineStatus:
        """Whether it can speak here; never raises."""

    @abstractmethod
    def voices(self) -> Sequence[Voice]:
        """All voices.

        Raises:
            SpeechError: if they cannot be listed.
        """

    @abstractmethod
    def stream(self, request: Request) -> Iterator[Chunk]:
        """Speak, handing over audio as it is made. Any text whatever is accepted.

        Raises:
            UnknownNameError: for a voice the engine lacks.
            SpeechError: if it fails; what was handed over before stays good.
        """

    @abstractmethod
    def provenance(self, request: Request) -> Provenance:
        """Engine, version, model and dialect version for a take of `request`, times unset."""
