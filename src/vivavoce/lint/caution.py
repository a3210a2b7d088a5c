"""In a line with a stray bracket, a fix that leaves it there is not safe."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Fix, Safety

if TYPE_CHECKING:
    from vivavoce.lint.context import Context


def hold_back(fix: Fix, context: Context) -> Fix:
    """The fix, no longer safe where brackets without a partner stay as they are in its lines.

    Such a bracket may find a partner in what the fix leaves, and words would become a tag:
    `[sigh[1]]` without its `[1]` is `[sigh]`. A fix that takes stray brackets away means to.
    """
    if fix.safety is not Safety.SAFE or not fix.edits:
        return fix
    strays, text = context.stray_brackets, context.text
    first = min(edit.span.start for edit in fix.edits)
    line_end = text.find("\n", max(edit.span.end for edit in fix.edits))
    stands = _between(strays, text.rfind("\n", 0, first) + 1, line_end)
    if not stands or any(_between(strays, e.span.start, e.span.end) for e in fix.edits):
        return fix
    return fix._replace(safety=Safety.UNSAFE)


def _between(sorted_offsets: list[int], start: int, end: int) -> bool:
    """Whether an offset lies in `[start, end)`; an end below 0 stands for the text's."""
    index = bisect_left(sorted_offsets, start)
    return index < len(sorted_offsets) and (end < 0 or sorted_offsets[index] < end)
