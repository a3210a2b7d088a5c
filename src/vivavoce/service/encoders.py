"""Audio in pieces, framed as documented (docs.inworld.ai, Generating audio, Aug 2026)."""

from __future__ import annotations

import io
from typing import Any

from vivavoce.errors import MissingExtraError
from vivavoce.speech.audio import Audio, Encoding
from vivavoce.speech.audio_codecs import encode, quality_options

_COMPRESSED = {Encoding.MP3: "MP3", Encoding.OGG_OPUS: "OGG", Encoding.FLAC: "FLAC"}
_QUICK = 7
"""LAME's quality: 0 is best, 9 quickest. At 7 it takes an eighth of what soundfile's does, which
matters more here than how a stand-in sounds."""


class Encoder:
    """One stream: samples in, bytes to send out.

    `LINEAR16` wears a WAV header in every piece, `WAV` in the first, `PCM` none; compressed audio
    is one file cut where the encoder hands bytes over. The head of a FLAC stream leaves the length
    open, as the format allows; `tell_length` fills it in for whole files.
    """

    def __init__(self, encoding: Encoding, rate: int, bit_rate: int | None) -> None:
        self._encoding, self._rate, self._bit_rate = encoding, rate, bit_rate
        self._first = True
        self._out = io.BytesIO()
        self._sent = 0
        self._file: Any = None
        self._lame: Any = None

    def feed(self, samples: bytes) -> bytes:
        """The bytes for a piece; may be empty while an encoder gathers."""
        if self._encoding in _COMPRESSED:
            return self._compress(samples)
        audio = Audio(samples, self._rate)
        if self._encoding is Encoding.WAV and not self._first:
            return samples
        self._first = False
        return encode(audio, self._encoding)

    def finish(self) -> bytes:
        """What an encoder still holds."""
        if self._lame is not None:
            rest = bytes(self._lame.flush())
            self._lame = None
            return rest
        if self._file is None:
            return b""
        self._file.close()
        self._file = None
        return self._take()

    def _compress(self, samples: bytes) -> bytes:
        if self._first:
            self._first = False
            if self._encoding is Encoding.MP3:
                self._lame = _open_lame(self._rate, self._bit_rate)
            if self._lame is None:
                self._file = self._open_file()
        if self._lame is not None:
            return bytes(self._lame.encode(samples))
        import numpy as np  # noqa: PLC0415 - comes with soundfile

        self._file.write(np.frombuffer(samples, "<i2"))
        return self._take()

    def _open_file(self) -> Any:
        try:
            import numpy as np  # noqa: F401, PLC0415 - an optional library
            import soundfile  # noqa: PLC0415 - an optional library
        except (ImportError, OSError) as error:
            raise MissingExtraError("audio", "Writing compressed audio") from error
        options: dict[str, Any] = {"format": _COMPRESSED[self._encoding]}
        if self._encoding is Encoding.OGG_OPUS:
            options["subtype"] = "OPUS"
        if self._bit_rate is not None:
            options |= quality_options(self._encoding, self._bit_rate, self._rate)
        return soundfile.SoundFile(self._out, "w", samplerate=self._rate, channels=1, **options)

    def _take(self) -> bytes:
        """What has been written behind the last; the encoder may go back to mend the head."""
        with self._out.getbuffer() as whole:
            data = bytes(whole[self._sent :])
        self._sent += len(data)
        return data


def _open_lame(rate: int, bit_rate: int | None) -> Any:
    """A quick MP3 encoder, or None where it is not installed."""
    try:
        import lameenc  # noqa: PLC0415 - an optional library
    except ImportError:
        return None
    made = lameenc.Encoder()
    made.silence()
    made.set_channels(1)
    made.set_in_sample_rate(rate)
    made.set_out_sample_rate(rate)
    made.set_bit_rate((bit_rate or 128_000) // 1000)
    made.set_quality(_QUICK)
    return made


def tell_length(flac: bytes, samples: int) -> bytes:
    """A FLAC file whose head tells how many samples it has (RFC 9639, 8.2: the low 36 bits)."""
    if flac[:4] != b"fLaC" or len(flac) < 42:
        return flac
    word = int.from_bytes(flac[18:26], "big") >> 36 << 36 | samples
    return flac[:18] + word.to_bytes(8, "big") + flac[26:]
