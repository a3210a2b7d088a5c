"""Where in a request's time a local voice is, and what it has told already."""

from __future__ import annotations

from vivavoce.speech import Alignment, Audio, Chunk
from vivavoce.synthesis.engines._audio import resample


class Timeline:
    """Puts pieces of speech one behind the other, sample-exact at any rate.

    Attributes:
        native: rate of the pieces, in hertz.
        rate: of the chunks.
    """

    def __init__(self, native: int, rate: int | None) -> None:
        self.native, self.rate = native, rate or native
        self._taken = self._given = self._words = 0
        self._told: set[str] = set()

    def add(
        self, samples: bytes = b"", alignment: Alignment | None = None, notes: tuple[str, ...] = ()
    ) -> Chunk:
        """A piece as the next chunk.

        Args:
            samples: little-endian 16-bit PCM at the native rate.
            alignment: seconds from the start of the piece.
            notes: those told before are left out.
        """
        alignment = alignment or Alignment()
        start, words = self._taken / self.native, self._words
        self._taken += len(samples) // 2
        self._words += len(alignment.words)
        end = round(self._taken * self.rate / self.native)
        made = resample(samples, self.native, self.rate, end - self._given)
        self._given = end
        fresh = tuple(note for note in dict.fromkeys(notes) if note not in self._told)
        self._told.update(fresh)
        return Chunk(Audio(made, self.rate), alignment.shift(start, words), fresh)

    def pause(self, seconds: float) -> Chunk:
        """Silence as the next chunk."""
        return self.add(bytes(2 * round(seconds * self.native)))
