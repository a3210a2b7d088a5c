"""The tables of the local voices, `grammars/voices/*.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from vivavoce import _resources
from vivavoce.synthesis.engines.score import StyleTable


@cache
def read_table(name: str) -> dict[str, Any]:
    """One table, such as `espeak`."""
    path = _resources.grammars() / "voices" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def read_styles(voice: str) -> StyleTable:
    """What a voice does with the words of an instruction."""
    return StyleTable.from_tables(read_table("deliveries"), read_table(voice)["styles"])
