from __future__ import annotations

from array import array
from itertools import pairwise

import pytest

from vivavoce.errors import MissingExtraError
from vivavoce.phonetics.espeak_library import library
from vivavoce.speech import Alignment, Audio, Request
from vivavoce.synthesis.engines.espeak import ENGINE

MODEL = "inworld-tts-2"


@pytest.fixture(scope="session")
def espeak():
    try:
        return library()
    except MissingExtraError as error:
        pytest.skip(str(error))


class Spoken:
    """A request spoken to the end."""

    def __init__(self, engine, request):
        self.request = request
        self.chunks = list(engine.stream(request))
        self.audio = Audio.join(chunk.audio for chunk in self.chunks)
        self.alignment = sum((chunk.alignment for chunk in self.chunks), Alignment())
        self.notes = tuple(note for chunk in self.chunks for note in chunk.notes)

    @property
    def words(self):
        return [word.text for word in self.alignment.words]

    @property
    def phones(self):
        return [phone.symbol for phone in self.alignment.phones]

    def word(self, text):
        return next(word for word in self.alignment.words if word.text == text)

    def assert_sound(self):
        """Every word on its letters, everything in order and inside the audio."""
        text, words = self.request.text, self.alignment.words
        limit = self.audio.duration + 1 / self.audio.sample_rate
        assert all(word.span.of(text) == word.text != "" for word in words)
        assert all(a.span.end <= b.span.start for a, b in pairwise(words))
        assert all(0 <= phone.word < len(words) for phone in self.alignment.phones if phone.word)
        for row in (words, self.alignment.phones, self.alignment.visemes):
            assert all(item.start <= item.end <= limit for item in row)
            assert all(a.end <= b.start + 1e-6 for a, b in pairwise(row))


@pytest.fixture
def speak(espeak):
    def speak(text, *, voice="Dennis", model=MODEL, engine=ENGINE, **settings):
        return Spoken(engine, Request(text=text, voice=voice, model=model, **settings))

    return speak


def measure_voicing(spoken):
    """How well the sound repeats itself within 2.5 to 14 ms: near 1 for a voice, low for breath."""
    values = array("h", spoken.audio.samples)
    rate = spoken.audio.sample_rate
    scores = []
    for start in range(0, len(values) - 2 * rate // 40, rate // 10):
        frame = values[start : start + rate // 40]
        energy = sum(v * v for v in frame)
        if energy / len(frame) < 200**2:
            continue
        best = 0.0
        for lag in range(rate // 400, rate // 70, 4):
            other = values[start + lag : start + lag + len(frame)]
            power = sum(v * v for v in other) or 1
            best = max(best, sum(map(int.__mul__, frame, other)) / (energy * power) ** 0.5)
        scores.append(best)
    return sum(scores) / len(scores)


@pytest.fixture
def voicing():
    return measure_voicing


def measure_onset(spoken):
    values = array("h", spoken.audio.samples)
    loud = max(map(abs, values)) * 0.05
    return next(n for n, v in enumerate(values) if abs(v) > loud) / spoken.audio.sample_rate


@pytest.fixture
def find_onset():
    return measure_onset
