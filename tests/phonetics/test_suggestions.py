"""What a writer is offered for a word, and what is said when there is nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vivavoce.errors import MissingExtraError
from vivavoce.phonetics import Entry, Level, Lexicon, suggest, validate
from vivavoce.phonetics.expansion import expand
from vivavoce.phonetics.g2p import load_sources
from vivavoce.phonetics.g2p.project import ProjectSource
from vivavoce.phonetics.ipa import read
from vivavoce.phonetics.suggestions import (
    PronunciationSource,
    Reading,
    SourceStatus,
    explain,
    tidy,
)
from vivavoce.phonetics.syllables import check_stress


class Says(PronunciationSource):
    name = "says"
    rank = 1

    def __init__(self, *readings, engine="", name="says", error=None):
        self.readings = [Reading(reading) for reading in readings]
        self.engine, self.name, self.error = engine, name, error

    def status(self):
        return SourceStatus(ready=True, detail="")

    def find(self, word, language):
        if self.error:
            raise self.error
        return self.readings


def test_equal_answers_are_merged_and_agreement_is_told():
    sources = [Says("kɹˈiːt"), Says("kɹit", name="other"), Says("kɹˈɛt", name="third")]
    found = suggest("Crete", "en-US", sources)
    assert [(c.ipa, c.source) for c in found[:2]] == [("kɹiːt", "says"), ("kɹɛt", "third")]
    assert found[0].note == "other agrees"
    assert found[0].respelling == "KREET"


def test_stress_stands_at_the_start_of_its_syllable():
    assert suggest("record", "en-US", [Says("ɹɪkˈɔːɹd")])[0].ipa == "ɹɪˈkɔːɹd"


def test_of_sources_with_one_engine_only_the_first_that_answers_is_asked():
    silent, first, second = Says(engine="e"), Says("a", engine="e"), Says("b", engine="e")
    assert [c.ipa for c in suggest("x", "fr", [silent, first, second])] == ["a"]


def test_a_missing_source_is_a_note_and_the_others_answer():
    missing = Says(error=MissingExtraError("speech", "Asking"), name="gone")
    found = explain("Crete", "en-US", [missing, Says("kɹˈiːt")])
    assert found.candidates[0].ipa == "kɹiːt"
    assert found.notes == ("gone: Asking needs an extra: pip install 'vivavoce[speech]'",)


def test_nobody_knowing_is_said():
    found = explain("Crete", "en-US", [Says()])
    assert found.candidates == ()
    assert "write the IPA yourself" in found.notes[0]


def test_the_project_comes_first_and_alone_decides_nothing_away():
    lexicon = Lexicon((Entry(headword="Crete", ipa="kɹɛt", note="as the author says"),))
    found = suggest("Crete", "en-US", [Says("kɹˈiːt"), ProjectSource(lexicon)])
    assert [(c.ipa, c.source) for c in found] == [("kɹɛt", "project"), ("kɹiːt", "says")]
    assert found[0].note == "as the author says"


@pytest.mark.parametrize(
    ("word", "spoken"),
    [
        ("42", "forty two"),
        ("1,250", "one thousand two hundred fifty"),
        ("$4.20", "four dollars and twenty cents"),
        ("£1", "one pound"),
        ("1st", "first"),
        ("22nd", "twenty second"),
        ("30th", "thirtieth"),
        ("3.14", "three point one four"),
        ("5%", "five percent"),
        ("Dr.", "doctor"),
        ("Crete", "Crete"),
        ("it's", "it's"),
    ],
)
def test_numbers_money_and_abbreviations_become_words(word, spoken):
    assert " ".join(expand(word).words) == spoken


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("", "no word"),
        ("🎉", "nothing to say"),
        ("—", "nothing to say"),
        ("St.", "Saint or Street"),
        ("R2D2", "many ways"),
        ("1e99999", "many ways"),
        ("9" * 30, "many ways"),
        ("раypal", "several scripts"),
        ("a" * 65, "64"),
    ],
)
def test_what_cannot_be_read_for_sure_is_refused_with_a_reason(word, reason):
    expansion = expand(word)
    assert expansion.words == ()
    assert reason in expansion.note


@given(st.text(max_size=80), st.sampled_from(["en-US", "en-GB", "fr", "ja", "xx", ""]))
def test_no_word_raises(word, language):
    explain(word, language, [Says("kɹˈiːt")])


PHONES = ["k", "ɹ", "p", "t", "s", "n", "ŋ", "i", "iː", "ɪ", "ɛ", "æ", "ɑ", "ɔ", "u", "ə", "ɚ", "ˈ"]


@given(st.lists(st.sampled_from(PHONES), max_size=10).map("".join))
def test_tidying_twice_equals_tidying_once(ipa):
    assume(not read(ipa).findings and not list(check_stress(read(ipa))))
    once = tidy(ipa, "en-US")
    assert tidy(once, "en-US") == once


# The installed sources, each where it is installed.

SOURCES = {source.name: source for source in load_sources()}


def ready(name):
    source = SOURCES[name]
    status = source.status()
    return pytest.param(source, marks=pytest.mark.skipif(not status.ready, reason=status.detail))


def test_sources_are_asked_in_order():
    assert list(SOURCES) == ["project", "misaki", "espeak", "phonemizer"]


@pytest.mark.parametrize("source", [ready("misaki"), ready("espeak"), ready("phonemizer")])
@pytest.mark.parametrize("language", ["en-US", "en-GB", "en", "en_us"])
def test_every_source_knows_how_crete_is_said(source, language):
    assert suggest("Crete", language, [source])[0].ipa == "kɹiːt"


@pytest.mark.parametrize("source", [ready("espeak"), ready("phonemizer")])
@pytest.mark.parametrize(
    ("language", "word", "ipa"),
    [("fr", "bonjour", "bɔ̃ˈʒuʁ"), ("de-DE", "Hund", "hʊnt"), ("es", "Madrid", "maˈðɾid")],
)
def test_espeak_speaks_other_languages(source, language, word, ipa):
    assert suggest(word, language, [source])[0].ipa == ipa


@pytest.mark.parametrize("source", [ready("espeak"), ready("phonemizer")])
def test_an_unknown_language_is_a_note(source):
    found = explain("word", "xx", [source])
    assert "Unknown language" in found.notes[0]


@pytest.mark.parametrize("source", [ready("misaki")])
def test_misaki_tells_readings_apart(source):
    found = suggest("record", "en-US", [source])
    assert {(c.ipa, c.note) for c in found} >= {("ɹəˈkɔːɹd", "verb")}
    assert len(found) >= 2


@pytest.mark.parametrize("source", [ready("misaki")])
@pytest.mark.parametrize(
    ("word", "ipa"),
    [
        ("electives", "əˈlɛktɪvz"),
        ("CRETE", "kɹiːt"),
        ("crete", "kɹiːt"),
        ("stopped", "stɑːpt"),
        ("Crete's", "kɹiːts"),
    ],
)
def test_misaki_knows_regular_forms(source, word, ipa):
    assert suggest(word, "en-US", [source])[0].ipa == ipa


@pytest.mark.parametrize("source", [ready("misaki")])
def test_few_and_many_look_ups_agree(source):
    words = [
        "Crete",
        "record",
        "tear",
        "naive",
        "resume",
        "Knossos",
        "alphabet",
        "read",
        "café",
        "zebra",
    ]
    few = [source.find(word, "en-US") for word in words]
    for _ in range(4):
        again = [source.find(word, "en-US") for word in words]
    assert few == again


@pytest.mark.parametrize("source", [ready("misaki"), ready("espeak"), ready("phonemizer")])
def test_four_threads_get_what_one_gets(source):
    words = ["Crete", "labyrinth", "Minotaur", "Ariadne", "Theseus", "record", "sail"] * 20
    alone = [suggest(word, "en-US", [source]) for word in words]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda word: suggest(word, "en-US", [source]), words))
    assert together == alone


WORDS = ["Hermione", "Nguyen", "Schwarzkopf", "Siobhan", "Goethe", "Dostoevsky", "queue", "colonel"]


@pytest.mark.parametrize("word", WORDS)
def test_what_is_offered_is_good_ipa(word):
    found = suggest(word, "en-US", [s for s in SOURCES.values() if s.status().ready])
    assert len({c.ipa for c in found}) == len(found)
    for candidate in found:
        assert [f for f in validate(candidate.ipa, "en-US") if f.level is not Level.INFO] == []
        assert candidate.respelling


@pytest.mark.parametrize("source", [ready("phonemizer")])
def test_a_data_path_longer_than_the_library_can_hold(source, tmp_path):
    loader = pytest.importorskip("espeakng_loader")
    deep = tmp_path / ("long-" * 20) / ("path-" * 16)
    shutil.copytree(Path(loader.get_data_path()), deep / "espeak-ng-data")
    assert len(str(deep)) > 160
    code = (
        "import espeakng_loader, pathlib, sys\n"
        "espeakng_loader.get_data_path = lambda: sys.argv[1]\n"
        "from vivavoce.phonetics.g2p import phonemizer\n"
        "print(phonemizer.transcribe(['Crete'], 'en-US')[0])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(deep / "espeak-ng-data")],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert run.stdout.strip() == "kɹˈiːt", run.stderr


@pytest.mark.parametrize(
    ("absent", "notes", "found"),
    [
        (["phonemizer"], set(), True),
        (["hibari"], {"misaki"}, True),
        (["phonemizer", "espeakng_loader", "hibari"], {"misaki", "phonemizer", "espeak"}, False),
    ],
)
def test_absent_libraries_leave_a_working_tool(absent, notes, found):
    code = (
        "import importlib.util, ctypes.util, sys\n"
        "real, absent = importlib.util.find_spec, sys.argv[1].split()\n"
        "importlib.util.find_spec = lambda name, *a: None if name in absent else real(name, *a)\n"
        "sys.modules.update(dict.fromkeys(absent))\n"
        "if 'espeakng_loader' in absent: ctypes.util.find_library = lambda name: None\n"
        "from vivavoce.phonetics.g2p import load_sources\n"
        "from vivavoce.phonetics.suggestions import explain\n"
        "from vivavoce.phonetics import Lexicon, Entry\n"
        "sources = load_sources(Lexicon((Entry(headword='Theseus', ipa='ˈθiːsiəs'),)))\n"
        "assert explain('Theseus', 'en-US', sources).candidates[0].source == 'project'\n"
        "found = explain('Crete', 'en-US', sources)\n"
        "print(bool(found.candidates), *(note.split(':')[0] for note in found.notes))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, " ".join(absent)],
        capture_output=True,
        text=True,
        check=False,
    )
    told, *names = run.stdout.split()[: 1 + len(notes)]
    assert told == str(found), run.stderr
    assert set(names) == notes
