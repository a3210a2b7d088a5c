"""Workflow commands that GitHub Actions turns into annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.report import Checked, Look, Report
from vivavoce.text.visible import make_visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vivavoce.lint.diagnostic import Diagnostic

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def write(files: Iterable[Checked], _look: Look) -> Iterator[str]:
    """`::error file=…,line=…::message`; a failure is an annotation too."""
    for checked in files:
        if checked.failure:
            title = _escape_property("cannot be linted")
            yield (
                f"::error file={_escape_property(checked.name)},title={title}"
                f"::{_escape(checked.failure)}\n"
            )
        for found in checked.diagnostics:
            yield _write_command(checked, found)


def _write_command(checked: Checked, found: Diagnostic) -> str:
    row, column = checked.source.position(found.span.start)
    end_row, end_column = checked.source.position(found.span.end)
    properties = {"file": checked.name, "line": row, "col": column, "endLine": end_row}
    if row == end_row:
        properties["endColumn"] = max(end_column, column + 1)
    properties["title"] = f"{found.code} {found.name}"
    listed = ",".join(f"{key}={_escape_property(str(v))}" for key, v in properties.items())
    return f"::{_LEVELS[found.severity]} {listed}::{_escape(found.message)}\n"


def _escape(text: str) -> str:
    return make_visible(text).replace("%", "%25")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


REPORT = Report("github", "annotations for GitHub Actions (the default there)", write)
