import io
import math
import struct
import sys

import pytest
import soundfile

from vivavoce.service.encoders import Encoder, tell_length
from vivavoce.speech import Encoding
from vivavoce.speech.audio_codecs import decode

SECOND = struct.pack(
    "<24000h", *(round(8000 * math.sin(2 * math.pi * 440 * i / 24000)) for i in range(24000))
)


def feed(encoding):
    encoder = Encoder(encoding, 24000, 64_000)
    pieces = [encoder.feed(SECOND) for _ in range(3)]
    return [*pieces, encoder.finish()]


def test_flac_comes_in_pieces_that_join_to_the_same_samples():
    pieces = feed(Encoding.FLAC)
    assert all(pieces)
    assert decode(b"".join(pieces), Encoding.FLAC, 24000).samples == SECOND * 3


def test_a_whole_flac_file_tells_its_length():
    whole = tell_length(b"".join(feed(Encoding.FLAC)), 72000)
    assert soundfile.info(io.BytesIO(whole)).frames == 72000
    assert decode(whole, Encoding.FLAC, 24000).samples == SECOND * 3


@pytest.mark.parametrize("encoding", [Encoding.MP3, Encoding.OGG_OPUS])
def test_lossy_pieces_join_to_one_file(encoding):
    audio = decode(b"".join(feed(encoding)), encoding, 24000)
    assert audio.duration == pytest.approx(3, abs=0.1)


@pytest.mark.parametrize("bit_rate", [32_000, 128_000, 160_000])
def test_mp3_has_the_bit_rate_and_sample_rate_asked_for(bit_rate):
    encoder = Encoder(Encoding.MP3, 24000, bit_rate)
    whole = b"".join([*(encoder.feed(SECOND) for _ in range(10)), encoder.finish()])
    assert len(whole) * 8 / 10 == pytest.approx(bit_rate, rel=0.02)
    assert soundfile.info(io.BytesIO(whole)).samplerate == 24000


def test_without_its_own_encoder_mp3_comes_from_soundfile(monkeypatch):
    monkeypatch.setitem(sys.modules, "lameenc", None)
    whole = b"".join(feed(Encoding.MP3))
    assert decode(whole, Encoding.MP3, 24000).duration == pytest.approx(3, abs=0.1)
