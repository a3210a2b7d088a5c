"""Takes as files in a folder of the writer's; nothing that lies there is written over."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from vivavoce import catalogue
from vivavoce._files import write_atomic
from vivavoce.errors import FileError, UnknownNameError
from vivavoce.synthesis.names import safe_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vivavoce.speech import Take


def save_takes(takes: Sequence[tuple[str, Take]], folder: Path, kind: str) -> list[Path]:
    """Write takes, each to a file of its own; several as HTML to one page that compares them.

    Args:
        takes: label and take.
        folder: made if there is none.
        kind: name of the export format.

    Raises:
        UnknownNameError: if there is no such format.
        MissingExtraError: if the format needs a library that is not installed.
        FileError: if the folder or a file cannot be written.
    """
    exports = catalogue.exports()
    if kind not in exports:
        raise UnknownNameError("format", kind, exports)
    export = exports[kind]
    if kind == "html" and len(takes) > 1:
        from vivavoce.exports.html import page_html  # noqa: PLC0415 - few compare in a file

        page = page_html([take for _, take in takes]).encode("utf-8", "replace")
        files = [(takes[0][0], page)]
    else:
        files = [(label, export.render(take)) for label, take in takes]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"Cannot make the folder {folder}: {error.strerror}.") from error
    return [_write(folder, label, export.suffix, data) for label, data in files]


def _write(folder: Path, label: str, suffix: str, data: bytes) -> Path:
    stem = safe_name(label[:60]).lower() or "take"
    names = (f"{stem}{f'-{number}' if number > 1 else ''}{suffix}" for number in count(1))
    path = next(folder / name for name in names if not (folder / name).exists())
    write_atomic(path, data)
    return path
