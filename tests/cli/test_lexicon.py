"""`viva lexicon`: one file of names, checked whole before any of it is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
SCRIPT = """---
model: inworld-tts-2
language: en-GB
lexicon: names.toml
---
MIRA: We left Crete with Niall. Crete's harbour, www.crete.com/Crete and [sail to Crete] stay.
"""
NAMES = """[[entry]]
headword = "Crete"
ipa = "kriːt"

[[entry]]
headword = "Niall"
ipa = "ˈnaɪəl"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.vv").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "names.toml").write_text(NAMES, encoding="utf-8")
    return tmp_path


def test_add_and_list(viva, tmp_path: Path):
    assert viva("lexicon", "add", "Crete", "--respelling", "KREET").returncode == 0
    assert viva("lexicon", "add", "Niall", "--ipa", "/ˈnaɪəl/").returncode == 0
    rows = json.loads(viva("lexicon", "list", "--format", "json").stdout)
    assert [(row["headword"], row["ipa"]) for row in rows] == [
        ("Crete", "kriːt"),
        ("Niall", "ˈnaɪəl"),
    ]


def test_add_without_a_pronunciation_offers_some(viva, tmp_path: Path):
    done = viva("lexicon", "add", "Crete")
    assert done.returncode == 2
    assert "--respelling" in done.stderr
    assert not (tmp_path / "lexicon.toml").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["Crete", "--ipa", "kri:t"], "not IPA"),
        (["Crete", "--ipa", "krɛt"], "Listed as /kriːt/"),
        (["New York", "--ipa", "jɔːk"], "blank"),
        (["Crete", "--ipa", "K R IY1 T"], "ARPABET"),
    ],
)
def test_a_wrong_entry_is_refused_and_nothing_written(viva, folder: Path, arguments, told: str):
    done = viva("lexicon", "add", *arguments, "--lexicon", "names.toml")
    assert done.returncode == 2
    assert told in done.stderr
    assert (folder / "names.toml").read_text("utf-8") == NAMES


def test_replace_takes_the_earlier_entry_out(viva, folder: Path):
    done = viva("lexicon", "add", "Crete", "--ipa", "krɛt", "--replace", "-l", "names.toml")
    assert done.returncode == 0
    rows = json.loads(viva("lexicon", "list", "-l", "names.toml", "--format", "json").stdout)
    assert [row["ipa"] for row in rows] == ["ˈnaɪəl", "krɛt"]


def test_check_names_the_line(viva, folder: Path):
    assert viva("lexicon", "check", "names.toml").returncode == 0
    (folder / "names.toml").write_text(NAMES + '\n[[entry]]\nheadword = "Tom"\n', "utf-8")
    done = viva("lexicon", "check", "names.toml")
    assert done.returncode == 1
    assert "line 9: Tom" in done.stderr


def test_apply_lints_clean_and_undo_gives_the_same_bytes(viva, folder: Path):
    path = folder / "a.vv"
    original = path.read_bytes()
    assert "VV702" in viva("lint", "a.vv").stdout
    done = viva("lexicon", "apply", "a.vv")
    assert done.returncode == 0, done.stderr
    text = path.read_text("utf-8")
    assert "We left /kriːt/ with /ˈnaɪəl/." in text
    assert "www.crete.com/Crete and [sail to Crete]" in text
    assert "VV4" not in viva("lint", "a.vv").stdout
    assert "VV702" not in viva("lint", "a.vv").stdout
    assert viva("lexicon", "apply", "--undo", "a.vv").returncode == 0
    assert path.read_bytes() == original


def test_apply_leaves_alone_what_it_could_not_bring_back(viva, folder: Path):
    path = folder / "a.vv"
    path.write_bytes(
        b"\xef\xbb\xbf" + SCRIPT.replace("\n", "\r\n").encode() + "To /ˈnaɪəl/.\r\n".encode()
    )
    done = viva("lexicon", "apply", "a.vv")
    assert "/ˈnaɪəl/ is written out elsewhere" in done.stderr
    assert "with Niall" in path.read_text("utf-8-sig")
    dry = viva("lexicon", "apply", "--undo", "--dry-run", "a.vv")
    assert dry.returncode == 0
    assert "/kriːt/" in path.read_text("utf-8-sig")


def test_apply_writes_all_or_nothing(viva, folder: Path):
    original = (folder / "a.vv").read_bytes()
    done = viva("lexicon", "apply", "a.vv", "missing.vv", "-l", "names.toml")
    assert done.returncode == 2
    assert "missing.vv" in done.stderr
    assert (folder / "a.vv").read_bytes() == original


def test_fix_marks_the_words_too(viva, folder: Path):
    viva("fix", "a.vv")
    assert "We left /kriːt/ with /ˈnaɪəl/." in (folder / "a.vv").read_text("utf-8")


