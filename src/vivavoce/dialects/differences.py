"""What differs between two models, read from their tables alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.dialects.dialect import Dialect

_ABOUT = frozenset({"evidence", "source", "date", "note", "history", "version", "id", "title"})
"""Keys that say how a fact is known, not what it is."""
_SOUNDS = ("tags", "sounds")


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that two models do not share.

    Attributes:
        path: the way to it in the tables, such as `("limits", "breaks")`.
        before: its value for the first model, None if it has none.
        after: its value for the second.
    """

    path: tuple[str, ...]
    before: Any
    after: Any

    @property
    def name(self) -> str:
        """The path in words, such as `limits: breaks`."""
        group, *rest = (part.replace("_", " ") for part in self.path)
        return f"{group}: {' '.join(rest)}" if rest else group


def compare_dialects(before: Dialect, after: Dialect) -> list[Difference]:
    """Every fact that differs, in the order of the tables."""
    return list(_compare(before.table, after.table, ()))


def _compare(
    before: dict[str, Any], after: dict[str, Any], path: tuple[str, ...]
) -> Iterator[Difference]:
    if path == _SOUNDS:
        yield from _compare_names(list(before), list(after), path)
        return
    for key in dict.fromkeys([*before, *after]):
        if key in _ABOUT:
            continue
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if isinstance(old, dict) or isinstance(new, dict):
            yield from _compare(old or {}, new or {}, (*path, key))
        elif isinstance(old, list) and isinstance(new, list) and _are_names(old + new):
            yield from _compare_names(old, new, (*path, key))
        else:
            yield Difference((*path, key), old, new)


def _are_names(values: list[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def _compare_names(old: list[str], new: list[str], path: tuple[str, ...]) -> Iterator[Difference]:
    gone = [name for name in old if name not in new]
    added = [name for name in new if name not in old]
    if gone or added:
        yield Difference(path, gone or None, added or None)
