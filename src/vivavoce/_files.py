"""Files at the edge of the program: replaced whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING

from vivavoce.errors import BusyError, FileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import FileIO

_BUSY = frozenset({errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK})


def write_atomic(path: Path, data: bytes) -> None:
    """Put `data` at `path` so that a reader sees the old file or the new one, never a part.

    Permissions of an existing file are kept; a symbolic link is followed, not replaced.

    Raises:
        FileError: if the folder cannot be written, the disk is full, and so on.
    """
    target = Path(os.path.realpath(path))
    try:
        handle, temporary = mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    except OSError as error:
        raise FileError(f"Cannot write {path}: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode(target))
        Path(temporary).replace(target)
    except OSError as error:
        raise FileError(f"Cannot write {path}: {error.strerror}.") from error
    finally:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()


@contextmanager
def claim(path: Path, busy: str) -> Iterator[None]:
    """Keep every other process that claims `path` out for a while.

    The system frees the claim when the process ends, however it ends. On a file system without
    locks nobody is kept out.

    Args:
        path: an empty file that stays behind; its folder exists.
        busy: what to say when another process holds it.

    Raises:
        BusyError: if another process holds it.
        FileError: if the file cannot be made.
    """
    try:
        file = path.open("ab", buffering=0)
    except OSError as error:
        raise FileError(f"Cannot write {path}: {error.strerror}.") from error
    with file:
        try:
            _lock(file)
        except OSError as error:
            if error.errno in _BUSY:
                raise BusyError(busy) from error
        yield


def _lock(file: FileIO) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - one system has it

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - one system lacks it

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _mode(target: Path) -> int:
    with suppress(OSError):
        return stat.S_IMODE(target.stat().st_mode)
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
