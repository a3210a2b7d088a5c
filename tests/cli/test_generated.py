"""What is generated is up to date, and what others read is valid."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
CI = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("script", ["make_docs.py", "compile_grammars.py"])
def test_up_to_date(script: str):
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / script, "--check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def check_schema(schema: str, path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_the_action_is_valid():
    check_schema("vendor.github-actions", ROOT / "action.yml")


def find_recipe(name: str) -> str:
    match = re.search(rf"```yaml\n# {re.escape(name)}\n(.*?)```", CI, re.DOTALL)
    assert match, name
    return match[1]


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        (".github/workflows/scripts.yml", "vendor.github-workflows"),
        (".gitlab-ci.yml", "vendor.gitlab-ci"),
        ("azure-pipelines.yml", "vendor.azure-pipelines"),
    ],
)
def test_recipes_are_valid(tmp_path: Path, name: str, schema: str):
    path = tmp_path / Path(name).name
    path.write_text(find_recipe(name))
    check_schema(schema, path)


def test_commands_of_the_recipes_exist():
    from vivavoce import catalogue

    commands = re.findall(r"viva lint([^\n|>&']*)", CI)
    assert len(commands) >= 5
    for command in commands:
        formats = re.findall(r"--format (\S+)", command)
        assert set(formats) <= set(catalogue.report_names())


def test_hooks_name_real_commands():
    from vivavoce.cli.main import viva

    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    for hook in hooks:
        program, command, *_ = hook["entry"].split()
        assert program == "viva"
        assert command in viva.list_commands(None)


def test_the_configuration_page_reads():
    import tomllib

    from vivavoce import catalogue
    from vivavoce.lint.config import Reader

    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    for block in blocks:
        Reader(catalogue.rules(), catalogue.report_names()).read(tomllib.loads(block), "docs")
    pairs = re.findall(r"--config '?([\w.-]+)=(\w+)", page)
    assert pairs
    for key, value in pairs:
        table = tomllib.loads(f"{key} = {value if value.isdigit() else repr(value)}")
        Reader(catalogue.rules(), catalogue.report_names()).read(table, "docs")
