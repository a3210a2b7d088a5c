"""Patterns compiled at their first use behave like compiled ones."""

import re

import pytest

from vivavoce.text.pattern import pattern


def test_it_searches_like_a_compiled_pattern():
    lazy, plain = pattern(r"(\w+) (?P<last>\w+)", re.IGNORECASE), re.compile(r"(\w+) (?P<last>\w+)")
    text = "one two, three four"
    assert lazy.findall(text) == plain.findall(text)
    assert [m.span() for m in lazy.finditer(text, 4)] == [m.span() for m in plain.finditer(text, 4)]
    assert lazy.sub(r"\2", text) == "two, four"
    assert lazy.groupindex == plain.groupindex


def test_a_wrong_pattern_is_told_at_the_first_use():
    wrong = pattern("(")
    with pytest.raises(re.error):
        wrong.search("x")
