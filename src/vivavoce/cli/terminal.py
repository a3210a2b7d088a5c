"""What the terminal can show."""

from __future__ import annotations

import os
import sys
from typing import TextIO


def wants_colour(stream: TextIO | None = None) -> bool:
    """Whether to colour what goes to a stream: NO_COLOR and FORCE_COLOR beat the terminal."""
    stream = stream or sys.stdout
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR", "")
    if forced:
        return forced != "0"
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def find_width() -> int | None:
    """Columns of the terminal that standard output is, or None if it is none."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or None
    except (OSError, ValueError, AttributeError):
        return None


def warn(message: str) -> None:
    """One line on standard error."""
    from vivavoce.text.visible import make_visible

    sys.stdout.flush()
    sys.stderr.write(f"viva: {make_visible(message)}\n")
