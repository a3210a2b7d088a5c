"""Every format: what goes out comes back, what is wrong is named at its line, nothing raises."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivavoce import _plugins
from vivavoce.phonetics import Entry, Level, Lexicon, Match, lexicons
from vivavoce.phonetics.lexicon_format import LexiconFormat
from vivavoce.phonetics.lexicons import cmudict, csv, elevenlabs, inworld, lines, pls, toml

FORMATS = _plugins.collect(lexicons, "FORMAT", LexiconFormat)
CRETE = Entry(headword="Crete", ipa="kɹiːt", language="en-US")
NAMES = Lexicon(
    (CRETE, Entry(headword="Knossos", ipa="ˈnɑːsəs", language="en-US")), "The Labyrinth"
)
printable = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
entries = st.builds(
    Entry,
    headword=printable,
    ipa=st.text("kɹiːtˈnɑsə", max_size=8),
    language=st.sampled_from(["", "en", "en-US", "fr"]),
    alias=printable,
    match=st.sampled_from(Match),
    part=st.sampled_from(["", "noun"]),
    note=st.text(st.characters(exclude_categories=["Cs"]), max_size=9).map(str.strip),
)


@pytest.mark.parametrize("name", FORMATS)
def test_names_survive_every_format(name):
    form = FORMATS[name]
    parsed = form.parse(form.dump(NAMES))
    assert parsed.faults == ()
    assert [e.headword.title() for e in parsed.lexicon.entries] == ["Crete", "Knossos"]
    assert parsed.lexicon.headword_of("kriːt").title() == "Crete"


@given(st.lists(entries, max_size=4).map(lambda found: Lexicon(tuple(found), 'Ünïcode "n" \\')))
def test_the_project_lexicon_loses_nothing(lexicon):
    parsed = toml.parse(toml.dump(lexicon))
    assert parsed.lexicon == lexicon
    assert parsed.faults == ()


@given(st.lists(entries, max_size=4))
def test_neither_does_a_table(found):
    assert csv.parse(csv.dump(Lexicon(tuple(found)))).lexicon.entries == tuple(found)


@given(st.sampled_from(sorted(FORMATS)), st.text())
def test_no_text_raises(name, text):
    FORMATS[name].parse(text)


@given(st.lists(entries, max_size=3))
def test_no_lexicon_raises(found):
    lexicon = Lexicon(tuple(found))
    for form in FORMATS.values():
        form.check(lexicon)
        form.parse(form.dump(lexicon))


@pytest.mark.parametrize(
    ("form", "text", "line", "words"),
    [
        (toml, '[[entry]]\nheadword = "a\n', 2, "TOML"),
        (toml, '\n[[entry]]\nheadword = "a"\nspoken = "b"', 2, "'spoken'"),
        (toml, '[[entry]]\nheadword = "a"\nmatch = "near"', 1, "exact, fold"),
        (toml, "entry = 3", 0, "[[entry]]"),
        (csv, "word,ipa\na,b\n", 1, "headword"),
        (csv, "headword,match\na,near\n", 2, "exact"),
        (lines, "Crete:/kɹiːt/\nKnossos\n", 2, "word:/ipa/"),
        (cmudict, "CRETE  K R IY1 T\nFOO  Q Z9\n", 2, "Z9"),
        (elevenlabs, "{", 1, "JSON"),
        (elevenlabs, '{"rules": [{"alias": "x"}]}', 0, "Rule 1"),
        (inworld, '{"pronunciations": [{}]}', 0, "pronunciations[0]"),
        (inworld, "[]", 0, "pronunciations"),
        (pls, "<lexicon>\n<lexeme>\n</lexeme></lexicon>", 2, "<grapheme>"),
        (pls, "<lexicon>\n<lexeme>", 2, "XML"),
        (pls, "<html/>", 1, "<lexicon>"),
        (pls, '<!DOCTYPE x [<!ENTITY a "b">]><lexicon/>', 1, "DOCTYPE"),
        (pls, '<!DOCTYPE x SYSTEM "file:///etc/passwd"><lexicon/>', 1, "DOCTYPE"),
    ],
)
def test_faults_are_named_at_their_line(form, text, line, words):
    faults = form.parse(text).faults
    assert [(fault.line, fault.level) for fault in faults] == [(line, Level.ERROR)]
    assert words in faults[0].message


def test_a_bomb_of_entities_does_nothing():
    bomb = '<!DOCTYPE l [<!ENTITY a "aaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    parsed = pls.parse(bomb + "]><lexicon><lexeme><grapheme>&j;</grapheme></lexeme></lexicon>")
    assert parsed.lexicon.entries == ()
    assert len(parsed.faults) == 1


def test_too_many_entries_are_refused():
    lexeme = "<lexeme><grapheme>a</grapheme><phoneme>a</phoneme></lexeme>"
    parsed = pls.parse(f"<lexicon>{lexeme * 100_001}</lexicon>")
    assert "split" in parsed.faults[0].message


def test_pls_of_other_programs_is_read():
    text = """<?xml version="1.0"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon"
  alphabet="ipa" xml:lang="en-GB">
  <!-- heard from the author -->
  <lexeme role="noun"><grapheme>Crete</grapheme><grapheme>Kreta</grapheme>
    <phoneme>kɹɛt</phoneme><phoneme prefer="true">kɹiːt</phoneme></lexeme>
  <lexeme><grapheme>W3C</grapheme><alias>World Wide Web Consortium</alias></lexeme>
  <lexeme><grapheme>apple</grapheme><phoneme alphabet="x-sampa">"{p@l</phoneme></lexeme>
