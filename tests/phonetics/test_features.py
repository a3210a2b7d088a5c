"""How far apart words are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivavoce.phonetics import distance
from vivavoce.phonetics.features import CLOSE, FAR, SAME, features
from vivavoce.phonetics.ipa.symbols import Code, symbols

WORDS = st.text("ptkdɡsʃmnŋlɹjwiɪeɛæɑɔoʊuʌəɚː", max_size=8)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ("kriːt", "kɹiːt", 0, SAME),
        ("kriːt", "krit", 0, SAME),
        ("ˈkriːt", "kriːt", 0, 0),
        ("kriːt", "kriːd", 0.005, SAME),
        ("kriːt", "kɹɪt", SAME, CLOSE),
        ("kriːt", "kreɪt", 0.15, 0.25),
        ("kriːt", "bənænə", FAR, 1),
        ("", "", 0, 0),
        ("", "a", 1, 1),
    ],
)
def test_reference_points(one, other, low, high):
    assert low <= distance(one, other) <= high


@given(WORDS, WORDS)
def test_it_is_a_distance_between_phones(one, two):
    assert distance(one, two) == pytest.approx(distance(two, one))
    assert 0 <= distance(one, two) <= 1
    assert distance(one, one) == 0


def test_every_letter_has_features_of_its_own():
    codes = symbols().codes
    letters = [c for c, code in codes.items() if code in {Code.VOWEL, Code.CONSONANT}]
    twins = {"ꞵ", "ꭓ"}
    rows = {tuple(sorted(features(c).items())) for c in letters if c not in twins}
    assert len(rows) > 0.9 * (len(letters) - len(twins))
