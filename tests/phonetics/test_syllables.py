"""Where syllables begin and where stress belongs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivavoce.phonetics import move_stress_to_syllable, move_stress_to_vowel, syllabify

CASES = [
    ("ˌɪntɚnˈæʃənəl", "ˌɪntɚˈnæʃənəl"),
    ("ɹɪkˈɔːɹd", "ɹɪˈkɔːɹd"),
    ("kɹˈiːt", "ˈkɹiːt"),
    ("bɐnˈænə", "bɐˈnænə"),
    ("ɛkstɹˈiːm", "ɛkˈstɹiːm"),
    ("sɪstˈɛm", "sɪˈstɛm"),
    ("ʌŋkˈʌvɚ", "ʌŋˈkʌvɚ"),
    ("ˈaɪdiə", "ˈaɪdiə"),
    ("t͡ʃˈiːz", "ˈt͡ʃiːz"),
    ("mətʃˈʊɹ", "məˈtʃʊɹ"),
    ("ɡɹˈændmˌʌðɚ", "ˈɡɹændˌmʌðɚ"),
    ("ɛŋɡlˈænd", "ɛŋˈɡlænd"),
    ("ɪŋˈeɪdʒ", "ɪŋˈeɪdʒ"),
    ("æstɹˈɑːnəmi", "æˈstɹɑːnəmi"),
    ("kəmpjˈuːtɚ", "kəmˈpjuːtɚ"),
    ("ɪnspˈaɪɚ", "ɪnˈspaɪɚ"),
    ("ɐblˈaɪdʒ", "ɐˈblaɪdʒ"),
    ("əpˈɪɹ", "əˈpɪɹ"),
    ("skwˈɑːʃ", "ˈskwɑːʃ"),
    ("məɹˈiːn", "məˈɹiːn"),
]


@pytest.mark.parametrize(("before", "after"), CASES)
def test_stress_moves_to_the_start_of_its_syllable(before, after):
    assert move_stress_to_syllable(before) == after


@pytest.mark.parametrize(("before", "after"), CASES)
def test_and_back_to_the_vowel(before, after):
    assert move_stress_to_vowel(after) == before


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [("fr", "paʁtˈiʁ", "paʁˈtiʁ"), ("es", "madɾˈid", "maˈdɾid"), ("de", "bəʃtˈeːən", "bəˈʃteːən")],
)
def test_other_languages_go_by_sonority(language, before, after):
    assert move_stress_to_syllable(before, language) == after


@pytest.mark.parametrize(
    ("text", "syllables"),
    [
        ("ˌɪntɚˈnæʃənəl", "ˌɪn tɚ ˈnæ ʃə nəl"),
        ("məˈteɪoʊ", "mə ˈteɪ oʊ"),
        ("ˈbʌtn̩", "ˈbʌ tn̩"),
        ("sɪs.təm", "sɪs təm"),
        ("sɪsˈtɛm", "sɪs ˈtɛm"),
        ("kst", ""),
    ],
)
def test_syllables(text, syllables):
    assert " ".join(map(str, syllabify(text))) == syllables


@given(st.text("ptkstɹlnŋaɪəeʊˈˌ. ː", max_size=16))
def test_moving_stress_twice_equals_once_and_loses_no_phone(text):
    once = move_stress_to_syllable(text)
    assert move_stress_to_syllable(once) == once
    assert sorted(once) == sorted(text)
    assert sorted(move_stress_to_vowel(text)) == sorted(text)
