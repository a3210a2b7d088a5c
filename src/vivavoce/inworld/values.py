"""Speech as the client hands it over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vivavoce.speech.alignment import Alignment

if TYPE_CHECKING:
    from vivavoce.inworld.secret import Secret
    from vivavoce.inworld.wire import LipsyncAlignment
    from vivavoce.speech.audio import Audio, Encoding

DEFAULT_SAMPLE_RATE = 48_000
"""What the service speaks at unless asked otherwise (HTTP reference, Aug 2026)."""


@dataclass(frozen=True, slots=True)
class SpeechChunk:
    """A piece of speech as it arrives.

    Attributes:
        content: encoded audio; empty where only times arrive.
        alignment: words that became certain, seconds from the start of the request's audio, spans
            into the request's text.
        characters: what the service counted; the whole count comes with the first chunk.
        lipsync: computed visemes in the service's own words, or None.
        complete: False for audio saved from a line that was cut off or could not be read whole.
    """

    content: bytes = field(repr=False)
    alignment: Alignment = Alignment()  # noqa: RUF009 - a frozen value
    characters: int = 0
    lipsync: LipsyncAlignment | None = None
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Speech:
    """Everything a request brought.

    Attributes:
        pieces: encoded audio, in the pieces in which it came.
        encoding: how the pieces are encoded.
        sample_rate: hertz as asked for; a header in the audio may say otherwise.
        alignment: which word is heard when.
        characters: what the service counted.
        model: the model that spoke, as the service tells it, or "".
        request_id: the service's name for the exchange.
        lipsync: computed visemes in the service's own words.
    """

    pieces: tuple[bytes, ...] = field(repr=False)
    encoding: Encoding
    sample_rate: int
    alignment: Alignment = Alignment()  # noqa: RUF009 - a frozen value
    characters: int = 0
    model: str = ""
    request_id: str = ""
    lipsync: tuple[LipsyncAlignment, ...] = ()

    @property
    def content(self) -> bytes:
        """The bytes as they came. Several WAV files in a row do not play as one: see `decode`."""
        return self.pieces[0] if len(self.pieces) == 1 else b"".join(self.pieces)

    def decode(self) -> Audio:
        """The sound as 16-bit samples, the pieces joined sample by sample.

        Raises:
            MissingExtraError: if the encoding needs the `audio` extra.
            ValueError: if the bytes cannot be decoded.
        """
        from vivavoce.speech.framing import decode_pieces  # noqa: PLC0415 - keeps imports light

        return decode_pieces(self.pieces, self.encoding, self.sample_rate)


@dataclass(frozen=True, slots=True)
class Token:
    """A token that stands for a key for a while.

    Attributes:
        value: the token itself.
        expires: seconds since 1970, or None if not told.
        single_use: whether one request uses it up.
        name: the service's name for it, or "".
        client_reference: whatever the minter wrote in, or "".
    """

    value: Secret
    expires: float | None = None
    single_use: bool = False
    name: str = ""
    client_reference: str = ""
