"""Word lists of rules, kept as data in `grammars/lint/*.toml`."""

from __future__ import annotations

from functools import cache
from typing import Any

from vivavoce._resources import grammars


@cache
def words(name: str) -> dict[str, Any]:
    """The table `grammars/lint/<name>.toml`, read once and only when a rule asks for it."""
    import tomllib  # noqa: PLC0415 - many texts need no word list

    path = grammars() / "lint" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
