"""RIFF/WAVE read chunk by chunk, header sizes believed only where they can be true.

Streamed headers often carry sizes of 0, 0xFFFFFFFF or of audio still to come (docs.inworld.ai,
Generating audio, Aug 2026, says nothing about true sizes), so the bytes decide.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

PCM = 1
FLOAT = 3
ALAW = 6
MULAW = 7
_EXTENSIBLE = 0xFFFE
_HEAD = 12
_CHUNK_HEAD = 8
_LARGEST_FORMAT = 4096


@dataclass(frozen=True, slots=True)
class Wave:
    """What a WAVE file says about itself, and its sound.

    Attributes:
        format: `PCM`, `FLOAT`, `ALAW`, `MULAW` or another registered number.
        channels: interleaved channels.
        sample_rate: hertz.
        bits: per sample.
        data: the sound, still in `format`.
    """

    format: int
    channels: int
    sample_rate: int
    bits: int
    data: bytes


def is_wave(data: bytes) -> bool:
    """Whether `data` opens like a WAVE file."""
    return data[:4] == b"RIFF" and data[8:12] == b"WAVE"


def could_be_wave(data: bytes) -> bool:
    """Whether `data` may turn into the head of a WAVE file once more of it has come."""
    return b"RIFF".startswith(data[:4]) and b"WAVE".startswith(data[8:12])


def read_wave(data: bytes) -> Wave | None:
    """The WAVE file in `data`, or None while its `data` chunk has not begun.

    Raises:
        ValueError: if the bytes are no WAVE file, or hold no usable description of the sound.
    """
    if not is_wave(data):
        raise ValueError("these bytes are no RIFF/WAVE file")
    at, form = _HEAD, None
    while at + _CHUNK_HEAD <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        at += _CHUNK_HEAD
        if name == b"data":
            return _wave(form, _sound(data, at, size))
        if name == b"fmt ":
            form = data[at : at + size]
        elif size > _LARGEST_FORMAT and at + size > len(data) and form is None:
            raise ValueError("a chunk in front of the sound claims more bytes than there are")
        at += size + (size & 1)
    return None


def _sound(data: bytes, at: int, size: int) -> bytes:
    end = at + size
    if size and end <= len(data) and (end == len(data) or _opens_chunk(data, end + (size & 1))):
        return data[at:end]
    return data[at:]


def _opens_chunk(data: bytes, at: int) -> bool:
    """Whether another chunk starts at `at`; anything else there is sound the header missed."""
    if at + _CHUNK_HEAD > len(data):
        return at >= len(data)
    name, size = struct.unpack_from("<4sI", data, at)
    return all(0x20 <= byte < 0x7F for byte in name) and at + _CHUNK_HEAD + size <= len(data) + 1


def _wave(form: bytes | None, sound: bytes) -> Wave:
    if form is None or len(form) < 16:
        raise ValueError("the WAVE file does not describe its sound")
    tag, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", form)
    if tag == _EXTENSIBLE and len(form) >= 26:
        tag = struct.unpack_from("<H", form, 24)[0]
    if not channels or not rate:
        raise ValueError("the WAVE file claims no channels, or no sample rate")
    return Wave(tag, channels, rate, bits, sound)
