"""Findings under the name of their file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.report import Checked, Look, Report, count_severities, summarise
from vivavoce.text.visible import make_visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vivavoce.lint.diagnostic import Diagnostic


def write(files: Iterable[Checked], look: Look) -> Iterator[str]:
    """A heading a file, a line a finding."""
    count, every = 0, list[tuple[str, int]]()
    for checked in files:
        count += not checked.failure
        every += count_severities(checked.diagnostics).items()
        if checked.diagnostics:
            yield f"{look.paint(make_visible(checked.name), 'bold')}\n"
            yield from _write_lines(checked, look)
            yield "\n"
    total = {name: sum(n for s, n in every if s == name) for name in ("error", "warning", "info")}
    yield f"{summarise(total, count)}.\n"


def _write_lines(checked: Checked, look: Look) -> Iterator[str]:
    places = [_describe_place(checked, found) for found in checked.diagnostics]
    width = max(map(len, places))
    for place, found in zip(places, checked.diagnostics, strict=True):
        code = look.paint(found.code, found.severity.value)
        yield f"  {place:>{width}}  {code}  {found.severity:7}  {make_visible(found.message)}\n"


def _describe_place(checked: Checked, found: Diagnostic) -> str:
    row, column = checked.source.position(found.span.start)
    return f"{row}:{column}"


REPORT = Report("grouped", "findings under the name of their file", write)
