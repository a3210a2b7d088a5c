"""Sound as bytes: 16-bit mono PCM and WAV; other encodings need the `audio` extra."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SAMPLE_BYTES = 2


class Encoding(StrEnum):
    """How audio is encoded, in the vendor's names (docs.inworld.ai, Generating audio, Aug 2026)."""

    LINEAR16 = "LINEAR16"
    WAV = "WAV"
    PCM = "PCM"
    MP3 = "MP3"
    OGG_OPUS = "OGG_OPUS"
    FLAC = "FLAC"
    ALAW = "ALAW"
    MULAW = "MULAW"


@dataclass(frozen=True)
class Audio:
    """16-bit mono samples.

    Attributes:
        samples: little-endian signed 16-bit PCM, no header.
        sample_rate: hertz.
    """

    samples: bytes
    sample_rate: int

    def __repr__(self) -> str:
        # The samples of one line would fill screens.
        return f"<Audio: {self.duration:.2f} s, {self.sample_rate} Hz>"

    def __len__(self) -> int:
        """Number of samples."""
        return len(self.samples) // SAMPLE_BYTES

    @cached_property
    def duration(self) -> float:
        """Seconds."""
        return len(self) / self.sample_rate

    @classmethod
    def silence(cls, seconds: float, sample_rate: int) -> Audio:
        """Nothing to be heard for `seconds`."""
        return cls(bytes(SAMPLE_BYTES * round(seconds * sample_rate)), sample_rate)

    @classmethod
    def join(cls, pieces: Iterable[Audio]) -> Audio:
        """The pieces one after the other, sample-exact.

        Raises:
            ValueError: if there is no piece, or sample rates differ.
        """
        pieces = list(pieces)
        rates = {piece.sample_rate for piece in pieces}
        if len(rates) != 1:
            raise ValueError(f"audio of one sample rate is needed, got {sorted(rates)}")
        return cls(b"".join(piece.samples for piece in pieces), rates.pop())

    def to_wav(self) -> bytes:
        """A RIFF/WAVE file with a 44-byte header."""
        size = len(self.samples)
        byte_rate = self.sample_rate * SAMPLE_BYTES
        return (
            struct.pack("<4sI4s", b"RIFF", 36 + size, b"WAVE")
            + struct.pack(
                "<4sIHHIIHH", b"fmt ", 16, 1, 1, self.sample_rate, byte_rate, SAMPLE_BYTES, 16
            )
            + struct.pack("<4sI", b"data", size)
            + self.samples
        )
