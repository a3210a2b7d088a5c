"""From encoded bytes to samples and back.

WAV, PCM and G.711 need nothing; MP3, Opus, FLAC and unusual WAV files go through soundfile (extra
`audio`), which is imported only when one of them turns up.
"""

from __future__ import annotations

import io
from array import array
from sys import byteorder
from typing import TYPE_CHECKING, Any

from vivavoce.errors import MissingExtraError
from vivavoce.speech.audio import Audio, Encoding
from vivavoce.speech.g711 import decode_alaw, decode_mulaw, encode_alaw, encode_mulaw
from vivavoce.speech.riff import ALAW, MULAW, PCM, Wave, is_wave, read_wave

if TYPE_CHECKING:
    from types import ModuleType

TELEPHONE_RATE = 8000
_FILES = {Encoding.MP3: "MP3", Encoding.OGG_OPUS: "OGG", Encoding.FLAC: "FLAC"}
_MPEG1_RATE = 32000
"""Below it MP3 is MPEG-2, with lower bit rates."""

_BLOCK = 1 << 20


def decode(data: bytes, encoding: Encoding, sample_rate: int) -> Audio:
    """The sound in `data`, as 16-bit mono.

    Args:
        data: one complete file, or bare bytes of `PCM`, `ALAW` or `MULAW`.
        encoding: what was asked for; a RIFF head in the data overrules it.
        sample_rate: hertz, for data that does not tell it.

    Raises:
        MissingExtraError: if the format needs the `audio` extra.
        ValueError: if the bytes are not what `encoding` says, with a plain reason.
    """
    if not data:
        return Audio(b"", sample_rate)
    if is_wave(data):
        wave = read_wave(data)
        return Audio(b"", sample_rate) if wave is None else decode_wave(wave, data)
    if encoding in _FILES:
        return _decode_file(data)
    return Audio(decode_bare(data, encoding), sample_rate)


def decode_bare(data: bytes, encoding: Encoding) -> bytes:
    """Samples for headerless bytes of `PCM`, `LINEAR16`, `WAV`, `ALAW` or `MULAW`."""
    if encoding is Encoding.ALAW:
        return decode_alaw(data)
    if encoding is Encoding.MULAW:
        return decode_mulaw(data)
    return data[: len(data) & ~1]


def decode_wave(wave: Wave, whole: bytes) -> Audio:
    """The sound of a WAVE file; `whole` is the file, for formats only soundfile knows.

    Raises:
        MissingExtraError: if the format needs the `audio` extra.
        ValueError: if it cannot be read.
    """
    if wave.format == PCM and wave.bits == 16:
        samples = wave.data[: len(wave.data) & ~1]
    elif wave.format == ALAW:
        samples = decode_alaw(wave.data)
    elif wave.format == MULAW:
        samples = decode_mulaw(wave.data)
    else:
        return _decode_file(whole)
    return Audio(mix_to_mono(samples, wave.channels), wave.sample_rate)


def mix_to_mono(samples: bytes, channels: int) -> bytes:
    """The mean of interleaved 16-bit channels."""
    if channels == 1:
        return samples
    frames = _unpack(samples[: len(samples) // (2 * channels) * 2 * channels])
    mixed = array(
        "h", map(_mean, zip(*(frames[c::channels] for c in range(channels)), strict=True))
    )
    return _pack(mixed)


def encode(audio: Audio, encoding: Encoding, bit_rate: int | None = None) -> bytes:
    """`audio` as a file (or, for `PCM`, `ALAW` and `MULAW`, as bare bytes).

    Args:
        audio: what to write; its sample rate is kept.
        encoding: the form to write.
        bit_rate: bits a second for MP3 and Opus, as near as the encoder can.

    Raises:
        MissingExtraError: if the format needs the `audio` extra.
        ValueError: if the encoder refuses the sample rate.
    """
    if encoding in _FILES:
        return _encode_file(audio, encoding, bit_rate)
    if encoding is Encoding.ALAW:
        return encode_alaw(audio.samples)
    if encoding is Encoding.MULAW:
        return encode_mulaw(audio.samples)
    return audio.samples if encoding is Encoding.PCM else audio.to_wav()


def _mean(frame: tuple[int, ...]) -> int:
    return sum(frame) // len(frame)


def _unpack(samples: bytes) -> array[int]:
    values = array("h", samples)
    if byteorder == "big":
        values.byteswap()
    return values


def _pack(values: array[int]) -> bytes:
    if byteorder == "big":
        values.byteswap()
    return values.tobytes()


def _soundfile() -> ModuleType:
    try:
        import soundfile  # noqa: PLC0415 - an optional library
    except (ImportError, OSError) as error:
        raise MissingExtraError("audio", "Reading or writing compressed audio") from error
    module: ModuleType = soundfile
    return module


def _decode_file(data: bytes) -> Audio:
    library = _soundfile()
    try:
        with library.SoundFile(io.BytesIO(data)) as file:
            samples = _read_frames(file)
            rate: int = file.samplerate
            channels: int = file.channels
    except (library.LibsndfileError, RuntimeError) as error:
        raise ValueError(f"the audio cannot be decoded ({_reason(error)})") from None
    return Audio(mix_to_mono(samples, channels), rate)


def _read_frames(file: Any) -> bytes:
    """All samples, in blocks: the head of a streamed FLAC file does not tell how many there are.

    Nor can soundfile go back and forth in such a file, which it would do behind every block.
    """
    file.seekable = lambda: False
    blocks: list[bytes] = []
    while True:
        block = file.read(_BLOCK, dtype="int16", always_2d=True)
        blocks.append(block.astype("<i2").tobytes())
        if len(block) < _BLOCK:
            return b"".join(blocks)


def _encode_file(audio: Audio, encoding: Encoding, bit_rate: int | None) -> bytes:
    library = _soundfile()
    import numpy as np  # noqa: PLC0415 - comes with the same extra

    out = io.BytesIO()
    options: dict[str, Any] = {"format": _FILES[encoding]}
    if encoding is Encoding.OGG_OPUS:
        options["subtype"] = "OPUS"
    if bit_rate is not None:
        options |= quality_options(encoding, bit_rate, audio.sample_rate)
    try:
        library.write(out, np.frombuffer(audio.samples, "<i2"), audio.sample_rate, **options)
    except (library.LibsndfileError, RuntimeError, ValueError) as error:
        raise ValueError(
            f"{encoding} cannot be written at {audio.sample_rate} Hz ({_reason(error)})"
        ) from None
    return out.getvalue()


def quality_options(encoding: Encoding, bit_rate: int, sample_rate: int) -> dict[str, Any]:
    """What soundfile is told for a bit rate.

    It knows no bit rates, only a scale from 0 (best) to just below 1 (smallest).
    """
    if encoding is Encoding.FLAC:
        return {}
    mode = {}
    best, smallest = 256_000, 6_000
    if encoding is Encoding.MP3:
        mode = {"bitrate_mode": "CONSTANT"}
        best, smallest = (320_000, 32_000) if sample_rate >= _MPEG1_RATE else (160_000, 8_000)
    level = (best - bit_rate) / (best - smallest)
    return {"compression_level": min(max(level, 0.0), 0.99), **mode}


def _reason(error: Exception) -> str:
    return (str(error) or type(error).__name__).strip().rstrip(".")
