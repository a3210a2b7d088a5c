"""Compiled regular expressions, kept from run to run.

Compiling the patterns of all rules takes longer than linting a page with them. What the compiler
makes of a pattern is a list of numbers that depends on nothing but the interpreter's version; so it
is kept in the user's cache folder, as Python keeps its byte code, and put into the cache that
`re.compile` looks into first. Whatever is amiss with the file, the patterns are compiled as ever.
"""

from __future__ import annotations

import marshal
import os
import re
import sys
from re import _compiler, _parser  # type: ignore[attr-defined]
from typing import Any
from zlib import crc32

_MAGIC: int = _compiler._sre.MAGIC  # noqa: SLF001
_MOST = 400
"""Below the 512 patterns that `re` remembers."""

_Key = tuple[str, int]
_Row = tuple[int, list[int], int, dict[str, int], tuple[str | None, ...]]
_known: dict[_Key, _Row] = {}


def recall_patterns() -> None:
    """Put the patterns of the last run where `re.compile` finds them."""
    try:
        with open(_find_file(), "rb") as file:
            checksum, data = int.from_bytes(file.read(4), "big"), file.read()
        if crc32(data) != checksum:
            return
        _known.update(marshal.loads(data))  # noqa: S302 - as safe as the byte code beside it
        cache: dict[Any, Any] = re._cache  # type: ignore[attr-defined]  # noqa: SLF001
        for (pattern, flags), row in _known.items():
            cache[str, pattern, flags] = _compiler._sre.compile(pattern, *row)  # noqa: SLF001
    except Exception:  # noqa: BLE001, S110 - a cache must never be in the way
        pass


def keep_patterns() -> None:
    """Write down the patterns of this run if some of them are new."""
    try:
        cache: dict[Any, Any] = re._cache  # type: ignore[attr-defined]  # noqa: SLF001
        used = [(key[1], key[2]) for key in cache if key[0] is str]
        if all(key in _known for key in used):
            return
        rows = {key: _known.get(key) or _describe(*key) for key in [*_known, *used][-_MOST:]}
        _write(marshal.dumps(rows))
    except Exception:  # noqa: BLE001, S110 - as above
        pass


def _describe(pattern: str, flags: int) -> _Row:
    """What `re` would hand to `_sre.compile`."""
    parsed = _parser.parse(pattern, flags)
    groups = parsed.state.groupdict
    names: list[str | None] = [None] * parsed.state.groups
    for name, index in groups.items():
        names[index] = name
    code = [int(number) for number in _compiler._code(parsed, flags)]  # noqa: SLF001
    every = int(flags | parsed.state.flags)
    return every, code, parsed.state.groups - 1, dict(groups), tuple(names)


def _find_file() -> str:

    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "vivavoce", f"patterns-{sys.implementation.cache_tag}-{_MAGIC}")


def _write(data: bytes) -> None:
    path = _find_file()
    os.makedirs(os.path.dirname(path), exist_ok=True)
    temporary = f"{path}.{os.getpid()}"
    with open(temporary, "wb") as file:
        file.write(crc32(data).to_bytes(4, "big") + data)
    os.replace(temporary, path)
