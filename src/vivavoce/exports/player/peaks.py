"""How loud a take is over time, small enough to carry in a page."""

from __future__ import annotations

import sys
from array import array
from base64 import b64encode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vivavoce.speech import Audio

RATE = 50
"""Peaks a second."""

OUTLINE = 600
"""Peaks of the overview, whatever the length."""

_LOOKED_AT = 5500
"""Samples a second that are read, every n-th of those there are: enough to draw speech by."""


def read_peaks(audio: Audio) -> bytes:
    """One byte for each fiftieth of a second, 255 for full scale."""
    samples = array("h")
    samples.frombytes(audio.samples[: 2 * len(audio)])
    if sys.byteorder == "big":
        samples.byteswap()
    stride = max(1, audio.sample_rate // _LOOKED_AT)
    count = int(audio.duration * RATE) + 1
    width = audio.sample_rate / RATE
    parts = (samples[int(at * width) : int((at + 1) * width) : stride] for at in range(count))
    return bytes(_loudest(part) * 255 // 32768 for part in parts)


def _loudest(samples: array[int]) -> int:
    if not samples:
        return 0
    high, low = max(samples), min(samples)
    return max(high, -low)


def encode_peaks(peaks: bytes) -> str:
    """The peaks as base64."""
    return b64encode(peaks).decode("ascii")


def draw_outline(peaks: bytes) -> str:
    """An SVG path, mirrored at the middle, in a box 600 wide and 100 high; the loudest fills it."""
    loudest = max(peaks, default=0) or 1
    count = len(peaks)
    tops, bottoms = [], []
    for at in range(OUTLINE if count else 0):
        part = peaks[at * count // OUTLINE : (at + 1) * count // OUTLINE + 1]
        half = max(1, round(48 * max(part) / loudest))
        tops.append(f"{at} {50 - half}")
        bottoms.append(f"{at} {50 + half}")
    return f"M{'L'.join(tops)}L{'L'.join(reversed(bottoms))}Z" if tops else ""
