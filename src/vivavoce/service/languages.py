"""The catalogue of languages: which codes are taken, and for which there are timestamps."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from vivavoce._resources import read_text
from vivavoce.service.refusals import invalid


@cache
def _read_table() -> dict[str, Any]:
    return tomllib.loads(read_text("service", "languages.toml"))


def catalogue() -> dict[str, tuple[str, str]]:
    """Family and accent by code, in the order of the list the service shows."""
    return {code: (row[0], row[1]) for code, row in _read_table()["languages"].items()}


@cache
def _spellings() -> dict[str, str]:
    """Every code by its lower-case spelling, families too."""
    codes = list(_read_table()["languages"])
    return {code.partition("-")[0]: code.partition("-")[0] for code in codes} | {
        code.lower(): code for code in codes
    }


def read_language(tag: str) -> str | None:
    """A language tag as the catalogue spells it, or None for detection.

    A tag of two parts matches whatever its case and separator; a longer one must equal an entry
    (docs.inworld.ai, HTTP reference).

    Raises:
        Refusal: for a code that is not in the catalogue.
    """
    if not tag or tag.lower() == "auto":
        return None
    if tag in _read_table()["languages"]:
        return tag
    parts = tag.replace("_", "-").split("-")
    found = _spellings().get("-".join(parts).lower()) if len(parts) <= 2 else None
    if found is None:
        raise invalid(f"language: {tag[:40]} is not supported.")
    return found


def has_alignment(language: str | None, covered: str) -> bool:
    """Whether there are timestamps for a language.

    Args:
        language: None for a detected one, which is taken to have them.
        covered: value of the switch `alignment`.
    """
    if language is None or covered == "all":
        return True
    family = language.partition("-")[0]
    return family == "en" if covered == "english" else family in _read_table()["tier1"]
