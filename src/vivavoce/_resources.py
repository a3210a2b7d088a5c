"""Data that ships with the package: grammars, dialect tables, player scripts.

In a wheel `grammars/` lies inside the package; in a checkout it lies at the top of the repository.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


@cache
def grammars() -> Path:
    """The folder that holds the grammars and the dialect tables."""
    installed = PACKAGE / "grammars"
    return installed if installed.is_dir() else PACKAGE.parents[1] / "grammars"


def read_text(*parts: str) -> str:
    """The text of a file inside the package, such as `read_text("exports", "static", "x.js")`."""
    return PACKAGE.joinpath(*parts).read_text(encoding="utf-8")
