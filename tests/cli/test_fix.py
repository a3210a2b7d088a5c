"""`viva fix` as a user meets it."""

from __future__ import annotations

import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from running import CLEAN, SLIP

STARS = "---\nmodel: inworld-tts-1.5-max\n---\nMIRA: **Very** good.\n"
STAR = STARS.replace("**", "*")


def test_unsafe_fixes_only_when_asked_for(viva, tmp_path: Path):
    script = tmp_path / "a.vv"
    script.write_text(SLIP)
    done = viva("fix", "a.vv")
    assert (done.returncode, script.read_text()) == (1, SLIP)
    assert "left" in done.stdout
    done = viva("fix", "--unsafe", "a.vv")
    assert (done.returncode, script.read_text()) == (0, CLEAN)
    assert done.stdout == "Mended 1 in 1 file.\n"
    assert viva("fix", "--unsafe", "a.vv").stdout == "Nothing to mend.\n"


def test_safe_fixes(viva, tmp_path: Path):
    script = tmp_path / "a.vv"
    script.write_text(STARS)
    assert viva("fix").returncode == 0
    assert script.read_text() == STAR


def test_diff_writes_nothing(viva, tmp_path: Path):
    script = tmp_path / "a.vv"
    script.write_text(SLIP)
    done = viva("fix", "--unsafe", "--diff", "a.vv")
    assert done.returncode == 1
    assert "-MIRA: [clear_thorat] Listen" in done.stdout
    assert "+MIRA: [clear throat] Listen" in done.stdout
    assert script.read_text() == SLIP
    script.write_text(CLEAN)
    done = viva("fix", "--unsafe", "--diff", "a.vv")
    assert (done.returncode, done.stdout) == (0, "")


def test_a_diff_can_be_applied(viva, tmp_path: Path):
    import subprocess

    (tmp_path / "a.vv").write_text(SLIP.replace("\n", "\r\n").rstrip())
    patch = viva("fix", "--unsafe", "--diff").stdout
    subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"], cwd=tmp_path, input=patch.encode(), check=True
    )
    assert (tmp_path / "a.vv").read_bytes().decode() == CLEAN.replace("\n", "\r\n").rstrip()


def test_only(viva, tmp_path: Path):
    script = tmp_path / "a.vv"
    script.write_text(STARS + "MIRA: [laugh]Well.\n")
    viva("fix", "--only", "VV501", "a.vv")
    assert script.read_text() == STAR + "MIRA: [laugh]Well.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encoding_and_line_ends_are_kept(viva, tmp_path: Path, encoding: str, ending: str):
    script = tmp_path / "a.txt"
    script.write_bytes(f"[clear_thorat] Café.{ending}{ending}Ça va.{ending}".encode(encoding))
    viva("fix", "--unsafe", "--only", "VV102", "a.txt")
    wanted = f"[clear throat] Café.{ending}{ending}Ça va.{ending}".encode(encoding)
    assert script.read_bytes() == wanted


def test_permissions_and_links_are_kept(viva, tmp_path: Path):
    script = tmp_path / "real.vv"
    script.write_text(SLIP)
    script.chmod(0o640)
    (tmp_path / "link.vv").symlink_to("real.vv")
    viva("fix", "--unsafe", "link.vv")
    assert (tmp_path / "link.vv").is_symlink()
    assert script.read_text() == CLEAN
    assert stat.S_IMODE(script.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.vv", "real.vv"]


def test_nothing_is_written_if_a_file_cannot_be_read(viva, tmp_path: Path):
    (tmp_path / "a.vv").write_text(SLIP)
    (tmp_path / "b.vv").write_bytes(b"\xff")
    done = viva("fix", "--unsafe")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Nothing was written." in done.stderr
    assert (tmp_path / "a.vv").read_text() == SLIP


AS_NOBODY = """
import os, sys
from vivavoce.cli.main import run
run(["fix", "--unsafe", "--diff", "--jobs", "1"])  # loads what fixing needs
if os.geteuid() == 0:  # root writes everywhere
    os.setregid(65534, 65534)
    os.setreuid(65534, 65534)
sys.exit(run(["fix", "--unsafe", "--jobs", "1"]))
"""


def test_nothing_is_written_if_a_file_cannot_be_written():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        for file, mode in (("a.vv", 0o666), ("b.vv", 0o444)):
            (folder / file).write_text(SLIP)
            (folder / file).chmod(mode)
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, (folder / "a.vv").read_text()) == (2, SLIP)
        assert "Cannot write b.vv. Nothing was written." in done.stderr


def test_standard_input_goes_to_standard_output(viva):
    done = viva("fix", "--unsafe", "-", text="[clear_thorat] Ja.\r\n".encode("utf-8-sig"))
    assert done.stdout == "\ufeff[clear throat] Ja.\r\n"
    assert done.stderr == "Mended 1 in 1 file.\n"
    done = viva("fix", "-", text="Fine.\n")
    assert (done.returncode, done.stdout) == (0, "Fine.\n")


def test_parallel_mends_the_same(viva, tmp_path: Path):
    for number in range(12):
        (tmp_path / f"{number}.vv").write_text(SLIP)
    assert viva("fix", "--unsafe", "--jobs", "2").stdout == "Mended 12 in 12 files.\n"
    assert {path.read_text() for path in tmp_path.glob("*.vv")} == {CLEAN}
