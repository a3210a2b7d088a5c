"""`viva lint --statistics`: how often each rule found something."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vivavoce.lint.report import Checked


def write_statistics(files: Iterable[Checked]) -> Iterator[str]:
    """A line a rule, the most frequent first, and how many findings `viva fix` would mend."""
    counts: Counter[tuple[str, str]] = Counter()
    fixable: Counter[tuple[str, str]] = Counter()
    for checked in files:
        for found in checked.diagnostics:
            key = (found.code, found.name)
            counts[key] += 1
            fixable[key] += any(fix.safety == "safe" for fix in found.fixes)
    for key, number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        code, name = key
        hint = f"  ({fixable[key]} with viva fix)" if fixable[key] else ""
        yield f"{number:6}  {code}  {name}{hint}\n"
    if not counts:
        yield "No findings.\n"
