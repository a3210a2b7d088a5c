from __future__ import annotations

import struct
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivavoce.speech import Audio, Encoding
from vivavoce.speech.audio_codecs import encode
from vivavoce.speech.framing import ChunkDecoder, decode_pieces

RATE = 8000
LEFT = Audio(struct.pack("<400h", *range(400)), RATE)
RIGHT = Audio(struct.pack("<400h", *range(400, 800)), RATE)
BOTH = LEFT.samples + RIGHT.samples


def announce(data, size):
    """A WAV head that claims `size` bytes of sound."""
    return data[:40] + struct.pack("<I", size) + data[44:]


@pytest.mark.parametrize("size", [None, 0, 0xFFFFFFFF, 1600])
def test_a_head_in_every_piece(size):
    pieces = [LEFT.to_wav(), RIGHT.to_wav()]
    if size is not None:
        pieces = [announce(piece, size) for piece in pieces]
    assert decode_pieces(pieces, Encoding.LINEAR16, RATE).samples == BOTH


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 1600, 800])
def test_a_head_in_the_first_piece(size):
    pieces = [announce(LEFT.to_wav(), size), RIGHT.samples]
    assert decode_pieces(pieces, Encoding.WAV, RATE).samples == BOTH


def test_a_head_for_each_flush():
    pieces = [LEFT.to_wav(), RIGHT.samples, LEFT.to_wav(), RIGHT.samples]
    assert decode_pieces(pieces, Encoding.WAV, RATE).samples == BOTH + BOTH


def test_a_head_where_none_was_promised():
    assert decode_pieces([LEFT.to_wav(), RIGHT.to_wav()], Encoding.PCM, RATE).samples == BOTH


def test_no_head_where_one_was_promised():
    assert decode_pieces([LEFT.samples, RIGHT.samples], Encoding.LINEAR16, RATE).samples == BOTH


def test_the_head_tells_the_sample_rate():
    decoder = ChunkDecoder(Encoding.LINEAR16, 48000)
    assert decoder.feed(LEFT.to_wav()).sample_rate == RATE
    assert decoder.sample_rate == RATE


@given(st.lists(st.integers(0, 1644), max_size=8))
def test_cuts_in_any_places_lose_nothing(cuts):
    data = LEFT.to_wav() + RIGHT.samples
    edges = [0, *sorted(cut for cut in cuts if 4 <= cut < len(data)), len(data)]
    pieces = [data[a:b] for a, b in pairwise(edges)]
    heard = decode_pieces(pieces, Encoding.WAV, RATE)
    assert heard.samples == BOTH


@pytest.mark.parametrize("encoding", [Encoding.MP3, Encoding.FLAC, Encoding.OGG_OPUS])
def test_a_file_cut_in_pieces_is_one_sound(encoding):
    audio = Audio.join([LEFT, RIGHT] * 20)
    data = encode(audio, encoding)
    pieces = [data[at : at + 500] for at in range(0, len(data), 500)]
    whole, cut = (decode_pieces(p, encoding, RATE) for p in ([data], pieces))
    assert cut == whole
    assert len(cut) > 10_000


@pytest.mark.parametrize("encoding", [Encoding.FLAC, Encoding.OGG_OPUS, Encoding.MP3])
def test_files_in_a_row_are_decoded_each_for_itself(encoding):
    data = encode(Audio.join([LEFT, RIGHT] * 20), encoding)
    one = decode_pieces([data], encoding, RATE)
    two = decode_pieces([data, data], encoding, RATE)
    assert two.samples == one.samples * 2


def test_telephone_codes_are_decoded_piece_by_piece():
    decoder = ChunkDecoder(Encoding.MULAW, RATE)
    assert len(decoder.feed(b"\xff" * 3)) == 3
    assert len(decoder.feed(b"\xff" * 4)) == 4
    assert not decoder.finish().samples


def test_two_channels_are_mixed_across_pieces():
    stereo = struct.pack("<8h", 1, 3, 10, 30, 100, 300, 1000, 3000)
    head = bytearray(Audio(stereo, RATE).to_wav()[:44])
    head[22:24] = b"\2\0"
    data = bytes(head) + stereo
    heard = decode_pieces([data[:46], data[46:53], data[53:]], Encoding.WAV, RATE)
    assert struct.unpack("<4h", heard.samples) == (2, 20, 200, 2000)


def test_nothing_at_all_is_silence():
    assert decode_pieces([], Encoding.MP3, RATE) == Audio(b"", RATE)
    assert decode_pieces([b"", b""], Encoding.LINEAR16, RATE) == Audio(b"", RATE)
