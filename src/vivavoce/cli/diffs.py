"""Unified diffs, safe for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.text.visible import make_visible

if TYPE_CHECKING:
    from collections.abc import Iterator

_COLOURS = {"+": "32", "-": "31", "@": "36"}


def write_diff(name: str, before: str, after: str) -> Iterator[str]:
    """The difference between two texts of a file, coloured on a terminal that can.

    On a terminal control characters are spelt out; in a pipe they stay, so that `patch` works.
    """
    import sys
    from difflib import unified_diff

    from vivavoce.cli.terminal import wants_colour

    colour, shown = wants_colour(), sys.stdout.isatty()
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    label = make_visible(name).lstrip("/")
    for line in unified_diff(old, new, f"a/{label}", f"b/{label}"):
        body = line.rstrip("\r\n") if not shown else make_visible(line.rstrip("\r\n"))
        ending = "\n" if shown or not line.endswith("\r\n") else "\r\n"
        tail = "" if line.endswith(("\n", "\r")) else "\n\\ No newline at end of file"
        code = _COLOURS.get(line[0]) if colour else None
        yield f"\x1b[{code}m{body}\x1b[0m{tail}{ending}" if code else f"{body}{tail}{ending}"
