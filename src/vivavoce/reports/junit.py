"""JUnit XML, which every build server shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.report import Checked, Look, Report
from vivavoce.text.visible import make_visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def write(files: Iterable[Checked], _look: Look) -> Iterator[str]:
    """A suite a file, a failure a finding; a clean file passes, an unreadable one is an error."""
    yield '<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="vivavoce">\n'
    for checked in files:
        yield from _write_suite(checked)
    yield "</testsuites>\n"


def _write_suite(checked: Checked) -> Iterator[str]:
    name, count = _escape(checked.name), len(checked.diagnostics)
    errors = int(bool(checked.failure))
    yield (
        f'  <testsuite name="{name}" tests="{max(count, 1)}" '
        f'failures="{count}" errors="{errors}">\n'
    )
    if checked.failure:
        yield f'    <testcase classname="{name}" name="read">\n'
        yield f'      <error message="{_escape(checked.failure)}"/>\n    </testcase>\n'
    elif not count:
        yield f'    <testcase classname="{name}" name="lint"/>\n'
    for found in checked.diagnostics:
        row, column = checked.source.position(found.span.start)
        title = _escape(f"{found.code} {found.name} at {row}:{column}")
        message = _escape(found.message)
        yield f'    <testcase classname="{name}" name="{title}" file="{name}" line="{row}">\n'
        yield f'      <failure type="{found.severity}" message="{message}"/>\n    </testcase>\n'
    yield "  </testsuite>\n"


def _escape(text: str) -> str:
    """Text fit for an attribute; what XML cannot hold is spelt out."""
    return "".join(_ESCAPES.get(character, character) for character in make_visible(text))


REPORT = Report("junit", "JUnit XML for build servers", write)
