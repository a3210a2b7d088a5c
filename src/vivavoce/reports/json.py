"""One JSON list of everything, with the field names that ruff's JSON has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.report import Checked, Look, Report, describe_diagnostic, dump_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def write(files: Iterable[Checked], _look: Look) -> Iterator[str]:
    """A list of objects, one a finding."""
    found = [describe_diagnostic(c.source, d) for c in files for d in c.diagnostics]
    yield dump_json(found, indent=2) + "\n"


REPORT = Report("json", "one JSON list", write)
