"""Read the cases of a rule from its Markdown page and from its manual."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FENCE = re.compile(r"^```(script|fixed)([^\n]*)\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
_CARETS = re.compile(r"^[ \t]*\^+(?:[ \t]+.*)?$")


@dataclass(frozen=True)
class Expected:
    """One flagged place: a row, columns from 1 (end exclusive), and a part of the message."""

    row: int
    start: int
    end: int
    message: str


@dataclass
class Case:
    """One block of script with what should be found in it."""

    where: str
    script: str
    settings: dict[str, str]
    expected: list[Expected]
    fixed: str | None = None
    fixed_how: str = "unsafe"


def read_cases(path: Path) -> list[Case]:
    """The cases of `tests/rules/<name>.md`."""
    return _read(path.read_text(encoding="utf-8"), path.name)


def read_manual(manual: str, name: str) -> dict[str, str]:
    """The script blocks of a rule's manual by heading, such as `Example`."""
    blocks: dict[str, str] = {}
    for match in _FENCE.finditer(manual):
        headings = [h for h in _HEADING.finditer(manual) if h.start() < match.start()]
        blocks.setdefault(headings[-1][1] if headings else name, match[3])
    return blocks


def _read(text: str, name: str) -> list[Case]:
    cases: list[Case] = []
    for match in _FENCE.finditer(text):
        row = text.count("\n", 0, match.start()) + 1
        words = match[2].split()
        if match[1] == "fixed":
            cases[-1].fixed = match[3]
            cases[-1].fixed_how = words[0] if words else "unsafe"
            continue
        settings = dict(word.partition("=")[::2] for word in words)
        script, expected = split_carets(match[3])
        cases.append(Case(f"{name}:{row}", script, settings, expected))
    return cases


def split_carets(block: str) -> tuple[str, list[Expected]]:
    """The script without its caret lines, and what they say about the line above them."""
    lines: list[str] = []
    expected: list[Expected] = []
    for line in block.splitlines(keepends=True):
        bare = line.rstrip("\r\n")
        if not lines or not _CARETS.match(bare):
            lines.append(line)
            continue
        for run in re.finditer(r"\^+", bare):
            message = bare[run.end() :].replace("^", "").strip()
            expected.append(Expected(len(lines), run.start() + 1, run.end() + 1, message))
    return "".join(lines), expected
