"""SARIF 2.1.0, the exchange format of code scanning services, fixes included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vivavoce.lint.baseline import take_fingerprint
from vivavoce.lint.report import Checked, Look, Report, dump_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vivavoce.lint.diagnostic import Diagnostic, Fix
    from vivavoce.lint.rule import Rule
    from vivavoce.text import Source, Span

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def write(files: Iterable[Checked], look: Look) -> Iterator[str]:
    """One log with one run; written even when nothing was found, so that old alerts close."""
    numbers = {code: number for number, code in enumerate(look.rules)}
    results: list[dict[str, Any]] = []
    failures: list[dict[str, Any]] = []
    for checked in files:
        results += [_describe_result(checked.source, d, numbers) for d in checked.diagnostics]
        if checked.failure:
            failures.append(_describe_failure(checked))
    driver = {
        "name": "vivavoce",
        "semanticVersion": look.version,
        "rules": [_describe_rule(rule) for rule in look.rules.values()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {"executionSuccessful": not failures, "toolExecutionNotifications": failures}
        ],
        "results": results,
    }
    yield dump_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _describe_rule(rule: Rule) -> dict[str, Any]:
    manual = (rule.manual or "").strip()
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "help": {"text": manual, "markdown": manual},
        "defaultConfiguration": {
            "level": _LEVELS[rule.severity],
            "enabled": rule.enabled and not rule.preview,
        },
        "properties": {"evidence": rule.evidence, "date": rule.date},
    }


def _describe_result(source: Source, found: Diagnostic, numbers: dict[str, int]) -> dict[str, Any]:
    place = _describe_place(source)
    region = _describe_region(source, found.span)
    result: dict[str, Any] = {
        "ruleId": found.code,
        "level": _LEVELS[found.severity],
        "message": {"text": found.message},
        "locations": [{"physicalLocation": {"artifactLocation": place, "region": region}}],
        "partialFingerprints": {"vivavoce/v1": take_fingerprint(source, found)},
    }
    if found.code in numbers:
        result["ruleIndex"] = numbers[found.code]
    if found.fixes:
        result["fixes"] = [_describe_fix(source, fix) for fix in found.fixes if fix.edits]
    return result


def _describe_fix(source: Source, fix: Fix) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": _describe_region(source, edit.span),
            "insertedContent": {"text": edit.text},
        }
        for edit in fix.edits
    ]
    change = {"artifactLocation": _describe_place(source), "replacements": replacements}
    return {
        "description": {"text": fix.title},
        "artifactChanges": [change],
        "properties": {"safety": fix.safety.value},
    }


def _describe_region(source: Source, span: Span) -> dict[str, int]:
    row, column = source.position(span.start)
    end_row, end_column = source.position(span.end)
    return {"startLine": row, "startColumn": column, "endLine": end_row, "endColumn": end_column}


def _describe_place(source: Source) -> dict[str, str]:
    from urllib.parse import quote  # noqa: PLC0415 - other reports need no URLs

    name = source.name.replace("\\", "/")
    path = quote(name.encode("utf-8", "surrogateescape"), safe="/")
    return {"uri": f"file://{path}" if path.startswith("/") else path}


def _describe_failure(checked: Checked) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": checked.failure},
        "locations": [{"physicalLocation": {"artifactLocation": _describe_place(checked.source)}}],
    }


REPORT = Report("sarif", "SARIF 2.1.0 with fixes, for code scanning", write)