@pytest.mark.parametrize("kind", ["pls", "csv", "txt", "inworld.json", "elevenlabs.json", "toml"])
def test_export_and_import(viva, folder: Path, kind: str):
    assert viva("lexicon", "export", f"out.{kind}", "-l", "names.toml").returncode == 0
    done = viva("lexicon", "import", f"out.{kind}", "-l", "back.toml")
    assert done.returncode == 0, done.stderr
    rows = json.loads(viva("lexicon", "list", "-l", "back.toml", "--format", "json").stdout)
    assert [(row["headword"], row["ipa"]) for row in rows] == [
        ("Crete", "kriːt"),
        ("Niall", "ˈnaɪəl"),
    ]


HOSTILE = [
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><lexicon>&a;</lexicon>',
    '<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><lexicon>&b;</lexicon>',
    "<lexicon><lexeme><grapheme>x</grapheme>",
    "<html/>",
    '<lexicon alphabet="ipa"><lexeme><grapheme>x</grapheme><phoneme>X1</phoneme></lexeme></lexicon>',
    "<lexicon>"
    + "<lexeme><grapheme>x</grapheme><phoneme>x</phoneme></lexeme>" * 120_000
    + "</lexicon>",
]


@pytest.mark.parametrize("text", HOSTILE, ids=["file", "bomb", "cut off", "html", "no IPA", "many"])
def test_a_hostile_lexicon_is_refused_whole(viva, folder: Path, text: str):
    (folder / "x.pls").write_text(text, encoding="utf-8")
    done = viva("lexicon", "import", "x.pls", "-l", "names.toml")
    assert done.returncode == 2
    assert done.stderr.startswith("viva: x.pls")
    assert "root:" not in done.stderr
    assert len(done.stderr) < 2000
    assert (folder / "names.toml").read_text("utf-8") == NAMES


@pytest.mark.parametrize(
    "name", ["/etc/names.toml", "../names.toml", "..\\names.toml", "gone.toml"]
)
def test_a_script_names_lexicons_beside_it_only(viva, folder: Path, name: str):
    (folder / "a.vv").write_text(SCRIPT.replace("names.toml", f"'{name}'"), "utf-8")
    done = viva("lint", "a.vv")
    assert done.returncode == 2
    assert "names.toml" in done.stderr or "gone.toml" in done.stderr
    assert viva("say", "a.vv", "-o", "out").returncode == 2
    assert not (folder / "out").exists()


def test_scan_finds_the_planted_names(viva):
    done = viva("lexicon", "scan", EXAMPLES, "--format", "json")
    rows = {row["word"]: row for row in json.loads(done.stdout)}
    assert {"Crete", "Niall", "Siobhan"} <= set(rows)
    assert rows["Crete"]["candidates"][0]["ipa"] == "kriːt"
    counts = [row["count"] for row in json.loads(done.stdout)]
    assert counts == sorted(counts, reverse=True)


def test_scan_leaves_out_what_the_lexicon_has(viva, folder: Path):
    text = "He met Siobhan and Niall, and then Siobhan left. The zorblaxian said so."
    (folder / "b.txt").write_text(text, "utf-8")
    done = viva("lexicon", "scan", "b.txt", "-l", "names.toml", "--format", "json")
    rows = json.loads(done.stdout)
    assert (rows[0]["word"], rows[0]["count"]) == ("Siobhan", 2)
    assert "Niall" not in {row["word"] for row in rows}


def test_captions_show_the_headword(viva, folder: Path):
    text = "// say: /ˈʃɪvɔːn/ Siobhan\n"
    (folder / "a.vv").write_text(SCRIPT + text + "\nMIRA: Ask /ˈʃɪvɔːn/ of Crete.\n", "utf-8")
    assert viva("say", "a.vv", "-o", "out", "--format", "srt").returncode == 0
    captions = (folder / "out" / "a.srt").read_text("utf-8")
    assert "We left Crete with Niall." in captions
    assert "Ask Siobhan of Crete." in captions


def test_a_name_is_said_alike_in_all_scripts(viva, tmp_path: Path):
    said = "MIRA: We left /kriːt/. Back to /kriːt/.\n"
    (tmp_path / "one.vv").write_text(said, "utf-8")
    (tmp_path / "two.vv").write_text(said.replace("iː", "ɛ", 1).split(" Back")[0] + "\n", "utf-8")
    assert "VV411" not in viva("lint", "two.vv").stdout
    done = viva("lint", "one.vv", "two.vv", "--format", "concise")
    assert "two.vv:1:15: warning VV411" in done.stdout
    assert "one.vv" not in done.stdout


def test_notes_of_two_scripts_must_agree(viva, tmp_path: Path):
    for name, ipa in (("one", "kriːt"), ("two", "kreɪt")):
        text = f"// say: /{ipa}/ Crete\nMIRA: We left /{ipa}/.\n"
        (tmp_path / f"{name}.vv").write_text(text, "utf-8")
    done = viva("lint", ".", "--format", "concise")
    assert "two.vv:1:9: warning VV411" in done.stdout
    assert "one.vv" not in done.stdout
