"""Resampling and gain, in plain Python and with numpy."""

from __future__ import annotations

import subprocess
import sys
from array import array
from math import pi, sin

import pytest

from vivavoce.synthesis.engines import _audio

RATE = 22050


def tone(frequency, rate=RATE, seconds=0.5, size=10000):
    count = round(rate * seconds)
    return array("h", [round(size * sin(2 * pi * frequency * n / rate)) for n in range(count)])


def power(values):
    middle = values[len(values) // 4 : -len(values) // 4]
    return (sum(v * v for v in middle) / len(middle)) ** 0.5


@pytest.mark.parametrize("target", [8000, 11025, 16000, 24000, 32000, 44100, 48000])
def test_a_tone_stays_the_same_tone(target):
    got = array("h", _audio.resample(tone(440).tobytes(), RATE, target))
    wanted = tone(440, target)
    assert len(got) == len(wanted)
    inner = range(len(got) // 10, len(got) * 9 // 10)
    assert max(abs(got[n] - wanted[n]) for n in inner) < 300


def test_what_the_new_rate_cannot_hold_is_taken_out():
    got = array("h", _audio.resample(tone(7000).tobytes(), RATE, 8000))
    assert power(got) < 0.1 * power(tone(7000))


def test_a_wanted_length_is_kept():
    for length in (0, 1, 100, 10_900):
        assert len(_audio.resample(tone(440).tobytes(), RATE, RATE - 50, length)) == 2 * length


def test_numpy_gives_the_same_samples():
    pytest.importorskip("numpy")
    samples = tone(440).tobytes()
    code = (
        "import sys; from vivavoce.synthesis.engines import _audio\n"
        "samples = sys.stdin.buffer.read()\n"
        "plain = _audio.resample(samples, 22050, 16000)\n"
        "assert 'numpy' not in sys.modules\n"
        "import numpy\n"
        "fast = _audio.resample(samples, 22050, 16000)\n"
        "pairs = zip(numpy.frombuffer(fast, 'h').tolist(), numpy.frombuffer(plain, 'h').tolist())\n"
        "assert len(fast) == len(plain) and all(abs(a - b) <= 1 for a, b in pairs)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], input=samples, check=False, timeout=60)
    assert done.returncode == 0


def test_gain_clips():
    samples = array("h", [100, -20000, 20000]).tobytes()
    assert array("h", _audio.amplify(samples, 2.0)).tolist() == [200, -32768, 32767]
