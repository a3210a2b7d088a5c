from hypothesis import given
from hypothesis import strategies as st

from vivavoce.service.buffering import find_cut, find_sentences, measure_ready

MARKED = st.lists(st.sampled_from(["Reef ", "it.", " ", "<break time='1s' />", "[very slow]", "<", "["])).map("".join)  # fmt: skip


@given(MARKED, st.integers(1, 40))
def test_a_cut_takes_something_and_no_part_of_a_tag(text, size):
    cut = find_cut(text, size)
    assert cut >= bool(text)
    assert text[:cut].count("<break") == text[:cut].count("/>")
    assert text[:cut].count("[very") == text[:cut].count("slow]")


@given(MARKED)
def test_what_is_ready_holds_no_open_tag(text):
    ready = text[: measure_ready(text)]
    assert measure_ready(ready) == len(ready)
    assert ready.rfind("<") <= ready.rfind(">")


def test_sentences_end_at_their_marks():
    assert find_sentences('Go. "Stay!" he sa') == len('Go. "Stay!"')
    assert find_sentences("3.14 is") == 0
