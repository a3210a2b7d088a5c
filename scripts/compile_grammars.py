"""Write `grammars/compiled/*.json` from `grammars/*.lark` and the tables in `grammars/*/*.toml`."""

from __future__ import annotations

import json
import sys
import tomllib
from typing import TYPE_CHECKING

from vivavoce._resources import COMPILED, grammars, name_copy, take_checksum
from vivavoce.syntax.tables import dump_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

GRAMMARS = ("markup", "script")
FOLDERS = ("dialects", "lint", "phonetics")
"""Folders whose tables linting reads."""


def compile_all() -> Iterator[tuple[str, str]]:
    """Name and text of every compiled file."""
    for name in GRAMMARS:
        yield f"{name}.json", dump_tables(name)
    for folder in FOLDERS:
        for path in sorted((grammars() / folder).glob("*.toml")):
            data = path.read_bytes()
            copy = [take_checksum(data), tomllib.loads(data.decode("utf-8"))]
            text = json.dumps(copy, ensure_ascii=False, separators=(",", ":"))
            yield name_copy((folder, path.name)), text + "\n"


def main() -> int:
    """Write what is out of date; with `--check` only say so."""
    folder = grammars() / COMPILED
    folder.mkdir(exist_ok=True)
    stale = 0
    compiled = dict(compile_all())
    for name, text in compiled.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale += 1
            print(f"out of date: {name}")
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8")
    for path in folder.glob("*.json"):
        if path.name not in compiled:
            stale += 1
            print(f"left over: {path.name}")
            if "--check" not in sys.argv:
                path.unlink()
    return int(stale and "--check" in sys.argv)


if __name__ == "__main__":
    raise SystemExit(main())
