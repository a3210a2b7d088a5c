"""What differs between two models."""

from __future__ import annotations

import itertools

import pytest

from vivavoce.dialects import dialect, known_models
from vivavoce.dialects.differences import compare_dialects


@pytest.mark.parametrize("name", known_models())
def test_a_model_does_not_differ_from_itself(name: str):
    assert compare_dialects(dialect(name), dialect(name)) == []


@pytest.mark.parametrize(("a", "b"), list(itertools.permutations(known_models(), 2)))
def test_the_way_back_says_the_opposite(a: str, b: str):
    there = compare_dialects(dialect(a), dialect(b))
    back = compare_dialects(dialect(b), dialect(a))
    assert there
    assert {(d.path, str(d.before), str(d.after)) for d in there} == {
        (d.path, str(d.after), str(d.before)) for d in back
    }


def test_what_everybody_should_know():
    found = {
        d.path: d
        for d in compare_dialects(dialect("inworld-tts-1.5-max"), dialect("inworld-tts-2"))
    }
    assert found["markup", "emphasis"].after == "capitals"
    assert found["tags", "scope", "default"].after == "until-changed"
    assert "laughing" in found["tags", "styles"].before
    assert "giggle" in found["tags", "sounds"].after
    assert found["markup", "emphasis"].name == "markup: emphasis"
