"""A word that sounds right goes into the lexicon, and nothing that stands there is lost."""

from __future__ import annotations

import threading

import pytest

from vivavoce.errors import BusyError, FileError, UsageError
from vivavoce.lexicon_files import read_lexicon
from vivavoce.notebook.widgets.workbench.learning import find_lexicon, learn_word
from vivavoce.notebook.widgets.workbench.spelling import SpellingError
from vivavoce.phonetics.lexicon import Entry
from vivavoce.syntax import Script
from vivavoce.text import Source

KNOWN = """# Names of the first act; ask Ada before changing them.
name = "Acts"

[[entry]]  # the island
headword = "Crete"
ipa = "kriːt"
note = "as Ada says it"

[[entry]]
headword = "Knossos"
ipa = "ˈnɒsəs"
"""


def script(head):
    return Script.from_source(Source(f"---\n{head}\n---\nMIRA: Hello."))


def read(path):
    return [(entry.headword, entry.ipa) for entry in read_lexicon(str(path)).entries]


def test_a_word_is_heard_and_then_said_so_everywhere(make_bench, tmp_path):
    bench = make_bench("Crete is far. To Crete!")
    bench.tell("learn", word="Crete", spelling="/kriːt/")
    (answer,) = bench.of("learnt")
    assert (answer.word, answer.ipa, answer.was) == ("Crete", "kriːt", "")
    assert answer.path == str(tmp_path / "lexicon.toml")
    assert not answer.named
    assert read(tmp_path / "lexicon.toml") == [("Crete", "kriːt")]
    assert bench.say("one").requests[0].text == "/kriːt/ is far. To /kriːt/!"


def test_comments_and_other_words_stay(tmp_path):
    path = tmp_path / "names.toml"
    path.write_text(KNOWN)
    learn_word(path, Entry(headword="Minos", ipa="ˈmaɪnɒs"))
    assert path.read_text().startswith(KNOWN.rstrip())
    assert read(path)[-1] == ("Minos", "ˈmaɪnɒs")


def test_what_a_colleague_said_is_asked_about_and_only_its_sound_replaced(make_bench, tmp_path):
    path = tmp_path / "names.toml"
    path.write_text(KNOWN)
    bench = make_bench("---\nlexicon: names.toml\n---\nMIRA: To Crete.")
    bench.tell("learn", word="Crete", spelling="kɹiːt")
    assert bench.of("learnt")[0].was == "/kriːt/"
    assert bench.of("learnt")[0].named
    assert path.read_text() == KNOWN
    bench.tell("learn", word="Crete", spelling="kɹiːt", replace=True)
    assert bench.of("learnt")[1].was == ""
    assert path.read_text() == KNOWN.replace('"kriːt"', '"kɹiːt"')


@pytest.mark.parametrize(
    "name", ["../away.toml", "/etc/away.toml", "C:\\away.toml", "a/../../b.toml"]
)
def test_a_script_cannot_point_out_of_its_folder(tmp_path, name):
    assert find_lexicon(script(f"lexicon: '{name}'"), tmp_path) == tmp_path / "lexicon.toml"


def test_a_script_names_its_lexicon(tmp_path):
    assert find_lexicon(script("lexicon: words/a.toml"), tmp_path) == tmp_path / "words" / "a.toml"


def test_a_lexicon_that_cannot_be_read_is_left_alone(tmp_path):
    path = tmp_path / "names.toml"
    path.write_text("[[entry]\nheadword")
    with pytest.raises(FileError, match="not TOML"):
        learn_word(path, Entry(headword="Minos", ipa="ˈmaɪnɒs"))
    assert path.read_text() == "[[entry]\nheadword"


def test_a_format_that_would_lose_something_is_refused(tmp_path):
    path = tmp_path / "names.dict"
    path.write_text("CRETE  K R IY1 T\n")
    with pytest.raises((FileError, UsageError)):
        learn_word(path, Entry(headword="Mi nos", ipa="ˈmaɪnɒs"))
    assert path.read_text() == "CRETE  K R IY1 T\n"


def test_other_formats_keep_their_entries(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("headword,ipa,note\nCrete,kriːt,as Ada says it\n")
    learn_word(path, Entry(headword="Minos", ipa="ˈmaɪnɒs"))
    first, second = read_lexicon(str(path)).entries
    assert (first.ipa, first.note, second.headword) == ("kriːt", "as Ada says it", "Minos")


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UsageError, match="no folder"):
        learn_word(tmp_path / "gone" / "a.toml", Entry(headword="Minos", ipa="ˈmaɪnɒs"))


@pytest.mark.parametrize("word", ["two words", "", " "])
def test_what_is_no_headword_is_refused(make_bench, tmp_path, word):
    with pytest.raises(FileError, match="headword"):
        make_bench("x").tell("learn", word=word, spelling="kriːt")
    assert not (tmp_path / "lexicon.toml").exists()


def test_hostile_words_stay_text(make_bench, tmp_path):
    word = '"]\n[[entry]]</script><img/onerror=x>'.replace("\n", "\\n")
    make_bench("x").tell("learn", word=word, spelling="kriːt")
    assert read(tmp_path / "lexicon.toml") == [(word, "kriːt")]


def test_a_spelling_that_says_nothing_is_refused(make_bench):
    with pytest.raises(SpellingError):
        make_bench("x").tell("learn", word="Crete", spelling="kreet x")


def test_many_who_write_at_once_lose_nothing(tmp_path):
    path = tmp_path / "lexicon.toml"
    words = [f"word{letter}" for letter in "abcdefghijkl"]

    def learn(word):
        for _ in range(10_000):
            try:
                learn_word(path, Entry(headword=word, ipa="kriːt"))
            except BusyError:
                continue
            return

    threads = [threading.Thread(target=learn, args=(word,)) for word in words]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(word for word, _ in read(path)) == words
