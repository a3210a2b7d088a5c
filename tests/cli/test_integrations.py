"""The pre-commit hooks and the GitHub Action, run for real as far as a machine alone can."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from running import CLEAN, SLIP

ROOT = Path(__file__).resolve().parents[2]
GIT = [
    "git",
    "-c",
    "user.name=Test",
    "-c",
    "user.email=test@example.org",
    "-c",
    "init.defaultBranch=main",
]

pytestmark = pytest.mark.slow


def call(*command: object, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env={**os.environ, **env}, capture_output=True,
        text=True, check=False, timeout=600,
    )  # fmt: skip


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clone") / "vivavoce"
    done = call("git", "clone", "--quiet", ROOT, folder, cwd=ROOT)
    if done.returncode:
        pytest.skip("this is no git checkout")
    return folder


def test_pre_commit(tmp_path: Path, clone: Path):
    revision = call("git", "rev-parse", "HEAD", cwd=clone).stdout.strip()
    hooks = [{"id": "viva-fix", "args": ["--unsafe"]}, {"id": "viva-lint"}]
    config = {"repos": [{"repo": str(clone), "rev": revision, "hooks": hooks}]}
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    (tmp_path / "act1.vv").write_text(SLIP)
    (tmp_path / "notes.md").write_text("[clear_thorat] is not looked at.")
    call(*GIT, "init", "--quiet", cwd=tmp_path)
    call(*GIT, "add", ".", cwd=tmp_path)
    home = tmp_path / ".git" / "pre-commit-home"
    run = (sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never")

    first = call(*run, cwd=tmp_path, PRE_COMMIT_HOME=str(home))
    assert first.returncode == 1, first.stdout + first.stderr
    assert re.search(r"viva fix\.+Failed", first.stdout)
    assert "files were modified by this hook" in first.stdout
    assert (tmp_path / "act1.vv").read_text() == CLEAN

    second = call(*run, cwd=tmp_path, PRE_COMMIT_HOME=str(home))
    assert second.returncode == 0, second.stdout
    (tmp_path / "act1.vv").write_text("MIRA: Hello [ there.\n")
    third = call(*run, cwd=tmp_path, PRE_COMMIT_HOME=str(home))
    assert third.returncode == 1
    assert "act1.vv:1:13: error VV001" in third.stdout


def run_steps(folder: Path, clone: Path, inputs: dict[str, str]) -> list[tuple[str, int, str]]:
    """Run the action's own shell steps in order, inputs filled in as Actions does."""
    action = yaml.safe_load((clone / "action.yml").read_text())
    given = {name: row["default"] for name, row in action["inputs"].items()} | inputs
    temporary = folder.parent / "runner"
    temporary.mkdir(exist_ok=True)
    results = []
    for step in action["runs"]["steps"]:
        if "run" not in step or (step.get("if") and not given["sarif"]):
            continue
        env = {
            name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda m: given[m[1]], value).replace(
                "${{ github.action_path }}", str(clone)
            )
            for name, value in step.get("env", {}).items()
        }
        done = call(
            "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"], cwd=folder,
            RUNNER_TEMP=str(temporary), GITHUB_ACTIONS="true", **env,
        )  # fmt: skip
        results.append((step["name"], done.returncode, done.stdout + done.stderr))
    return results


def test_the_action(tmp_path: Path, clone: Path):
    folder = tmp_path / "checkout"
    folder.mkdir()
    (folder / "act1.vv").write_text(SLIP)
    (folder / "two words.vv").write_text(CLEAN)
    results = run_steps(folder, clone, {"sarif": "viva.sarif", "args": "--select VV1"})
    assert [(name, code) for name, code, _ in results] == [
        ("Install vivavoce", 0), ("Write SARIF", 0), ("Lint", 1),
    ], results  # fmt: skip
    assert "::error file=act1.vv,line=4,col=7," in results[-1][2]
    log = json.loads((folder / "viva.sarif").read_text())
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["VV102"]
