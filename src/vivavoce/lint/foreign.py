"""Bracket tags of other engines, from `grammars/lint/foreign_tags.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from vivavoce.dialects.dialect import fold
from vivavoce.lint.words import words

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class ForeignTag:
    """Another engine's tag and what to write instead.

    Attributes:
        engine: whose it is.
        does: what it does there, such as `pauses`.
        instead: what to write here; "" where nothing comes near it.
    """

    engine: str
    does: str
    instead: str


@lru_cache(maxsize=4096)
def find_foreign(body: str, family: str) -> ForeignTag | None:
    """The foreign tag that `[body]` is, if it has a better spelling in a model family."""
    if len(body) > _LONGEST:
        return None
    found = _names(family).get(fold(body))
    if found is not None and not any(c.isdigit() for c in body):
        return found
    lower = " ".join(body.lower().split())
    for pattern, row in _patterns(family):
        match = pattern.fullmatch(lower)
        if match:
            return _read(row, family, match)
    return None


@cache
def _names(family: str) -> dict[str, ForeignTag]:
    return {
        fold(tag): _read(row, family)
        for row in reversed(words("foreign_tags")["rows"])
        if family in row
        for tag in row.get("tags", ())
    }


@cache
def _patterns(family: str) -> tuple[tuple[re.Pattern[str], dict[str, Any]], ...]:
    rows = words("foreign_tags")["rows"]
    return tuple(
        (re.compile(row["pattern"]), row) for row in rows if "pattern" in row and family in row
    )


def _read(row: dict[str, Any], family: str, match: re.Match[str] | None = None) -> ForeignTag:
    engine = words("foreign_tags")["engines"][row["engines"][0]]["title"]
    instead = str(row[family])
    return ForeignTag(engine, row["does"], match.expand(instead) if match else instead)
