"""Mends files in memory, and writes them when all of them can be written."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vivavoce import catalogue
from vivavoce._files import write_atomic
from vivavoce.cli.files import STDIN, read_text
from vivavoce.cli.lexicons import add_lexicon
from vivavoce.errors import FileError
from vivavoce.lint.fix import fix_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vivavoce.cli.linting import Job

_LEVELS = ("error", "warning", "info")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A file before and after.

    Attributes:
        path: of the file; `-` is standard input.
        name: what messages call it.
        before: its text; empty if nothing changes.
        after: the mended text.
        data: the mended text as bytes, in the file's own encoding.
        fixed: number of findings mended.
        left: number of findings that stay.
        failing: whether one of those counts for the exit code.
        failure: why it could not be read, or "".
    """

    path: str
    name: str
    before: str = ""
    after: str = ""
    data: bytes = b""
    fixed: int = 0
    left: int = 0
    failing: bool = False
    failure: str = ""

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Mender:
    """Mends one file after the other; a value, so that it can go to other processes.

    Attributes:
        unsafe: whether to apply unsafe fixes.
        level: the mildest severity that counts for the exit code, or `never`.
    """

    unsafe: bool
    level: str

    def __call__(self, job: Job) -> Mended:
        """Mend one file in memory."""
        try:
            source = read_text(job.path, job.max_size, stdin_name=job.name)
        except FileError as error:
            return Mended(path=job.path, name=job.name, failure=str(error))
        settings, failure = add_lexicon(source, job.settings)
        if failure:
            return Mended(path=job.path, name=job.name, failure=failure)
        result = fix_source(source, catalogue.rules(), settings, unsafe=self.unsafe)
        same = result.text == source.text and job.path != STDIN
        levels = _LEVELS[: _LEVELS.index(self.level) + 1] if self.level in _LEVELS else ()
        return Mended(
            path=job.path,
            name=job.name,
            before="" if same else source.text,
            after="" if same else result.text,
            data=b"" if same else source.encode(result.text),
            fixed=result.fixed,
            left=len(result.remaining),
            failing=any(d.severity in levels for d in result.remaining),
        )


def write_all(results: Sequence[Mended]) -> None:
    """Write every changed file, or none.

    Raises:
        FileError: if one of them cannot be written.
    """
    changed = [m for m in results if m.changed and m.path != STDIN]
    check_writable(mended.path for mended in changed)
    for mended in changed:
        write_atomic_text(mended.path, mended.data)
    for mended in results:
        if mended.path == STDIN:
            sys.stdout.buffer.write(mended.data)
            sys.stdout.buffer.flush()


def write_atomic_text(path: str, data: bytes) -> None:
    """Put `data` in the place of a file."""
    from pathlib import Path

    write_atomic(Path(path), data)


def check_writable(paths: Iterable[str]) -> None:
    """Make sure that all files can be replaced before the first one is.

    Raises:
        FileError: names those that cannot.
    """
    stuck = [path for path in paths if not _is_writable(path)]
    if stuck:
        listed = ", ".join(stuck[:5]) + (" …" if len(stuck) > 5 else "")
        raise FileError(f"Cannot write {listed}. Nothing was written.")


def _is_writable(path: str) -> bool:
    target = os.path.realpath(path)
    return os.access(target, os.W_OK) and os.access(os.path.dirname(target), os.W_OK)
