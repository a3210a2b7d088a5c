"""One JSON object a line, written as the files are done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.report import Checked, Look, Report, describe_diagnostic, dump_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def write(files: Iterable[Checked], _look: Look) -> Iterator[str]:
    """An object a finding."""
    for checked in files:
        for found in checked.diagnostics:
            yield dump_json(describe_diagnostic(checked.source, found)) + "\n"


REPORT = Report("json-lines", "one JSON object a line", write)
