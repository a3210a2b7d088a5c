"""The page about the service says what is true."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from vivavoce.cli.commands.serve import COMMAND

PAGE = (Path(__file__).parents[2] / "docs" / "service.md").read_text()


@pytest.mark.slow
def test_its_example_of_a_test_passes(tmp_path):
    (example,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (tmp_path / "test_example.py").write_text(example)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=os.environ | {"PATH": path},
        timeout=60,
    )
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_its_commands_have_options_that_exist():
    known = {name for option in COMMAND.params for name in option.opts} | {"-h", "--help"}
    text = PAGE.replace("\\\n", " ")
    lines = re.findall(r"^viva serve.*$", text, re.MULTILINE)
    said = {word for line in lines for word in shlex.split(line) if word.startswith("-")}
    said |= set(re.findall(r"`(--[a-z-]+)", text))
    assert len(said) > 15
    assert said <= known


def test_every_option_is_told_of():
    for option in COMMAND.params:
        assert any(name in PAGE for name in option.opts), option.opts
