"""The compiled phoneme tables of espeak-ng: which mnemonics a voice has."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VOWEL = 2
SOUNDS = range(2, 10)
"""Types of sounds; below them are pauses (0) and stress marks (1)."""

_HEADER, _ENTRY = 36, 16
_SHADOWS = frozenset({"IR", "VR"})
"""Linking-r variants, which hide schwa + r and cause nearly all misses in British English."""


class _Table(NamedTuple):
    """A table adds to, and overrides, the one it includes (0 = none, 1 = the first)."""

    included: int
    entries: dict[str, int]


def read_mnemonics(data: Path, voice: str) -> dict[str, int]:
    """The sounds a voice can be asked for, mnemonic to type.

    Args:
        data: the library's data folder.
        voice: identifier, such as `gmw/en-US`.
    """
    tables = list(_read_tables((data / "phontab").read_bytes()))
    names = [name for name, _ in tables]
    name = _table_name(data / "lang" / voice, names)
    number = names.index(name) + 1 if name in names else 0
    chain: list[dict[str, int]] = []
    while number:
        table = tables[number - 1][1]
        chain.append(table.entries)
        number = table.included
    merged = {mnemonic: kind for part in reversed(chain) for mnemonic, kind in part.items()}
    return {mnemonic: kind for mnemonic, kind in merged.items() if _is_candidate(mnemonic, kind)}


def _read_tables(data: bytes) -> Iterator[tuple[str, _Table]]:
    """Walk the file (format read from espeak-ng 1.52's compiler, Nov 2026)."""
    at = 4
    for _ in range(data[0]):
        count, included, name = struct.unpack_from("<BB2x32s", data, at)
        at += _HEADER
        end = at + _ENTRY * count
        entries = struct.iter_unpack("<4s7xB4x", data[at:end])
        yield _text(name), _Table(included, {_text(code): kind for code, kind in entries})
        at = end


def _text(raw: bytes) -> str:
    return raw.split(b"\0")[0].decode("latin-1")


def _table_name(path: Path, known: list[str]) -> str:
    """The table that a voice file names, else the one called as its language."""
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    named = re.findall(r"^phonemes\s+(\S+)", text, re.MULTILINE)
    codes = re.findall(r"^language\s+(\S+)", text, re.MULTILINE)
    families = [code.split("-")[0] for code in codes]
    return next((name for name in (*named, *codes, *families) if name in known), "base1")


def _is_candidate(mnemonic: str, kind: int) -> bool:
    return (
        kind in SOUNDS
        and (mnemonic[0].isalnum() or mnemonic[0] in "@&*?#")
        and not mnemonic.startswith("#X")
        and mnemonic not in _SHADOWS
    )
