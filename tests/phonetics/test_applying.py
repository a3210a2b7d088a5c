"""IPA written into a script and taken out again: the same text, letter for letter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vivavoce.phonetics.applying import take_out_ipa, write_ipa
from vivavoce.phonetics.lexicon import Entry, Lexicon, Match
from vivavoce.text import Source

LEXICON = Lexicon(
    (
        Entry(headword="Crete", ipa="kriːt"),
        Entry(headword="Niall", ipa="naɪl"),
        Entry(headword="Nile", ipa="naɪl"),
        Entry(headword="lead", ipa="lɛd", match=Match.SENTENCE_START),
        Entry(headword="nato", ipa="ˈneɪtoʊ", match=Match.FOLD),
        Entry(headword="Vv", alias="viva voce"),
    )
)
BITS = [
    "Crete", "crete", "CRETE", "Niall", "Nile", "lead", "Lead", "NATO", "nato", "Vv", "and", ". ",
    "! “", "\n", "\r\n", "\n\n", "[sigh]", '<break time="1s" />', "<verbatim>Crete</verbatim>",
    "https://x.org/Crete", "and/or", "*Crete*", "/", "[", "'s", "-", "😀", "MIRA: ", "// Crete\n",
    "Crete.com",
]  # fmt: skip
texts = st.lists(st.sampled_from(BITS), max_size=14).map(" ".join)


@given(text=texts, name=st.sampled_from(["a.vv", "a.txt"]))
def test_what_is_written_comes_out_again(text: str, name: str):
    done = write_ipa(Source(text, name), LEXICON)
    back = take_out_ipa(Source(done.text, name), LEXICON)
    assert back.text == text
    assert back.count == done.count


def test_words_that_could_not_be_brought_back_are_named():
    text = "NATO and nato met Nile and Niall, Vv."
    done = write_ipa(Source(text, "a.txt"), LEXICON)
    assert done.text == "NATO and /ˈneɪtoʊ/ met Nile and /naɪl/, Vv."
    assert [span.of(text) for span, _ in done.left] == ["NATO", "Nile", "Vv"]


def test_a_sentence_gets_its_capital_back():
    text = "Lead is heavy. So is lead."
    done = write_ipa(Source(text, "a.txt"), LEXICON)
    assert done.text == "/lɛd/ is heavy. So is /lɛd/."
    assert take_out_ipa(Source(done.text, "a.txt"), LEXICON).text == text
