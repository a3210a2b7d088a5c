"""Near misses: which known name did a misspelt one mean?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 24


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


def near_names(folded: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """Names whose forms are close to `folded`, best first.

    One slip is allowed in short words, two from seven letters on; words of three letters or less
    are near nothing, since almost any other short word would be.
    """
    if not 4 <= len(folded) <= _LONGEST:
        return ()
    limit = 1 if len(folded) < 7 else 2
    best: dict[str, int] = {}
    for form, name in known.items():
        if len(form) < 4 and folded[0] != form[0]:
            continue
        distance = edit_distance(folded, form, limit)
        if distance <= limit:
            best[name] = min(distance, best.get(name, distance))
    return tuple(sorted(best, key=lambda name: (best[name], name)))
