from __future__ import annotations

from vivavoce.speech import Audio


def test_samples_stay_out_of_what_is_printed():
    assert repr(Audio.silence(7.83, 16_000)) == "<Audio: 7.83 s, 16000 Hz>"
