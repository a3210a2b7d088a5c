"""Audio that arrives in pieces: who wears a header, and where one file ends.

`LINEAR16` repeats a WAV header in every piece, `WAV` sends one first, `PCM` none, compressed audio
is cut anywhere (docs.inworld.ai, Generating audio, Aug 2026); older texts and other servers differ,
so a header is recognised wherever it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.speech.audio import Audio, Encoding
from vivavoce.speech.audio_codecs import decode, decode_bare, decode_wave, mix_to_mono
from vivavoce.speech.riff import could_be_wave, is_wave, read_wave

if TYPE_CHECKING:
    from collections.abc import Iterable

COMPRESSED = frozenset({Encoding.MP3, Encoding.OGG_OPUS, Encoding.FLAC})
_CODED_BYTES = frozenset({Encoding.ALAW, Encoding.MULAW})


class ChunkDecoder:
    """Turns pieces into samples as they come.

    Compressed audio can only be decoded whole: it is held until `finish`, or until the next file
    opens, because several files glued together do not play as one.

    Attributes:
        sample_rate: hertz; what was asked for until a header tells otherwise.
    """

    def __init__(self, encoding: Encoding, sample_rate: int) -> None:
        self.sample_rate = sample_rate
        self._encoding = encoding
        self._held = b""
        self._files: list[list[bytes]] = []
        self._channels = 1
        self._plain = encoding not in _CODED_BYTES

    def feed(self, data: bytes) -> Audio:
        """What can be heard so far of what has not been handed out.

        Raises:
            MissingExtraError: if the format needs the `audio` extra.
            ValueError: if the bytes cannot be decoded.
        """
        if self._encoding in COMPRESSED and not is_wave(data):
            self._keep(data)
            return self._audio(b"")
        if not is_wave(data):
            data = self._held + data
        self._held = b""
        if len(data) >= 4 and could_be_wave(data):
            return self._open(data)
        return self._audio(self._continue(data))

    def finish(self) -> Audio:
        """The rest: held compressed audio, and a header's last bytes.

        Raises:
            MissingExtraError: if the format needs the `audio` extra.
            ValueError: if held bytes cannot be decoded.
        """
        files, self._files = self._files, []
        self._held = b""
        pieces = [decode(b"".join(file), self._encoding, self.sample_rate) for file in files]
        if not pieces:
            return self._audio(b"")
        self.sample_rate = pieces[0].sample_rate
        return Audio.join(pieces)

    def _open(self, data: bytes) -> Audio:
        wave = read_wave(data) if is_wave(data) else None
        if wave is None:
            self._held = data
            return self._audio(b"")
        self.sample_rate, self._channels = wave.sample_rate, wave.channels
        self._plain = wave.bits == 16
        whole = decode_wave(wave, data)
        if self._plain:
            frame = 2 * wave.channels
            self._held = wave.data[len(wave.data) // frame * frame :]
        return whole

    def _continue(self, data: bytes) -> bytes:
        if not self._plain:
            return decode_bare(data, self._encoding)
        frame = 2 * self._channels
        whole = len(data) // frame * frame
        self._held = data[whole:]
        return mix_to_mono(data[:whole], self._channels)

    def _keep(self, data: bytes) -> None:
        if not data:
            return
        if not self._files or _opens_file(data, self._encoding):
            self._files.append([])
        self._files[-1].append(data)

    def _audio(self, samples: bytes) -> Audio:
        return Audio(samples, self.sample_rate)


def decode_pieces(pieces: Iterable[bytes], encoding: Encoding, sample_rate: int) -> Audio:
    """All pieces as one sound, sample-exact.

    Raises:
        MissingExtraError: if the format needs the `audio` extra.
        ValueError: if the bytes cannot be decoded, or change their sample rate half-way.
    """
    decoder = ChunkDecoder(encoding, sample_rate)
    heard = [audio for audio in map(decoder.feed, pieces) if audio.samples]
    heard.append(decoder.finish())
    return Audio.join([a for a in heard if a.samples] or [Audio(b"", decoder.sample_rate)])


def _opens_file(data: bytes, encoding: Encoding) -> bool:
    if encoding is Encoding.OGG_OPUS:
        return data[:4] == b"OggS" and len(data) > 5 and bool(data[5] & 0x02)
    if encoding is Encoding.FLAC:
        return data[:4] == b"fLaC"
    return data[:3] == b"ID3" or _opens_mp3(data)


def _opens_mp3(data: bytes) -> bool:
    """An encoder writes a Xing or Info head into the first frame of a file, and only there."""
    return data[:1] == b"\xff" and any(mark in data[:200] for mark in (b"Xing", b"Info", b"VBRI"))
