"""`viva ipa`: candidates with their sources, and a working tool whatever is not installed."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("espeakng_loader", reason="needs the extra `speech`")

BLOCKED = """
import sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in BLOCKED:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Blocker())
if "espeakng_loader" in BLOCKED:
    import ctypes.util

    ctypes.util.find_library = lambda name: None
import importlib.util
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: (
    None if name.split(".")[0] in BLOCKED else real(name, package)
)
from vivavoce.cli.main import run

raise SystemExit(run(sys.argv[1:]))
"""


def run_without(blocked: set[str], *arguments: str) -> subprocess.CompletedProcess[str]:
    code = f"BLOCKED = {blocked!r}\n{BLOCKED}"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


def test_candidates_come_with_respelling_and_source(viva):
    done = viva("ipa", "Siobhan", "Crete", "--format", "json")
    assert done.returncode == 0
    rows = json.loads(done.stdout)
    assert [row["word"] for row in rows] == ["Siobhan", "Crete"]
    assert [set(row) for row in rows] == [{"word", "candidates"}] * 2
    for row in rows:
        assert 1 <= len(row["candidates"]) <= 3
        assert all(set(c) == {"ipa", "respelling", "source"} for c in row["candidates"])
    assert rows[1]["candidates"][0]["respelling"] == "KREET"


def test_text_shows_what_goes_into_the_script(viva):
    done = viva("ipa", "Crete")
    assert done.returncode == 0
    assert "/kɹiːt/" in done.stdout
    assert "KREET" in done.stdout


@pytest.mark.parametrize(
    ("respelt", "ipa"), [("KREET", "kriːt"), ("muh-TAY-oh", "məˈteɪoʊ"), ("NIGH-uhl", "ˈnaɪəl")]
)
def test_a_respelling_becomes_ipa(viva, respelt: str, ipa: str):
    done = viva("ipa", "--from-respelling", respelt, "--format", "json")
    (row,) = json.loads(done.stdout)
    assert row["candidates"][0]["ipa"] == ipa


def test_a_respelling_nobody_can_read_says_so(viva):
    done = viva("ipa", "--from-respelling", "кр1т")
    assert done.returncode == 1
    assert "write it like muh-TAY-oh" in done.stderr
    assert done.stdout == ""


def test_a_word_list(viva, tmp_path: Path):
    (tmp_path / "words.txt").write_text("# names\nCrete\n\nTom\nCrete\n", encoding="utf-8")
    done = viva("ipa", "--words", "words.txt", "--format", "json")
    assert [row["word"] for row in json.loads(done.stdout)] == ["Crete", "Tom"]
    done = viva("ipa", "--words", "-", "--format", "json", text="Crete\n")
    assert [row["word"] for row in json.loads(done.stdout)] == ["Crete"]


def test_the_lexicon_is_asked_first(viva, tmp_path: Path):
    (tmp_path / "l.toml").write_text(
        '[[entry]]\nheadword = "Crete"\nipa = "ˈkreɪti"\n', encoding="utf-8"
    )
    done = viva("ipa", "Crete", "--lexicon", "l.toml", "--format", "json")
    first = json.loads(done.stdout)[0]["candidates"][0]
    assert (first["ipa"], first["source"]) == ("ˈkreɪti", "project")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["😀"], "no letter"),
        (["Москвaabc"], ""),
        (["x" * 500], ""),
        (["Crete", "--language", "xx-XX"], "xx"),
    ],
)
def test_what_cannot_be_said_is_told(viva, words: list[str], told: str):
    done = viva("ipa", *words)
    assert done.returncode == 1
    assert done.stdout == ""
    assert told in done.stderr
    assert "note:" in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_asked_is_an_error(viva):
    done = viva("ipa")
    assert done.returncode == 2
    assert "--from-respelling" in done.stderr


@pytest.mark.parametrize(
    ("blocked", "known"),
    [
        ({"phonemizer"}, True),
        ({"phonemizer", "espeakng_loader"}, False),
        ({"espeakng_loader"}, False),
    ],
    ids=["no phonemizer", "neither", "no espeak"],
)
def test_missing_libraries_leave_a_working_tool(blocked: set[str], known: bool):
    done = run_without({*blocked, "hibari"}, "ipa", "Siobhan", "--format", "json")
    (row,) = json.loads(done.stdout)
    assert bool(row["candidates"]) is known
    assert done.returncode == (0 if known else 1)
    assert "Traceback" not in done.stderr
    if not known:
        assert "pip install 'vivavoce[" in done.stderr
    respelt = run_without({*blocked, "hibari"}, "ipa", "--from-respelling", "KREET")
    assert "/kriːt/" in respelt.stdout


def test_the_doctor_names_the_sources(viva):
    report = json.loads(viva("doctor", "--format", "json").stdout)
    names = {row["name"] for row in report["pronunciations"]}
    assert {"espeak", "misaki", "phonemizer"} <= names
