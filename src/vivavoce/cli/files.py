"""Which files a run is about, and their text."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

from vivavoce.errors import FileError
from vivavoce.text import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SUFFIXES = (".vv", ".txt", ".md")
STDIN = "-"
_SKIPPED = frozenset({"node_modules", "venv", "__pycache__", "site-packages"})


def find_files(paths: Iterable[str], excluded: Callable[[str], bool]) -> list[str]:
    """The files that paths mean: themselves, and in folders every `.vv`, `.txt` and `.md`.

    Hidden folders, virtual environments and `node_modules` are left out, and so are links to
    folders, which may go round in circles. A file is listed once. What does not exist is listed
    too: reading it says why it cannot be read.

    Args:
        paths: as given by the user; `-` is standard input.
        excluded: whether a path found in a folder is left out.
    """
    found: dict[str, None] = {}
    for path in paths:
        if path != STDIN and os.path.isdir(path):
            found.update(dict.fromkeys(_walk(os.path.normpath(path), excluded)))
        else:
            found[path if path == STDIN else os.path.normpath(path)] = None
    return list(found)


def _walk(folder: str, excluded: Callable[[str], bool]) -> Iterator[str]:
    waiting = [folder]
    while waiting:
        at = waiting.pop()
        folders = []
        for entry in _list(at):
            path = entry.name if at == "." else entry.path
            if entry.name.startswith(".") or excluded(path):
                continue
            if entry.is_dir(follow_symlinks=False):
                if not _is_foreign(entry):
                    folders.append(path)
            elif entry.name.lower().endswith(SUFFIXES) and _is_file(entry):
                yield path
        waiting += reversed(folders)


def _list(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise FileError(f"Cannot read the folder {folder}: {error.strerror}.") from error


def _is_foreign(entry: os.DirEntry[str]) -> bool:
    return entry.name in _SKIPPED or os.path.exists(os.path.join(entry.path, "pyvenv.cfg"))


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file to read; a broken link counts, so that it is reported."""
    try:
        return stat.S_ISREG(entry.stat().st_mode)
    except OSError:
        return True


def read_bytes(path: str, max_size: int) -> bytes:
    """The bytes of a file.

    Raises:
        FileError: if it cannot be read or is larger than `max_size` bytes.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(max_size + 1)
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise FileError(f"Cannot read {path}: {error.strerror}.") from error
    except ValueError as error:
        raise FileError(f"Cannot read {path}: {error}.") from error
    _check_size(path, data, max_size, size)
    return data


def read_stdin(name: str, max_size: int) -> bytes:
    """The bytes of standard input, called `name` in messages.

    Raises:
        FileError: if there are more than `max_size`.
    """
    data = sys.stdin.buffer.read(max_size + 1)
    _check_size(name, data, max_size, len(data))
    return data


def _check_size(name: str, data: bytes, max_size: int, size: int) -> None:
    if len(data) > max_size:
        raise FileError(
            f"{name} is larger than {max_size:,} bytes ({max(size, len(data)):,}). "
            "Give --max-size if that is meant."
        )


def read_text(path: str, max_size: int, *, stdin_name: str = "<stdin>") -> Source:
    """A file, or standard input for `-`, as text.

    Raises:
        FileError: if it cannot be read.
        DecodeError: if it is no text.
    """
    if path == STDIN:
        return Source.from_bytes(read_stdin(stdin_name, max_size), stdin_name)
    return Source.from_bytes(read_bytes(path, max_size), path)
