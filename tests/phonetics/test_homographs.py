"""The list of homographs holds what a writer can use."""

from __future__ import annotations

import pytest

from vivavoce.phonetics import load_homographs, validate
from vivavoce.phonetics.lexicon import sound_key


def test_it_is_long_enough_and_marks_the_worst():
    words = load_homographs()
    assert len(words) >= 60
    assert 20 <= sum(homograph.worst for homograph in words.values()) <= 30


@pytest.mark.parametrize("homograph", load_homographs().values(), ids=lambda h: h.word)
def test_every_reading_is_clean_and_different(homograph):
    ipa = [sense.ipa for sense in homograph.senses]
    assert len({sound_key(one) + ("ˈ" if one[0] == "ˈ" else "") for one in ipa}) == len(ipa) >= 2
    assert [validate(one, "en-US") for one in ipa] == [[]] * len(ipa)
    assert all(sense.meaning for sense in homograph.senses)
    assert homograph.word.islower()
