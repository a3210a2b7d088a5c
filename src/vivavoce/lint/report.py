"""What a report is: a file of `vivavoce/reports` that turns linted files into text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from vivavoce.text.visible import make_visible

if TYPE_CHECKING:
    from vivavoce.lint.diagnostic import Diagnostic, Fix
    from vivavoce.lint.rule import Rule
    from vivavoce.text import Source

FIX_COMMANDS = {"safe": "viva fix", "unsafe": "viva fix --unsafe"}
"""The command that applies a fix of a safety, where there is one."""

_COLOURS = {"error": "1;31", "warning": "1;33", "info": "1;36", "bold": "1", "dim": "2"}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was linted, or that could not be.

    Attributes:
        source: its text, named as the report names it.
        diagnostics: what was found, in order of place.
        failure: why it could not be linted, or "".
    """

    source: Source
    diagnostics: tuple[Diagnostic, ...] = ()
    failure: str = ""

    @property
    def name(self) -> str:
        """The file's name."""
        return self.source.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a report should look like, and what it may need to know.

    Attributes:
        colour: whether to colour it, for terminals that can.
        width: columns to wrap messages at, or None to leave them on one line.
        version: of vivavoce.
        rules: by code, for reports that describe them.
    """

    colour: bool = False
    width: int | None = None
    version: str = ""
    rules: dict[str, Rule] = field(default_factory=dict)

    def paint(self, text: str, style: str) -> str:
        """`text` in a style: a severity, `bold` or `dim`."""
        return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if self.colour else text


Write = Callable[[Iterable[Checked], Look], Iterator[str]]


class Report(NamedTuple):
    """One format, defined as `REPORT` in a file of `vivavoce/reports`.

    Attributes:
        name: as given to `--format`.
        summary: one line of help.
        write: yields the report piece by piece. Files come one by one, so that a report may be on
            the screen before the last file is read.
    """

    name: str
    summary: str
    write: Write


def describe_place(source: Source, offset: int) -> dict[str, int]:
    """A place as JSON reports give it: row and column from 1, columns in code points."""
    row, column = source.position(offset)
    return {"row": row, "column": column}


def describe_fix(source: Source, fix: Fix) -> dict[str, Any]:
    """A fix as JSON reports give it."""
    return {
        "safety": fix.safety.value,
        "message": fix.title,
        "edits": [
            {
                "content": edit.text,
                "location": describe_place(source, edit.span.start),
                "end_location": describe_place(source, edit.span.end),
            }
            for edit in fix.edits
        ],
    }


def describe_diagnostic(source: Source, diagnostic: Diagnostic) -> dict[str, Any]:
    """A diagnostic as JSON reports give it."""
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "filename": source.name,
        "location": describe_place(source, diagnostic.span.start),
        "end_location": describe_place(source, diagnostic.span.end),
        "fix": describe_fix(source, diagnostic.fix) if diagnostic.fix else None,
    }


def dump_json(value: Any, *, indent: int | None = None) -> str:
    """JSON that reads as it should and carries nothing a terminal would obey."""
    import json  # noqa: PLC0415 - the reports for people need none

    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\n\u00a0" else _escape(c) for c in text)


def _escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def count_severities(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """How many diagnostics of each severity, the worst first."""
    counts = {"error": 0, "warning": 0, "info": 0}
    for diagnostic in diagnostics:
        counts[diagnostic.severity.value] += 1
    return counts


def summarise(counts: dict[str, int], files: int) -> str:
    """`1 error, 2 warnings in 3 files`, or `No findings in 3 files`."""
    named = [
        _count(number, "note" if severity == "info" else severity)
        for severity, number in counts.items()
        if number
    ]
    return f"{', '.join(named) or 'No findings'} in {_count(files, 'file')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def show_line(checked: Checked, diagnostic: Diagnostic) -> str:
    """`name:row:column`, safe for a terminal."""
    row, column = checked.source.position(diagnostic.span.start)
    return f"{make_visible(checked.name)}:{row}:{column}"
