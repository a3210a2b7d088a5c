"""A-law and µ-law, the two telephone codings of ITU-T G.711, without any library."""

from __future__ import annotations

from array import array
from functools import cache
from sys import byteorder
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_BIAS = 0x84
_CLIP = 32635


def decode_mulaw(data: bytes) -> bytes:
    """16-bit little-endian samples for µ-law bytes."""
    return _spread(data, _tables(_mulaw_to_linear))


def decode_alaw(data: bytes) -> bytes:
    """16-bit little-endian samples for A-law bytes."""
    return _spread(data, _tables(_alaw_to_linear))


def encode_mulaw(samples: bytes) -> bytes:
    """µ-law bytes for 16-bit little-endian samples."""
    return _squeeze(samples, _linear_to_mulaw)


def encode_alaw(samples: bytes) -> bytes:
    """A-law bytes for 16-bit little-endian samples."""
    return _squeeze(samples, _linear_to_alaw)


def _spread(data: bytes, tables: tuple[bytes, bytes]) -> bytes:
    low, high = tables
    out = bytearray(2 * len(data))
    out[0::2] = data.translate(low)
    out[1::2] = data.translate(high)
    return bytes(out)


def _squeeze(samples: bytes, encode: Callable[[int], int]) -> bytes:
    values = array("h", samples)
    if byteorder == "big":
        values.byteswap()
    table = _codes(encode)
    return bytes([table[value] for value in values])


@cache
def _tables(decode: Callable[[int], int]) -> tuple[bytes, bytes]:
    values = [decode(code) & 0xFFFF for code in range(256)]
    return bytes(value & 0xFF for value in values), bytes(value >> 8 for value in values)


@cache
def _codes(encode: Callable[[int], int]) -> list[int]:
    # Indexed by the sample itself: negative indices count from the end.
    return [encode(value) for value in [*range(32768), *range(-32768, 0)]]


def _mulaw_to_linear(code: int) -> int:
    code = ~code & 0xFF
    value = (((code & 0x0F) << 3) + _BIAS) << ((code & 0x70) >> 4)
    return _BIAS - value if code & 0x80 else value - _BIAS


def _linear_to_mulaw(value: int) -> int:
    sign = 0x80 if value < 0 else 0
    value = min(abs(value), _CLIP) + _BIAS
    exponent = value.bit_length() - 8
    return ~(sign | (exponent << 4) | ((value >> (exponent + 3)) & 0x0F)) & 0xFF


def _alaw_to_linear(code: int) -> int:
    code ^= 0x55
    exponent = (code & 0x70) >> 4
    value = ((code & 0x0F) << 4) + 8
    if exponent:
        value = (value + 0x100) << (exponent - 1)
    return value if code & 0x80 else -value


def _linear_to_alaw(value: int) -> int:
    sign = 0x80 if value >= 0 else 0
    value = min(value if value >= 0 else ~value, 32767)
    exponent = max(value.bit_length() - 8, 0)
    mantissa = (value >> (exponent + 3 if exponent else 4)) & 0x0F
    return (sign | (exponent << 4) | mantissa) ^ 0x55
