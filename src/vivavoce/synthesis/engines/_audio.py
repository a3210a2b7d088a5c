"""Samples louder, and at another rate, without numpy."""

from __future__ import annotations

import sys
from array import array
from contextlib import suppress
from functools import cache
from math import ceil, cos, gcd, pi, sin
from typing import Any

_HALF = 4
"""Input samples a filter reaches to each side at its widest pass band."""

_BANDS = 8
"""Groups of filters worked out together; more mean fewer idle sums, but more calls."""

_WORTH_NUMPY = 200_000
"""Samples from which loading numpy takes less time than doing without."""


def amplify(samples: bytes, gain: float) -> bytes:
    """16-bit samples `gain` times as loud, clipped where they would overflow."""
    if gain == 1.0:
        return samples
    values = array("h", samples)
    return array("h", [max(-32768, min(32767, round(v * gain))) for v in values]).tobytes()


def to_little_endian(samples: bytes) -> bytes:
    """Samples in the machine's byte order, in the order `Audio` keeps."""
    if sys.byteorder == "little":
        return samples
    values = array("h", samples)
    values.byteswap()
    return values.tobytes()


def resample(samples: bytes, source: int, target: int, length: int | None = None) -> bytes:
    """16-bit samples at another rate, by a windowed sinc in phases.

    Args:
        samples: little-endian.
        source: their rate.
        target: the rate wanted.
        length: number of samples wanted, so that pieces add up; None for the nearest.
    """
    if source == target:
        return samples
    values = array("h", samples)
    common = gcd(source, target)
    up, down = target // common, source // common
    wanted = round(len(values) * up / down) if length is None else length
    if not wanted:
        return b""
    reach, filters = _design(up, down)
    behind = reach + down + 2 + max(0, wanted * down // up - len(values))
    padded = array("h", bytes(2 * reach)) + values + array("h", bytes(2 * behind))
    if "numpy" in sys.modules or wanted > _WORTH_NUMPY:
        with suppress(ImportError):
            return _filter_with_numpy(padded, wanted, up, down)
    result = array("h", bytes(2 * wanted))
    for phase in range(min(up, wanted)):
        first = phase * down // up + 1
        stop = first + (len(range(phase, wanted, up)) - 1) * down + 1
        columns = [padded[first + tap : stop + tap : down] for tap in range(2 * reach)]
        result[phase::up] = _mix(columns, filters[phase])
    return result.tobytes()


def _mix(columns: list[array[int]], weights: tuple[float, ...]) -> array[int]:
    """The weighted sum of columns, clipped; four at a time, which Python does fastest."""
    sums = [0.0] * len(columns[0])
    for at in range(0, len(columns), 4):
        w, x, y, z = weights[at : at + 4]
        sums = [
            s + a * w + b * x + c * y + d * z
            for s, a, b, c, d in zip(sums, *columns[at : at + 4], strict=True)
        ]
    return array("h", [max(-32768, min(32767, round(s))) for s in sums])


def _filter_with_numpy(padded: array[int], wanted: int, up: int, down: int) -> bytes:
    """Each block of `down` samples becomes `up`, a band of neighbouring phases at a time."""
    import numpy as np  # noqa: PLC0415 - optional

    reach, _ = _design(up, down)
    blocks = -(-wanted // up)
    values = np.zeros(blocks * down + 2 * reach)
    count = min(len(padded), len(values))
    values[:count] = np.frombuffer(padded, np.int16)[:count]
    windows = np.lib.stride_tricks.sliding_window_view(values, down + 2 * reach)[::down]
    made = np.empty((blocks, up))
    for phase, first, matrix in _design_bands(up, down):
        height, width = matrix.shape
        made[:, phase : phase + width] = windows[:, first : first + height] @ matrix
    whole = np.rint(made.reshape(-1)[:wanted])
    return np.clip(whole, -32768, 32767).astype(np.int16).tobytes()


@cache
def _design_bands(up: int, down: int) -> tuple[tuple[int, int, Any], ...]:
    """The filters as matrices of mostly full columns: first phase, first input sample, matrix."""
    import numpy as np  # noqa: PLC0415 - optional

    reach, filters = _design(up, down)
    bands = []
    step = -(-up // _BANDS)
    for phases in (range(at, min(at + step, up)) for at in range(0, up, step)):
        begin = phases[0] * down // up + 1
        end = phases[-1] * down // up + 1 + 2 * reach
        matrix = np.zeros((end - begin, len(phases)))
        for column, phase in enumerate(phases):
            first = phase * down // up + 1 - begin
            matrix[first : first + 2 * reach, column] = filters[phase]
        bands.append((phases[0], begin, matrix))
    return tuple(bands)


@cache
def _design(up: int, down: int) -> tuple[int, tuple[tuple[float, ...], ...]]:
    """How far the filters reach, and one filter for each place between two input samples."""
    cutoff = min(1.0, up / down)
    reach = 2 * ceil(_HALF / 2 / cutoff)
    filters = []
    for phase in range(up):
        fraction = phase * down % up / up
        taps = [_tap(tap - reach + 1 - fraction, cutoff, reach) for tap in range(2 * reach)]
        total = sum(taps)
        filters.append(tuple(tap / total for tap in taps))
    return reach, tuple(filters)


def _tap(x: float, cutoff: float, reach: int) -> float:
    """A low-pass sinc under a Hann window."""
    if abs(x) >= reach:
        return 0.0
    sinc = 1.0 if x == 0 else sin(pi * x * cutoff) / (pi * x * cutoff)
    return sinc * (0.5 + 0.5 * cos(pi * x / reach))
