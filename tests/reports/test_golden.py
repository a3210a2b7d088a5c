"""Every report against its golden file. VIVA_WRITE_GOLDEN=1 writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vivavoce import catalogue

GOLDEN = Path(__file__).parent / "golden"
NAMES = catalogue.report_names()


@pytest.mark.parametrize("name", NAMES)
def test_golden(name: str, checked, look):
    text = "".join(catalogue.report(name).write(iter(checked), look))
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("VIVA_WRITE_GOLDEN"):
        path.write_bytes(text.encode())
    assert text.encode() == path.read_bytes()


def test_no_golden_file_is_left_over():
    assert sorted(path.stem for path in GOLDEN.iterdir()) == sorted(NAMES)


def test_all_formats_are_there():
    assert set(NAMES) >= {
        "full", "concise", "grouped", "json", "json-lines", "sarif", "github", "gitlab", "junit",
        "rdjson",
    }  # fmt: skip
