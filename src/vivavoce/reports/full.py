"""For people: the message, what to do, the line and carets under the very characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vivavoce.lint.report import (
    FIX_COMMANDS,
    Checked,
    Look,
    Report,
    count_severities,
    show_line,
    summarise,
)
from vivavoce.text.visible import make_visible, measure_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vivavoce.lint.diagnostic import Diagnostic

_CONTEXT = 48
"""How many characters of a long line are shown on either side of what is wrong."""
_QUESTION = re.compile(r"(?<=[.!?]) (?=Did you mean )")
_NARROWEST = 30


def write(files: Iterable[Checked], look: Look) -> Iterator[str]:
    """Every finding as a paragraph, and a summary."""
    count, fixable = 0, {"viva fix": 0, "viva fix --unsafe": 0}
    total = {"error": 0, "warning": 0, "info": 0}
    for checked in files:
        count += not checked.failure
        for severity, number in count_severities(checked.diagnostics).items():
            total[severity] += number
        for found in checked.diagnostics:
            command = find_command(found)
            if command:
                fixable[command] += 1
            yield from _write_finding(checked, found, look)
    yield f"{summarise(total, count)}.{_describe_fixable(fixable)}\n"


def find_command(found: Diagnostic) -> str | None:
    """The command that mends a finding, the safest first."""
    offered = {fix.safety.value for fix in found.fixes}
    return next((c for safety, c in FIX_COMMANDS.items() if safety in offered), None)


def _describe_fixable(fixable: dict[str, int]) -> str:
    parts = [f"{number} with {command}" for command, number in fixable.items() if number]
    return f" Can be mended: {', '.join(parts)}." if parts else ""


def _write_finding(checked: Checked, found: Diagnostic, look: Look) -> Iterator[str]:
    place = show_line(checked, found)
    head = f"{look.paint(place, 'bold')}  {look.paint(found.code, found.severity.value)}  "
    indent = measure_width(place) + len(found.code) + 4
    hint = look.paint(_describe_hint(found), "dim")
    lines = _lay_out(make_visible(found.message), indent, look.width)
    if len(lines) > 1:
        lines[-1] += f"  {hint}"
    else:
        lines.append(hint)
    pad = " " * min(indent, _CONTEXT // 2)
    yield f"{head}{lines[0]}\n"
    yield from (f"{pad}{line}\n" for line in lines[1:])
    yield from _show_source(checked, found, look)
    yield "\n"


def _describe_hint(found: Diagnostic) -> str:
    parts = [] if found.severity == "error" else [found.severity.value]
    command = find_command(found)
    parts += [command] if command else []
    return f"({' · '.join([*parts, f'viva rule {found.code}'])})"


def _lay_out(message: str, indent: int, width: int | None) -> list[str]:
    lines = _QUESTION.split(message)
    if width is None:
        return lines
    import textwrap  # noqa: PLC0415 - only terminals wrap

    room = max(width - min(indent, _CONTEXT // 2), _NARROWEST)
    wrap = textwrap.TextWrapper(room, break_long_words=False, break_on_hyphens=False).wrap
    return [part for line in lines for part in wrap(line) or [""]]


def _show_source(checked: Checked, found: Diagnostic, look: Look) -> Iterator[str]:
    source, span = checked.source, found.span
    row = source.position(span.start).row
    line = source.line_span(row)
    start, end = min(span.start, line.end), min(max(span.end, span.start), line.end)
    first, last = line.start, line.end
    if len(line) > 2 * _CONTEXT:
        first = max(first, start - _CONTEXT)
        last = min(last, max(end, start + 1) + _CONTEXT, start + 3 * _CONTEXT)
    before = make_visible(source.text[first:start])
    inside = make_visible(source.text[start : min(end, last)])
    after = make_visible(source.text[min(end, last) : last])
    left, right = "…" if first > line.start else "", "…" if last < line.end else ""
    number = f"{row:5}"
    bar = look.paint("|", "dim")
    carets = "^" * max(measure_width(inside), 1)
    gap = " " * measure_width(left + before)
    yield f"{look.paint(number, 'dim')} {bar} {left}{before}{inside}{after}{right}".rstrip() + "\n"
    yield f"{' ' * len(number)} {bar} {gap}{look.paint(carets, found.severity.value)}\n"


REPORT = Report("full", "the message, what to do, and the line with carets", write)
