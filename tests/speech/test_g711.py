from __future__ import annotations

import struct

import pytest

from vivavoce.speech.g711 import decode_alaw, decode_mulaw, encode_alaw, encode_mulaw

EVERY = struct.pack("<65536h", *range(-32768, 32768))


def unpack(data):
    return struct.unpack(f"<{len(data) // 2}h", data)


# Reference values of ITU-T G.711 as every implementation prints them.
@pytest.mark.parametrize(
    ("decode", "code", "value"),
    [
        (decode_mulaw, 0xFF, 0),
        (decode_mulaw, 0x7F, 0),
        (decode_mulaw, 0x00, -32124),
        (decode_mulaw, 0x80, 32124),
        (decode_mulaw, 0xF0, 120),
        (decode_alaw, 0xD5, 8),
        (decode_alaw, 0x55, -8),
        (decode_alaw, 0xAA, 32256),
        (decode_alaw, 0x2A, -32256),
    ],
)
def test_known_codes(decode, code, value):
    assert unpack(decode(bytes([code]))) == (value,)


@pytest.mark.parametrize(
    ("encode", "decode"), [(encode_mulaw, decode_mulaw), (encode_alaw, decode_alaw)]
)
def test_every_code_survives_the_way_there_and_back(encode, decode):
    codes = bytes(range(256))
    samples = decode(codes)
    assert unpack(decode(encode(samples))) == unpack(samples)


@pytest.mark.parametrize(
    ("encode", "decode"), [(encode_mulaw, decode_mulaw), (encode_alaw, decode_alaw)]
)
def test_every_sample_comes_back_close(encode, decode):
    heard = unpack(decode(encode(EVERY)))
    for was, now in zip(unpack(EVERY), heard, strict=True):
        assert abs(was - now) <= max(16, abs(was) // 16, 645 if abs(was) > 32100 else 0), was
