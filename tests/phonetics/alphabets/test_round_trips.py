"""What both alphabets have comes back as it went."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivavoce.phonetics import distance, is_valid
from vivavoce.phonetics.alphabets import arpabet, misaki, respelling, xsampa
from vivavoce.phonetics.alphabets.conversion import table
from vivavoce.phonetics.alphabets.detection import detect

ONSETS = [
    "",
    "p",
    "t",
    "k",
    "b",
    "d",
    "ɡ",
    "tʃ",
    "dʒ",
    "f",
    "v",
    "θ",
    "ð",
    "s",
    "z",
    "ʃ",
    "h",
    "m",
    "n",
    "l",
    "ɹ",
    "w",
    "j",
    "kɹ",
    "st",
]
VOWELS = ["i", "ɪ", "eɪ", "ɛ", "æ", "ɑ", "ɔ", "oʊ", "ʊ", "u", "ʌ", "ɝ", "aɪ", "aʊ", "ɔɪ"]
CODAS = ["", "p", "t", "k", "m", "n", "ŋ", "s", "z", "ʃ", "θ", "l", "nd"]
syllable = st.tuples(st.sampled_from(ONSETS), st.sampled_from(VOWELS), st.sampled_from(CODAS))
weak = st.tuples(st.sampled_from(ONSETS[1:]), st.sampled_from(["ə", "ɪ"]), st.just(""))


@given(st.lists(weak, max_size=2), syllable)
def test_ipa_to_arpabet_and_back(before, strong):
    ipa = "".join("".join(s) for s in before) + ("ˈ" if before else "") + "".join(strong)
    sent = arpabet.from_ipa(ipa)
    assert sent.complete
    assert arpabet.to_ipa(sent.text).text == ipa


@given(
    st.lists(st.sampled_from(sorted(set(table("xsampa").values()) - {"\u0329", "|"})), max_size=8)
)
def test_ipa_to_xsampa_and_back(signs):
    ipa = "".join(f"{sign}." if len(sign) > 1 else sign for sign in signs)
    ipa = ipa.replace("\u0303", "ã").replace("c\u0327", "ç")
    sent = xsampa.from_ipa(ipa)
    assert not sent.lost
    assert "".join(xsampa.to_ipa(sent.text).text.split()) == "".join(
        __import__("unicodedata").normalize("NFC", ipa).split()
    )


@given(st.lists(weak, max_size=2), syllable)
def test_respelling_is_heard_as_the_same_word(before, strong):
    ipa = "".join("".join(s) for s in before) + ("ˈ" if before else "") + "".join(strong)
    sent = respelling.from_ipa(ipa)
    assert sent.complete
    assert distance(respelling.to_ipa(sent.text).text, ipa) < 0.2


@pytest.mark.parametrize(
    ("respelt", "ipa"),
    [
        ("KREET", "kriːt"),
        ("muh-TAY-oh", "məˈteɪoʊ"),
        ("kite", "kaɪt"),
        ("NY-kee", "ˈnaɪkiː"),
        ("YES", "jɛs"),
        ("NASH-uh-nuhl", "ˈnæʃənəl"),
        ("JYOO-lee-uh", "ˈdʒjuːliːə"),
        ("shi-VAWN", "ʃɪˈvɔːn"),
        ("HER-my-oh-nee", "ˈhɝmaɪoʊniː"),
    ],
)
def test_respelling_is_read(respelt, ipa):
    found = respelling.to_ipa(respelt)
    assert found.complete
    assert found.text == ipa
    assert is_valid(found.text)


@pytest.mark.parametrize(
    ("ipa", "respelt"),
    [
        ("kriːt", "KREET"),
        ("məˈteɪoʊ", "muh-TAY-oh"),
        ("ˌɪntɚˈnæʃənəl", "in-tur-NASH-uh-nuhl"),
        ("kɑːɹ", "KAR"),
        ("ˈbʌtn̩", "BUHT-uhn"),
        ("ˈwɔːɾɚ", "WAW-tur"),
        ("aɪ", "EYE"),
    ],
)
def test_respelling_is_written(ipa, respelt):
    assert respelling.from_ipa(ipa).text == respelt


@pytest.mark.parametrize("text", ["", "🙂", "42", "é", "-", "бук"])
def test_what_is_no_respelling_is_reported(text):
    assert not respelling.to_ipa(text).complete


@pytest.mark.parametrize(
    ("text", "alphabet", "ipa"),
    [
        ("K R IY1 T", "ARPABET", "kɹit"),
        ("M AH0 T EY1 OW0", "ARPABET", "məˈteɪoʊ"),
        ('"{p@l', "X-SAMPA", "ˈæpəl"),
        ('In.t@"n{S@n@l', "X-SAMPA", "ɪn.təˈnæʃənəl"),
        ("r\\Ed", "X-SAMPA", "ɹɛd"),
    ],
)
def test_other_alphabets_are_recognised(text, alphabet, ipa):
    found = detect(text)
    assert found is not None
    assert (found.alphabet, found.ipa) == (alphabet, ipa)


@pytest.mark.parametrize(
    "text", ["kriːt", "kri:t", "krEt", "hello", "KREET", "USA", "K R T", "{x}", "and", ""]
)
def test_what_may_be_meant_otherwise_is_not(text):
    assert detect(text) is None


@pytest.mark.parametrize(
    ("text", "ipa"), [("kɹˈit", "ˈkɹit"), ("məˈtAO", "məˈteɪoʊ"), ("ʧˈɜɹʧ", "ˈtʃɝtʃ")]
)
def test_misaki_is_read(text, ipa):
    assert misaki.to_ipa(text) == ipa


def test_misaki_is_written():
    assert misaki.from_ipa("ˈtʃɝtʃ") == "ʧˈɜɹʧ"
    assert misaki.from_ipa("məˈteɪoʊ") == "mətˈAO"
