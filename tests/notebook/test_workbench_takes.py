"""Takes are named, saved and described."""

from __future__ import annotations

import pytest

from vivavoce.errors import UnknownNameError, UsageError
from vivavoce.notebook.widgets.workbench.saving import save_takes


@pytest.fixture
def bench(make_bench):
    made = make_bench("Stay low now.")
    made.say("one")
    return made


def test_a_take_is_called_by_its_words_until_it_is_named(bench):
    assert bench.rows[0]["label"] == "Stay low now"
    bench.tell("rename", take="one", label="  the tired\n one " + "x" * 500)
    assert bench.rows[0]["label"].startswith("the tired one xxx")
    assert len(bench.rows[0]["label"]) == 120
    bench.tell("rename", take="one", label=" ")
    assert bench.rows[0]["label"] == "Stay low now"


def test_a_kept_take_shows_its_new_name_and_goes_when_discarded(bench):
    bench.tell("keep", take="one")
    bench.tell("rename", take="one", label="tired")
    assert [take.title for take in bench.outlet.kept] == ["tired"]
    bench.tell("discard", take="one")
    assert bench.outlet.kept == []


def test_a_discarded_take_comes_back_to_its_place_as_it_was(bench):
    bench.say("two")
    bench.tell("rate", take="one", stars=4)
    bench.tell("keep", take="one")
    bench.tell("discard", take="one")
    bench.say("three")
    assert bench.outlet.kept == []
    bench.tell("restore", take="one")
    assert [row["id"] for row in bench.rows] == ["one", "two", "three"]
    assert bench.rows[0]["stars"] == 4
    assert len(bench.outlet.kept) == 1
    with pytest.raises(UsageError, match="cannot be had back"):
        bench.tell("restore", take="one")


@pytest.mark.parametrize("kind", ["wav", "flac", "srt", "vtt", "textgrid", "json", "html"])
def test_a_take_is_saved_in_every_format(bench, tmp_path, kind):
    bench.tell("export", takes=["one"], format=kind)
    path = bench.of("exported")[0].path
    suffix = {"textgrid": "TextGrid"}.get(kind, kind)
    assert path == str(tmp_path / "out" / f"stay-low-now.{suffix}")
    assert (tmp_path / "out" / f"stay-low-now.{suffix}").read_bytes()


def test_nothing_is_written_over(bench, tmp_path):
    for _ in range(3):
        bench.tell("export", takes=["one"], format="srt")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"stay-low-now.srt", "stay-low-now-2.srt", "stay-low-now-3.srt"}


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("../../etc/passwd", "etc-passwd.srt"),
        ("C:\\x\0y", "c-x-y.srt"),
        ("<script>", "script.srt"),
        ("…", "take.srt"),
        (".hidden", "hidden.srt"),
        ("x" * 300, "x" * 60 + ".srt"),
    ],
)
def test_file_names_are_safe(bench, tmp_path, label, name):
    take = bench.studio.entries["one"].take
    assert save_takes([(label, take)], tmp_path, "srt") == [tmp_path / name]


def test_two_takes_make_one_page_that_compares_them(bench, tmp_path):
    bench.say("two", "Stay low.")
    bench.tell("export", takes=["one", "two"], format="html")
    (path,) = (tmp_path / "out").iterdir()
    assert 'class="differences"' in path.read_text(encoding="utf-8")


def test_what_cannot_be_saved_is_told(bench):
    with pytest.raises(UnknownNameError, match="format"):
        bench.tell("export", takes=["one"], format="../x")
    with pytest.raises(UsageError, match="gone"):
        bench.tell("export", takes=["no"], format="srt")


def test_a_tag_that_is_heard_is_told_from_a_word(make_bench):
    bench = make_bench("[sigh] Stay.")
    bench.say("one")
    words = bench.of("take.end")[0].words
    assert [word["mark"] for word in words if word["text"] == "Stay"] == [False]


def test_stops_stand_behind_their_words_and_utterances_apart(make_bench):
    text = "---\ncast: { A: en-us }\n---\nA: Low, [sigh] (and\n  still)!\nA: /kɹiːt/ now"
    bench = make_bench(text)
    bench.say("one")
    words = bench.of("take.end")[0].words
    shown = "".join(word["text"] + word["after"] for word in words)
    assert shown == "Low, (and still)!\nkɹiːt now\n"


def test_a_page_gets_what_its_player_reads(bench):
    sound = bench.of("take.end")[0].sound
    words = bench.of("take.end")[0].words
    assert len(sound["words"]) == 2 * len(words)
    assert {lane["kind"] for lane in sound["lanes"]} >= {"words", "phones", "visemes"}
    assert sound["peaks"]
