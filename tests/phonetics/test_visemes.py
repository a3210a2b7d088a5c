"""Mouth shapes."""

from __future__ import annotations

import pytest

from vivavoce.phonetics import to_visemes, viseme
from vivavoce.phonetics.ipa.symbols import symbols
from vivavoce.phonetics.visemes import SYMBOLS


def test_a_word_moves_the_mouth_phone_by_phone():
    assert to_visemes("ˈkɹiːt") == ["cdgknstxyz", "r", "ee", "cdgknstxyz"]


@pytest.mark.parametrize(
    ("phone", "shape"),
    [
        ("oʊ1", "o"),
        ("ˈɝ", "r"),
        ("t͡ʃ", "chjsh"),
        ("dʒ", "chjsh"),
        ("[silence]", "bmp"),
        ("θ", "th"),
    ],
)
def test_phones_as_the_service_writes_them(phone, shape):
    assert viseme(phone) == shape


@pytest.mark.parametrize("phone", [c for c, code in symbols().codes.items() if code in "vc"])
def test_every_letter_has_a_shape_of_the_vendor(phone):
    assert viseme(phone) in SYMBOLS