</lexicon>"""
    entries = pls.parse(text).lexicon.entries
    assert [(e.headword, e.ipa, e.alias, e.language, e.part) for e in entries] == [
        ("Crete", "kɹiːt", "", "en-GB", "noun"),
        ("Kreta", "kɹiːt", "", "en-GB", "noun"),
        ("W3C", "", "World Wide Web Consortium", "en-GB", ""),
        ("apple", "ˈæpəl", "", "en-GB", ""),
    ]


def test_pls_lists_every_case_where_any_case_matches():
    text = pls.dump(Lexicon((Entry(headword="Crete", ipa="kɹiːt", match=Match.FOLD),)))
    assert all(f"<grapheme>{word}</grapheme>" in text for word in ("Crete", "crete", "CRETE"))


def test_a_pls_file_has_one_language():
    other = Entry(headword="Paris", ipa="paˈʁi", language="fr-FR")
    assert pls.check(NAMES.add(other))[0].level is Level.ERROR
    assert not pls.check(NAMES)


@pytest.mark.parametrize(
    ("ipa", "elements"),
    [
        ("ˈvaɪtə", "ˈ v a ɪ t ə"),
        ("kɹiːt", "k ɹ iː t"),
        ("ˈt͡ʃɪl.dɹən", "ˈ t ʃ ɪ l d ɹ ə n"),
        ("məˈteɪoʊ", "m ə ˈ t e ɪ o ʊ"),
    ],
)
def test_inworld_wants_one_element_a_phone(ipa, elements):
    assert inworld.split_phones(ipa) == elements.split()


def test_an_inworld_dictionary_as_the_service_takes_it():
    data = json.loads(inworld.dump(NAMES))
    assert data["displayName"] == "The Labyrinth"
    assert data["pronunciations"][0] == {
        "displayHeadword": "Crete",
        "languageCode": "en-US",
        "phoneSymbols": ["k", "ɹ", "iː", "t"],
    }


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (Entry(headword="a", ipa="a", language="en"), "country"),
        (Entry(headword="a" * 129, ipa="a", language="en-US"), "longer"),
        (Entry(headword="a", ipa="ta" * 40, language="en-US"), "64"),
        (Entry(headword="a", alias="b", language="en-US"), "no IPA"),
        (Entry(headword="crete", ipa="a", language="en-us"), "twice"),
    ],
)
def test_what_inworld_refuses_is_said_first(entry, words):
    faults = inworld.check(Lexicon((CRETE, entry)))
    assert any(words in fault.message for fault in faults), faults


def test_a_thousand_entries_are_the_limit():
    many = tuple(Entry(headword=f"a{n}", ipa="a", language="en-US") for n in range(1001))
    assert "1000" in inworld.check(Lexicon(many))[0].message


def test_formats_touch_no_files():
    folder = Path(next(iter(lexicons.__path__)))
    assert not any("open(" in path.read_text("utf-8") for path in folder.glob("*.py"))
