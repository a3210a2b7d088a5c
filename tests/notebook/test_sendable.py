"""What Jupyter can send: halves of characters are replaced, and nothing else is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vivavoce.notebook.sendable import make_sendable

whole = st.text(st.characters(exclude_categories=["Cs"]))
anything = st.text(st.characters())


@given(whole)
def test_whole_text_stays(text):
    assert make_sendable(text) == text


@given(st.lists(anything), anything)
def test_all_of_it_can_be_sent(texts, text):
    sent = make_sendable({"texts": texts, "pair": (text, 1.5, None)})
    assert sent["pair"][1:] == (1.5, None)
    assert len(sent["texts"]) == len(texts)
    for one in [*sent["texts"], sent["pair"][0]]:
        one.encode()


def test_offsets_stay():
    assert make_sendable("a\ud83db") == "a\ufffdb"
    assert make_sendable("\ud83d\ude00") == "😀"
