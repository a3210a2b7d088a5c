"""Ordinary prose gives no error and no warning, whatever rules there are.

The texts in `tests/clean` were written for this: dialogue, narration, lists, letters, numbers,
names, quotes and dashes as people write them. A rule that finds fault with them is wrong.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from vivavoce import catalogue
from vivavoce.lint import Settings, Severity, lint_source
from vivavoce.syntax import read_source

FOLDER = Path(__file__).parents[1] / "clean"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix in {".vv", ".txt"})


def test_there_are_enough_lines():
    lines = [line for path in FILES for line in path.read_text("utf-8").splitlines()]
    assert sum(bool(line.strip()) for line in lines) >= 200


@pytest.mark.parametrize("preview", [False, True], ids=["default", "preview"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_is_wrong(path: Path, preview: bool):
    source = read_source(path)
    settings = Settings(preview=preview, extend_select=("ALL",) if preview else ())
    told = [
        f"{path.name}:{source.position(d.span.start).row} {d.code} "
        f"{d.span.of(source.text)!r}: {d.message}"
        for d in lint_source(source, catalogue.rules(), settings)
        if d.severity is not Severity.INFO
    ]
    assert told == []


@pytest.mark.parametrize("model", ["inworld-tts-2", "inworld-tts-2-flash", "inworld-tts-1.5-mini"])
@pytest.mark.parametrize("path", [p for p in FILES if p.suffix == ".txt"], ids=lambda p: p.name)
def test_plain_prose_suits_every_model(path: Path, model: str):
    source = read_source(path)
    found = lint_source(source, catalogue.rules(), Settings(model=model))
    assert [d for d in found if d.severity is not Severity.INFO] == []
