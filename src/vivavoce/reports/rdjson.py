"""Reviewdog's diagnostic format, with suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vivavoce.lint.report import Checked, Look, Report, dump_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vivavoce.lint.diagnostic import Diagnostic
    from vivavoce.text import Source, Span

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def write(files: Iterable[Checked], _look: Look) -> Iterator[str]:
    """One object; columns count bytes of UTF-8, as the format has it."""
    found = [_describe(c.source, d) for c in files for d in c.diagnostics]
    report = {"source": {"name": "vivavoce"}, "severity": "WARNING", "diagnostics": found}
    yield dump_json(report, indent=2) + "\n"


def _describe(source: Source, found: Diagnostic) -> dict[str, Any]:
    return {
        "message": found.message,
        "location": {"path": source.name, "range": _describe_range(source, found.span)},
        "severity": _SEVERITIES[found.severity],
        "code": {"value": found.code},
        "suggestions": [
            {"range": _describe_range(source, edit.span), "text": edit.text}
            for fix in found.fixes
            if len(fix.edits) == 1
            for edit in fix.edits
        ],
    }


def _describe_range(source: Source, span: Span) -> dict[str, Any]:
    return {"start": _place(source, span.start), "end": _place(source, span.end)}


def _place(source: Source, offset: int) -> dict[str, int]:
    row = source.position(offset).row
    before = source.text[source.line_starts[row - 1] : offset]
    return {"line": row, "column": len(before.encode("utf-8", "surrogatepass")) + 1}


REPORT = Report("rdjson", "reviewdog's diagnostic format", write)
