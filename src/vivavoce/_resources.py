"""Data that ships with the package: grammars, dialect tables, player scripts.

In a wheel `grammars/` lies inside the package; in a checkout it lies at the top of the repository.
"""

from __future__ import annotations

import os.path
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_PACKAGE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - see `grammars`
COMPILED = "compiled"


@cache
def _find_grammars() -> str:
    installed = os.path.join(_PACKAGE, "grammars")  # noqa: PTH118
    if os.path.isdir(installed):  # noqa: PTH112
        return installed
    return os.path.join(os.path.dirname(os.path.dirname(_PACKAGE)), "grammars")  # noqa: PTH118, PTH120


@cache
def grammars() -> Path:
    """The folder that holds the grammars and the dialect tables."""
    from pathlib import Path  # noqa: PLC0415 - takes longer to import than a short lint run has

    return Path(_find_grammars())


def read_text(*parts: str) -> str:
    """The text of a file inside the package, such as `read_text("exports", "static", "x.js")`."""
    return _read(os.path.join(_PACKAGE, *parts)).decode("utf-8")  # noqa: PTH118


def list_grammars(*parts: str) -> list[str]:
    """The names of the files in a folder of `grammars`, sorted."""
    return sorted(os.listdir(os.path.join(_find_grammars(), *parts)))  # noqa: PTH118, PTH208


def read_grammar(*parts: str) -> str:
    """The text of a file of `grammars`, such as `read_grammar("compiled", "markup.json")`."""
    return _read(os.path.join(_find_grammars(), *parts)).decode("utf-8")  # noqa: PTH118


def read_table(*parts: str) -> dict[str, Any]:
    """A TOML table of `grammars`, such as `read_table("dialects", "inworld-tts-2.toml")`.

    Reading TOML takes longer than linting a page, so `scripts/compile_grammars.py` keeps a copy as
    JSON. A copy that is out of date is not used.
    """
    data = _read(os.path.join(_find_grammars(), *parts))  # noqa: PTH118
    copy = _read_copy(parts)
    if copy is not None and copy[0] == take_checksum(data):
        return copy[1]
    import tomllib  # noqa: PLC0415 - only for what was changed since

    return tomllib.loads(data.decode("utf-8"))


def name_copy(parts: tuple[str, ...]) -> str:
    """What the compiled copy of a table is called."""
    return ".".join(parts).removesuffix(".toml") + ".json"


def take_checksum(data: bytes) -> int:
    """What tells one state of a table from another, whatever its line ends."""
    from zlib import crc32  # noqa: PLC0415

    return crc32(data.replace(b"\r\n", b"\n"))


def _read_copy(parts: tuple[str, ...]) -> tuple[int, dict[str, Any]] | None:
    from json import loads  # noqa: PLC0415

    try:
        checksum, table = loads(read_grammar(COMPILED, name_copy(parts)))
    except (OSError, ValueError):
        return None
    return checksum, table


def _read(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123 - as above
        return file.read()
