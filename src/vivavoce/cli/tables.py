"""Plain tables for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.text.visible import make_visible, measure_width

if TYPE_CHECKING:
    from collections.abc import Sequence


def lay_out(rows: Sequence[Sequence[str]], *, heading: Sequence[str] = ()) -> str:
    """Rows in columns, two blanks apart; the last column is as wide as it likes."""
    cells = [
        [make_visible(cell) for cell in row] for row in ([heading] if heading else []) + [*rows]
    ]
    if not cells:
        return ""
    widths = [max(map(measure_width, column)) for column in zip(*cells, strict=True)]
    lines = []
    for row in cells:
        padded = [
            cell + " " * (w - measure_width(cell)) for cell, w in zip(row, widths, strict=True)
        ]
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines) + "\n"
