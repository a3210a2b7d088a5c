"""One line a finding, as compilers write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.report import FIX_COMMANDS, Checked, Look, Report, show_line
from vivavoce.text.visible import make_visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def write(files: Iterable[Checked], look: Look) -> Iterator[str]:
    """`act1.vv:14:7: error VV102 [viva fix] message`."""
    for checked in files:
        for found in checked.diagnostics:
            command = FIX_COMMANDS.get(found.fix.safety.value) if found.fix else None
            hint = f"[{command}] " if command else ""
            severity = look.paint(f"{found.severity} {found.code}", found.severity.value)
            message = make_visible(found.message)
            yield f"{show_line(checked, found)}: {severity} {hint}{message}\n"


REPORT = Report("concise", "one line a finding", write)
