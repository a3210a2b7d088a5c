"""The README shows what really happens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
VIVA = Path(sys.executable).with_name("viva")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    script = re.search(r"\*\*Write\*\*.*?```\n(.*?)```", README, re.DOTALL)
    assert script
    (tmp_path / "act1.vv").write_text(script[1], encoding="utf-8")
    return tmp_path


def viva(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [VIVA, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_linter_says_what_the_readme_shows(folder: Path):
    shown = re.search(r"\$ viva lint act1\.vv\n(.*?)```", README, re.DOTALL)
    assert shown
    assert viva(folder, "lint", "act1.vv").stdout == shown[1]


def test_the_script_is_mended_and_spoken(folder: Path):
    assert viva(folder, "fix", "--unsafe", "act1.vv").returncode == 0
    assert viva(folder, "lint", "act1.vv").returncode == 0
    done = viva(folder, "say", "act1.vv")
    assert done.returncode == 0, done.stderr
    assert (folder / "out" / "act1.html").exists()


def test_the_python_example_runs():
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", example], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "is not a sound inworld-tts-2 knows" in lines[0]
    assert [line.split()[1] for line in lines[1:]] == ["Stay", "low", "They", "are", "gone"]


def test_every_command_of_the_readme_exists(folder: Path):
    named = set(re.findall(r"`?viva ([a-z]+)", README))
    known = viva(folder, "--help").stdout
    assert {name for name in named if not re.search(rf"^  {name}\b", known, re.MULTILINE)} == set()


def test_every_file_the_readme_links_to_exists():
    links = re.findall(r"\]\(((?!http)[^)#]+)\)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.slow
def test_the_first_command_speaks_the_examples(tmp_path: Path):
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", ROOT, clone], check=True)
    done = subprocess.run(
        ["sh", "scripts/try"], cwd=clone, capture_output=True, text=True, check=False,
        env={k: v for k, v in os.environ.items() if not k.startswith(("VIRTUAL_ENV", "PYTHON"))},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    for name in ("crossing", "voyage", "lesson"):
        for suffix in (".wav", ".json", ".srt", ".vtt", ".html"):
            assert (clone / "out" / f"{name}{suffix}").stat().st_size > 100
    assert "VV102" in done.stdout
