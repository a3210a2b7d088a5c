"""Markdown as a terminal shows it."""

from __future__ import annotations

import re

_BOLD, _DIM, _CYAN, _END = "\x1b[1m", "\x1b[2m", "\x1b[36m", "\x1b[0m"
_CODE = re.compile(r"`([^`\n]+)`")


def show_markdown(text: str, *, colour: bool) -> str:
    """Headings bold, code in colour, fenced blocks indented; without colour just the layout."""
    lines: list[str] = []
    fenced = False
    for line in text.splitlines():
        if line.startswith("```"):
            fenced = not fenced
        elif fenced:
            lines.append(f"    {_paint(line, _CYAN, colour=colour)}".rstrip())
        elif line.startswith("#"):
            lines.append(_paint(line.lstrip("# "), _BOLD, colour=colour))
        elif colour:
            lines.append(_CODE.sub(f"{_CYAN}\\1{_END}", line))
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _paint(text: str, style: str, *, colour: bool) -> str:
    return f"{style}{text}{_END}" if colour and text else text
