"""Word lists of rules, kept as data in `grammars/lint/*.toml`."""

from __future__ import annotations

from functools import cache
from typing import Any

from vivavoce._resources import read_table


@cache
def words(name: str) -> dict[str, Any]:
    """The table `grammars/lint/<name>.toml`, read once and only when a rule asks for it."""
    return read_table("lint", f"{name}.toml")
