"""What a writer is told about a transcription."""

from __future__ import annotations

import pytest

from vivavoce.phonetics import Kind, Level, is_valid, normalise, validate
from vivavoce.text import apply_edits

GOOD = [
    "kriːt",
    "ˈkɹiːt",
    "məˈteɪoʊ",
    "ˌɪn.tɚˈnæ.ʃə.nəl",
    "t͡ʃɜːtʃ",
    "ˈbʌtn̩",
    "ˈbɒtl̩",
    "pʰɪn",
    "ˈwɔːɾɚ",
    "ʌŋˈkʌvɚ",
    "ɹɛd",
    "ˈpe.ro",
]


@pytest.mark.parametrize("text", GOOD)
def test_good_ipa_is_accepted(text):
    assert is_valid(text)


@pytest.mark.parametrize("text", [w for w in GOOD if w != "ˈkɹiːt"])
def test_good_english_is_left_alone(text):
    assert [f for f in validate(text) if f.level is not Level.INFO] == []


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("kri:t", Kind.TYPED, ":"),
        ("'kriːt", Kind.TYPED, "'"),
        ("dɔg", Kind.TYPED, "g"),
        ("krεt", Kind.HOMOGLYPH, "ε"),
        ("əbаv", Kind.HOMOGLYPH, "а"),
        ("ʧiːz", Kind.WITHDRAWN, "ʧ"),
        ("k\u200briːt", Kind.INVISIBLE, "\u200b"),
        ("/kriːt", Kind.BRACKET, "/"),
        ("kri-tən", Kind.HYPHEN, "-"),
        ("krEt", Kind.CAPITAL, "E"),
        ("ma2", Kind.DIGIT, "2"),
        ("kr🙂t", Kind.SYMBOL, "🙂"),
        ("ka\u0307t", Kind.SYMBOL, "\u0307"),
        ("ːkat", Kind.STRAY_MARK, "ː"),
        ("ka͡", Kind.STRAY_TIE, "\u0361"),
        ("˥ma", Kind.STRAY_TONE, "˥"),
        ("ka..ta", Kind.STRAY_BREAK, "."),
        ("ˈˈkat", Kind.DOUBLE_STRESS, "ˈ"),
        ("katˈ", Kind.DANGLING_STRESS, "ˈ"),
        ("kaˈ.ta", Kind.DANGLING_STRESS, "ˈ"),
        ("ˈkæˈtæ", Kind.EXTRA_STRESS, "ˈ"),
        ("bənænə", Kind.MISSING_STRESS, "bənænə"),
        ("kɹˈiːt", Kind.LATE_STRESS, "ˈ"),
        ("kst", Kind.NO_VOWEL, "kst"),
        ("ˈ.", Kind.NO_SOUND, "ˈ."),
        ("ʁuːʒ", Kind.FOREIGN, "ʁ"),
        ("K R IY1 T", Kind.OTHER_ALPHABET, "K R IY1 T"),
        ('"{p@l', Kind.OTHER_ALPHABET, '"{p@l'),
    ],
)
def test_each_fault_is_named_at_its_place(text, kind, place):
    found = {finding.kind: finding.span.of(text) for finding in validate(text)}
    assert found.get(kind) == place


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("kri:t", "kriːt"),
        ("'kriːt", "ˈkriːt"),
        ("dɔg", "dɔɡ"),
        ("krεt", "krɛt"),
        ("әbʌv", "əbʌv"),
        ("ʧiːz", "t͡ʃiːz"),
        ("k\u200briːt", "kriːt"),
        ("/kriːt/", "kriːt"),
        (",ɪntə'næʃənəl", "ˌɪntəˈnæʃənəl"),
        ("ɔ\u0303", "ɔ̃"),
    ],
)
def test_what_can_mean_one_thing_only_is_mended(text, repaired):
    assert normalise(text).text == repaired


def test_what_needs_a_writer_is_left():
    assert normalise("krEt ma2 ˈˈa").edits == ()


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("kɹˈiːt", "ˈkɹiːt"),
        ("ɹɪkˈɔːɹd", "ɹɪˈkɔːɹd"),
        ("K R IY1 T", "kɹit"),
        ('"{p@l', "ˈæpəl"),
        ("ʁuːʒ", "ɹuːʒ"),
        ("ˌˈkat", "ˈkat"),
        ("ˈˌkat", "ˈkat"),
    ],
)
def test_the_first_fix_gives_the_right_word(text, fixed):
    finding = next(finding for finding in validate(text) if finding.edits)
    assert apply_edits(text, finding.edits) == fixed


def test_marks_of_a_precomposed_letter_survive_its_repair():
    finding = next(f for f in validate("έ", None) if f.kind is Kind.HOMOGLYPH)
    assert apply_edits("έ", finding.edits) == "ɛ́"


def test_an_unknown_language_judges_no_sounds():
    assert validate("ʁuʒ", "xx") == []


def test_other_languages_only_inform():
    levels = {f.level for f in validate("θos", "fr") if f.kind is Kind.FOREIGN}
    assert levels == {Level.INFO}


def test_french_nasals_are_at_home_in_french():
    assert validate("bɔ̃", "fr-FR") == []
    assert [f.kind for f in validate("bɔ̃ʁ")] == [Kind.FOREIGN]
