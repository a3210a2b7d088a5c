from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivavoce.speech import Audio
from vivavoce.speech.riff import PCM, could_be_wave, is_wave, read_wave

SOUND = bytes(range(200))
FILE = Audio(SOUND, 8000).to_wav()


def resize(data, size, riff=None):
    """The file with other sizes written in its head."""
    data = bytearray(data)
    struct.pack_into("<I", data, 40, size)
    if riff is not None:
        struct.pack_into("<I", data, 4, riff)
    return bytes(data)


def test_a_plain_file_is_read():
    wave = read_wave(FILE)
    assert (wave.format, wave.channels, wave.sample_rate, wave.bits) == (PCM, 1, 8000, 16)
    assert wave.data == SOUND


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 100_000, 0x7FFFFFFF])
def test_sizes_that_cannot_be_true_are_passed_over(size):
    assert read_wave(resize(FILE, size, riff=0)).data == SOUND


def test_a_size_that_is_too_small_does_not_lose_sound():
    assert read_wave(resize(FILE, 100)).data == SOUND


def test_chunks_around_the_sound_are_no_sound():
    extra = b"LIST" + struct.pack("<I", 5) + b"INFOx\0"
    data = FILE[:12] + extra + FILE[12:] + extra
    assert read_wave(data).data == SOUND


def test_the_extensible_form_names_its_true_format():
    form = (
        struct.pack("<HHIIHHHHI", 0xFFFE, 1, 8000, 16000, 2, 16, 22, 16, 0)
        + b"\x01\x00"
        + bytes(14)
    )
    head = b"RIFF\0\0\0\0WAVE" + b"fmt " + struct.pack("<I", len(form)) + form
    assert read_wave(head + b"data" + struct.pack("<I", 4) + b"abcd").format == PCM


def test_the_head_alone_is_not_enough_yet():
    assert read_wave(FILE[:30]) is None


@pytest.mark.parametrize("data", [b"ID3", b"RIFF\0\0\0\0AVI ", b"RIFF\0\0\0\0WAVEdata\4\0\0\0abcd"])
def test_what_is_no_wave_is_refused(data):
    with pytest.raises(ValueError, match="WAVE"):
        read_wave(data)


def test_no_channels_are_refused():
    data = bytearray(FILE)
    data[22:24] = b"\0\0"
    with pytest.raises(ValueError, match="no channels"):
        read_wave(bytes(data))


def test_beginnings_are_recognised():
    assert could_be_wave(b"RIFF")
    assert could_be_wave(FILE[:9])
    assert not could_be_wave(b"OggS")
    assert not is_wave(FILE[:9])


@given(st.binary(max_size=300), st.integers(0, 80))
def test_no_bytes_whatever_break_it(data, at):
    spoilt = FILE[:at] + data + FILE[at:]
    try:
        wave = read_wave(spoilt)
    except ValueError:
        return
    assert wave is None or len(wave.data) <= len(spoilt)
