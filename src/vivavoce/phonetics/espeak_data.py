"""espeak-ng's data folder, under a path that the library can hold."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from vivavoce.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator

PATH_LIMIT = 140
"""Longest data path passed on, in bytes. The library's buffer holds 160 with the file names it
appends; a longer path is dropped in silence for one baked in at build time (1.51, 1.52)."""


def shorten(data: Path) -> Path:
    """A path to the same data that the library can hold: itself, or a copy in a cache folder.

    Raises:
        EngineError: if it is no data folder, or no cache folder is short enough.
    """
    data = data / "espeak-ng-data" if (data / "espeak-ng-data").is_dir() else data
    if not (data / "phontab").is_file():
        raise EngineError(f"{data} is no espeak-ng data folder: it has no file named phontab.")
    if _fits(data):
        return data
    name = f"espeak-ng-{_fingerprint(data)}"
    for cache in _caches():
        target = cache / "vivavoce" / name / "espeak-ng-data"
        if _fits(target):
            with suppress(OSError):
                return _copy(data, target)
    raise EngineError(
        f"The path of espeak-ng's data is too long for it ({data}), and no cache folder can "
        "hold a copy: set VIVAVOCE_ESPEAK_DATA to a copy with a short path."
    )


def _copy(data: Path, target: Path) -> Path:
    """Copy a folder so that `target` is whole or absent, also when several processes do it."""
    if target.is_dir():
        return target
    from tempfile import mkdtemp  # noqa: PLC0415 - only on machines with long paths

    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(mkdtemp(dir=target.parent))
    try:
        shutil.copytree(data, staging / "data")
        with suppress(OSError):  # another process was first
            (staging / "data").rename(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return target


def _fits(path: Path) -> bool:
    readable = sys.platform != "win32" or str(path).isascii()
    return readable and len(os.fsencode(path)) <= PATH_LIMIT


def _caches() -> Iterator[Path]:
    from tempfile import gettempdir  # noqa: PLC0415 - only on machines with long paths

    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    if named and Path(named).is_absolute():
        yield Path(named)
    with suppress(RuntimeError):
        yield Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    yield Path(gettempdir()) / f"vivavoce-{user}"


def _fingerprint(data: Path) -> str:
    from hashlib import sha256  # noqa: PLC0415 - only on machines with long paths

    return sha256((data / "phontab").read_bytes()).hexdigest()[:12]
