"""`viva lint --add-allow`: writes the notes that allow what is found."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from vivavoce.cli.files import STDIN
from vivavoce.cli.fixing import check_writable, write_atomic_text
from vivavoce.cli.terminal import warn
from vivavoce.errors import UsageError
from vivavoce.lint.allow import add_allowances
from vivavoce.syntax import Script
from vivavoce.text import apply_edits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vivavoce.lint.report import Checked


def allow_all(files: Iterable[Checked], reason: str) -> int:
    """Allow every finding of every file, with one reason.

    Returns:
        The exit code: 0, or 1 if something cannot be allowed by a note.

    Raises:
        UsageError: if there is no reason.
        FileError: if a file cannot be written; then none is.
    """
    if not reason.strip():
        raise UsageError("--add-allow needs a reason, such as --add-allow 'the actor likes it'.")
    changed: dict[str, bytes] = {}
    notes = left = 0
    for checked in files:
        if checked.name == STDIN or checked.name.startswith("<"):
            raise UsageError("--add-allow writes into files; standard input is none.")
        script = Script.from_source(checked.source)
        edits, rest = add_allowances(script, checked.diagnostics, reason)
        notes += len(edits)
        left += len(rest)
        if edits:
            text = apply_edits(checked.source.text, edits)
            changed[checked.name] = checked.source.encode(text)
    check_writable(changed)
    for path, data in changed.items():
        write_atomic_text(path, data)
    sys.stdout.write(f"Wrote {notes} notes in {len(changed)} files.\n")
    if left:
        warn(f"{left} findings stand where no note can allow them; use ignore in vivavoce.toml.")
    return int(left > 0)
