"""A wheel built from the checkout works in a fresh environment outside it."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import urllib.request
import venv
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
SCRIPT = "---\nmodel: inworld-tts-2\n---\nMIRA: [clear_thorat] Listen, please.\n"

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done = run(
        sys.executable, "-m", "pip", "wheel", "--no-deps", "-q", "-w", folder, ROOT, cwd=folder
    )
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def fresh(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a virtual environment that holds nothing but the wheel and its needs."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    done = run(python, "-m", "pip", "install", "-q", f"{wheel}[notebook]", cwd=folder)
    assert done.returncode == 0, done.stderr
    (folder / "act1.vv").write_text(SCRIPT, encoding="utf-8")
    return folder


def test_the_wheel_holds_grammars_and_player_and_no_sources_of_theirs(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    assert "vivavoce/grammars/markup.lark" in names
    assert "vivavoce/grammars/compiled/markup.json" in names
    assert "vivavoce/grammars/dialects/inworld-tts-2.toml" in names
    assert any(name.startswith("vivavoce/exports/static/player") for name in names)
    for table in ("profiles", "languages", "openxr"):
        assert f"vivavoce/service/{table}.toml" in names
    assert not [n for n in names if n.startswith(("tests", "frontend", "benchmarks"))]


def test_it_lints(fresh: Path):
    done = run(fresh / "env/bin/viva", "lint", "act1.vv", "--format", "json", cwd=fresh)
    assert done.returncode == 1, done.stderr
    assert [d["code"] for d in json.loads(done.stdout)] == ["VV102"]


def test_it_speaks(fresh: Path):
    done = run(fresh / "env/bin/viva", "say", "act1.vv", cwd=fresh)
    assert done.returncode == 0, done.stderr
    times = json.loads((fresh / "out" / "act1.json").read_text(encoding="utf-8"))
    words = [word["text"] for word in times["words"]]
    assert words[:1] == ["Listen,"] or words[:1] == ["Listen"]
    assert (fresh / "out" / "act1.html").stat().st_size > 10_000


def test_it_has_a_workbench_that_speaks_with_nothing_but_the_notebook_extra(fresh: Path):
    code = """
import time
from vivavoce.notebook import Player, Workbench
wb = Workbench("Listen, please.")
wb._receive(None, {"v": 1, "kind": "say", "take": "a", "text": wb.text, "settings": {}}, [])
for _ in range(300):
    time.sleep(0.1)
    if wb.takes:
        break
print([word.text for word in wb.takes[0].alignment.words], len(wb._esm) > 100_000)
print("data:audio" in Player(wb.takes[0])._repr_html_())
"""
    done = run(fresh / "env/bin/python", "-c", code, cwd=fresh)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["['Listen', 'please'] True", "True"]


def test_it_has_types_for_others(fresh: Path):
    code = "import vivavoce, pathlib; print((pathlib.Path(vivavoce.__file__).parent/'py.typed').exists())"
    done = run(fresh / "env/bin/python", "-c", code, cwd=fresh)
    assert done.stdout.strip() == "True"


def test_without_the_local_voice_it_says_what_to_install(fresh: Path):
    python = fresh / "env" / "bin" / "python"
    run(python, "-m", "pip", "uninstall", "-q", "-y", "espeakng-loader", cwd=fresh)
    code = (
        "import ctypes.util; ctypes.util.find_library = lambda name: None\n"
        "from vivavoce.cli.main import run\n"
        "raise SystemExit(run(['say', 'act1.vv']))"
    )
    done = run(python, "-c", code, cwd=fresh)
    assert done.returncode == 2
    assert "pip install 'vivavoce[speech]'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def served(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of `viva serve`, in an environment that holds what the extra `serve` brings."""
    folder = tmp_path_factory.mktemp("served")
    venv.create(folder / "env", with_pip=True)
    done = run(
        folder / "env/bin/python", "-m", "pip", "install", "-q", f"{wheel}[serve]", cwd=folder
    )
    assert done.returncode == 0, done.stderr
    command = [str(folder / "env/bin/viva"), "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.terminate()
        assert process.wait(10) == 0


def test_it_answers_the_first_request_of_the_readme(served: str):
    lines = (ROOT / "README.md").read_text(encoding="utf-8").partition("viva serve &")[2]
    body = re.search(r"-d '(.*?)'", lines, re.DOTALL)
    assert body
    call = urllib.request.Request(
        f"{served}/tts/v1/voice", body[1].encode(), {"Authorization": "Basic any"}
    )
    with urllib.request.urlopen(call, timeout=30) as answer:
        told = json.load(answer)
    assert base64.b64decode(told["audioContent"])[:2] == b"\xff\xfb", "MP3 is the default"
    assert told["usage"]["processedCharactersCount"] == len(json.loads(body[1])["text"])


@pytest.mark.parametrize("encoding", ["OGG_OPUS", "FLAC", "LINEAR16", "MULAW"])
def test_it_speaks_every_other_form_with_nothing_but_the_serve_extra(served: str, encoding: str):
    body = {"text": "Aye.", "voiceId": "Dennis", "modelId": "inworld-tts-2"}
    body |= {"audioConfig": {"audioEncoding": encoding}, "timestampType": "WORD"}
    call = urllib.request.Request(
        f"{served}/tts/v1/voice", json.dumps(body).encode(), {"Authorization": "Basic any"}
    )
    with urllib.request.urlopen(call, timeout=30) as answer:
        told = json.load(answer)
    assert len(told["audioContent"]) > 1000
    assert "Aye" in told["timestampInfo"]["wordAlignment"]["words"]
