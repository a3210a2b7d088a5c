"""Untrusted text on a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivavoce.text.visible import make_visible, measure_width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Plain /kriːt/ 日本 🎉", "Plain /kriːt/ 日本 🎉"),
        ("\x1b[31m", r"\x1b[31m"),
        ("a\nb\rc\td", r"a\nb\rc d"),
        ("\x9b2J", r"\x9b2J"),
        ("\u202eevil", r"\u202eevil"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
        ("👩\u200d🚀 1\u00a0000", "👩\u200d🚀 1\u00a0000"),
    ],
)
def test_examples(text: str, shown: str):
    assert make_visible(text) == shown


@given(st.text())
def test_nothing_that_moves_the_cursor_stays(text: str):
    shown = make_visible(text)
    assert not {unicodedata.category(c) for c in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert make_visible(shown) == shown


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("🎉!", 3)])
def test_width(text: str, width: int):
    assert measure_width(text) == width
