from __future__ import annotations

import math
import struct
import sys
from itertools import pairwise

import pytest

from vivavoce.errors import MissingExtraError
from vivavoce.speech import Audio, Encoding
from vivavoce.speech.audio_codecs import decode, encode, mix_to_mono


def tone(rate, seconds=0.5, height=440.0):
    count = round(rate * seconds)
    values = [round(12000 * math.sin(2 * math.pi * height * i / rate)) for i in range(count)]
    return Audio(struct.pack(f"<{count}h", *values), rate)


def crossings(audio):
    values = struct.unpack(f"<{len(audio)}h", audio.samples)
    return sum(a < 0 <= b for a, b in pairwise(values))


@pytest.mark.parametrize("encoding", [Encoding.WAV, Encoding.LINEAR16, Encoding.PCM, Encoding.FLAC])
def test_lossless_forms_come_back_sample_for_sample(encoding):
    audio = tone(24000)
    assert decode(encode(audio, encoding), encoding, 24000) == audio


@pytest.mark.parametrize(
    ("encoding", "rate"),
    [
        (Encoding.MP3, 24000),
        (Encoding.OGG_OPUS, 48000),
        (Encoding.ALAW, 8000),
        (Encoding.MULAW, 8000),
    ],
)
def test_lossy_forms_come_back_as_the_same_tone(encoding, rate):
    heard = decode(encode(tone(rate), encoding), encoding, rate)
    assert heard.sample_rate == rate
    assert heard.duration == pytest.approx(0.5, abs=0.06)
    assert crossings(heard) == pytest.approx(220, abs=12)


@pytest.mark.parametrize("rate", [24000, 48000])
@pytest.mark.parametrize("bit_rate", [32_000, 64_000, 128_000])
def test_bit_rates_are_kept(rate, bit_rate):
    size = len(encode(tone(rate, 4.0), Encoding.MP3, bit_rate))
    assert size * 8 / 4 == pytest.approx(bit_rate, rel=0.06)


def test_a_lower_bit_rate_makes_a_smaller_opus_file():
    audio = tone(48000, 2.0)
    small, large = (encode(audio, Encoding.OGG_OPUS, rate) for rate in (32_000, 192_000))
    assert len(small) < len(large)


def test_a_wave_inside_another_name_is_still_a_wave():
    audio = tone(16000)
    assert decode(audio.to_wav(), Encoding.MP3, 48000) == audio


def test_a_wave_of_24_bits_is_read():
    import io

    import numpy as np
    import soundfile

    audio, out = tone(16000), io.BytesIO()
    soundfile.write(out, np.frombuffer(audio.samples, "<i2"), 16000, format="WAV", subtype="PCM_24")
    assert decode(out.getvalue(), Encoding.WAV, 16000) == audio


def test_two_channels_become_their_mean():
    stereo = struct.pack("<6h", 100, 300, -10, -20, 32767, 32767)
    assert struct.unpack("<3h", mix_to_mono(stereo, 2)) == (200, -15, 32767)
    assert mix_to_mono(stereo + b"x", 2) == mix_to_mono(stereo, 2)


def test_nothing_is_silence():
    assert decode(b"", Encoding.MP3, 24000) == Audio(b"", 24000)


@pytest.mark.parametrize("encoding", [Encoding.MP3, Encoding.OGG_OPUS, Encoding.FLAC])
def test_rubbish_is_told_apart_from_sound(encoding):
    with pytest.raises(ValueError, match="cannot be decoded"):
        decode(b"this is no sound" * 50, encoding, 24000)


def test_a_sample_rate_the_encoder_lacks_is_explained():
    with pytest.raises(ValueError, match="OGG_OPUS cannot be written at 44100 Hz"):
        encode(tone(44100), Encoding.OGG_OPUS)


def test_the_missing_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "soundfile", None)
    with pytest.raises(MissingExtraError, match=r"vivavoce\[audio\]"):
        decode(b"ID3", Encoding.MP3, 24000)
