"""Near misses: which known name did a misspelt one mean?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHORTEST, _LONGEST, _TWO_SLIPS_FROM = 4, 24, 7
_REMEMBERED = 10_000


def edit_distance(a: str, b: str, limit: int) -> int:
    """Optimal string alignment distance (a swap of neighbours counts one), or `limit + 1`."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, last = last, row
    return last[-1]


class NearIndex:
    """Finds the known names that a misspelt one may have meant.

    Forms that share too few letters with it are passed over without measuring: a text may hold a
    hundred thousand different instructions, none of them near anything.

    Args:
        known: canonical name by folded form.
    """

    def __init__(self, known: Mapping[str, str]) -> None:
        self._rows = [(_letters(form), len(form), form, name) for form, name in known.items()]
        self._found: dict[str, tuple[str, ...]] = {}

    def find(self, folded: str) -> tuple[str, ...]:
        """Names whose forms are close to `folded`, best first.

        One slip is allowed in short words, two from seven letters on if the first letter is right;
        words of three letters or less are near nothing, since almost any other short word would be.
        """
        if not _SHORTEST <= len(folded) <= _LONGEST:
            return ()
        found = self._found.get(folded)
        if found is None:
            found = self._measure(folded)
            if len(self._found) < _REMEMBERED:
                self._found[folded] = found
        return found

    def _measure(self, folded: str) -> tuple[str, ...]:
        letters, size = _letters(folded), len(folded)
        limit = 1 if size < _TWO_SLIPS_FROM else 2
        best: dict[str, int] = {}
        for own, length, form, name in self._rows:
            if abs(length - size) > limit or (own ^ letters).bit_count() > 2 * limit:
                continue
            if length < _SHORTEST and folded[0] != form[0]:
                continue
            allowed = limit if folded[0] == form[0] else 1
            distance = edit_distance(folded, form, allowed)
            if distance <= allowed:
                best[name] = min(distance, best.get(name, distance))
        return tuple(sorted(best, key=lambda name: (best[name], name)))


def _letters(word: str) -> int:
    """The set of a word's letters as bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits
