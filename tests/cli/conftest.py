"""The real `viva`, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from running import VIVA

Run = Callable[..., subprocess.CompletedProcess[str]]


def make_environment(home: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in {"GITHUB_ACTIONS", "FORCE_COLOR"}}
    return {**kept, "XDG_CACHE_HOME": str(home), "PYTHONUTF8": "1", **more}


@pytest.fixture(scope="session")
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def environment(cache_home: Path) -> dict[str, str]:
    return make_environment(cache_home)


@pytest.fixture
def viva(tmp_path: Path, environment: dict[str, str]) -> Run:
    """Run `viva …` in a fresh folder."""

    def run(
        *arguments: object, text: str | bytes | None = None, cwd: Path = tmp_path, **env: str
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [VIVA, *map(str, arguments)],
            cwd=cwd,
            env=environment | env,
            input=text.encode() if isinstance(text, str) else text if text is not None else b"",
            capture_output=True,
            timeout=120,
            check=False,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode,
            done.stdout.decode(errors="surrogateescape"), done.stderr.decode(errors="surrogateescape"),
        )  # fmt: skip

    return run
