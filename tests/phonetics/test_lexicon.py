"""Where a text uses the lexicon, and what is wrong in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivavoce.phonetics import Entry, Level, Lexicon, Match

CRETE = Entry(headword="Crete", ipa="kɹiːt", language="en-US")
BASS = Entry(headword="bass", ipa="beɪs", match=Match.SENTENCE_START, part="music")
NATO = Entry(headword="nato", ipa="ˈneɪtoʊ", match=Match.FOLD)
NET = Entry(headword=".NET", ipa="dɑːtˈnɛt")
LEXICON = Lexicon((CRETE, BASS, NATO, NET))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We sailed to Crete.", ["Crete"]),
        ("Crete's coast, (Crete) Crete!", ["Crete", "Crete", "Crete"]),
        ("Cretean discrete crete CRETE", []),
        ("NATO Nato nato", ["NATO", "Nato", "nato"]),
        ("Bass is low. Bass again, but not here Bass", ["Bass", "Bass"]),
        ("“Bass,” he said. The bass.", ["Bass", "bass"]),
        ("in .NET code", [".NET"]),
        ("", []),
    ],
)
def test_headwords_are_found_as_whole_words(text, found):
    assert [hit.span.of(text) for hit in LEXICON.find(text, "en")] == found


def test_the_longest_headword_wins():
    lexicon = Lexicon((Entry(headword="Jean", ipa="ʒɑ̃"), Entry(headword="Jean-Luc", ipa="ʒɑ̃lyk")))
    assert [hit.entry.headword for hit in lexicon.find("Jean-Luc and Jean")] == ["Jean-Luc", "Jean"]


@pytest.mark.parametrize(
    ("scope", "language", "speaks"),
    [
        ("en-US", "en-US", True),
        ("en-US", "en", True),
        ("en", "en-GB", True),
        ("en-US", "en-GB", False),
        ("", "fr", True),
        ("fr", "en", False),
    ],
)
def test_entries_are_scoped_by_language(scope, language, speaks):
    lexicon = Lexicon((Entry(headword="Paris", ipa="paʁi", language=scope),))
    assert bool(list(lexicon.find("Paris", language))) is speaks


@pytest.mark.parametrize("ipa", ["kɹiːt", "kriːt", "ˈkriːt", "krit"])
def test_captions_get_the_spelling_back(ipa):
    assert LEXICON.headword_of(ipa, "en-US") == "Crete"


def test_an_unknown_transcription_has_no_spelling():
    assert LEXICON.headword_of("kɹɛt") is None
    assert LEXICON.headword_of("kɹiːt", "fr") is None


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (Entry(headword="", ipa="a"), "empty"),
        (Entry(headword="New York", ipa="a"), "blank"),
        (Entry(headword="x"), "neither"),
        (Entry(headword="x", ipa="kri:t"), "character 4"),
        (Entry(headword="x", ipa="kɹiːt", language="english!"), "language code"),
        (Entry(headword="Crete", ipa="kɹɛt", language="en"), "/kɹiːt/"),
        (Entry(headword="Crete", ipa="kriːt", language="en-US"), "twice"),
        (Entry(headword="NATO", ipa="nætoʊ"), "/ˈneɪtoʊ/"),
    ],
)
def test_faults_are_told(entry, words):
    faults = [
        fault for fault in Lexicon((*LEXICON.entries, entry)).check() if fault.level is Level.ERROR
    ]
    assert any(words in fault.message for fault in faults), faults


def test_readings_told_apart_by_their_part_may_stand_together():
    fish = Entry(headword="bass", ipa="bæs", match=Match.SENTENCE_START, part="fish")
    assert Lexicon((BASS, fish)).check() == []
    (hit,) = Lexicon((BASS, fish)).find("a bass")
    assert [entry.part for entry in hit.entries] == ["music", "fish"]


def test_a_good_lexicon_has_no_faults():
    assert LEXICON.check() == []


def test_adding_twice_adds_once_and_removing_takes_out():
    lexicon = LEXICON.add(CRETE, CRETE)
    assert lexicon == LEXICON
    assert not lexicon.remove("Crete", "en-US").look_up("Crete")


@given(st.text(st.sampled_from("Crete NATOnatobass. ’'\n-"), max_size=60))
def test_hits_stand_apart_and_hold_what_they_say(text):
    at = 0
    for hit in LEXICON.find(text):
        assert hit.span.start >= at
        at = hit.span.end
        assert hit.span.of(text).casefold() == hit.entry.headword.casefold()
