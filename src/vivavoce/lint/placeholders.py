"""Gaps that a writer meant to fill in later."""

from __future__ import annotations

from functools import cache, lru_cache

from vivavoce.lint.words import words

_LONGEST = 80


def is_placeholder(body: str) -> bool:
    """Whether the inside of a bracket, such as `NAME` or `insert date`, waits to be filled in."""
    return len(body) <= _LONGEST and _reads_as_gap(body)


@lru_cache(maxsize=1024)
def _reads_as_gap(body: str) -> bool:
    plain = " ".join(body.replace("_", " ").strip(" .:…*").casefold().split())
    if plain in _bodies():
        return True
    table = words("placeholders")
    first, _, rest = plain.partition(" ")
    if not rest or first.rstrip(":") not in table["openings"]:
        return False
    return first not in table["needs_body"] or rest.removesuffix(" here") in _bodies()


@cache
def _bodies() -> frozenset[str]:
    return frozenset(words("placeholders")["bodies"])
