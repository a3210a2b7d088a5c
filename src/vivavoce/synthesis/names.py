"""Stable ids for lines, and file names made from them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from vivavoce.text import Edit

if TYPE_CHECKING:
    from vivavoce.syntax import Script

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9]+")
_LONGEST = 80


def name_lines(script: Script) -> list[Edit]:
    """Edits that give every utterance without an id one, such as `#id:crossing-07`.

    Ids are made from the heading above, or the file's name, and the next free number, so that ids
    already there stay as they are.
    """
    if script.plain:
        return []
    taken = {u.id for u in script.utterances if u.id}
    counters: dict[str, int] = {}
    edits = []
    for utterance in script.utterances:
        stem = _stem(script, utterance.scene)
        counters[stem] = counters.get(stem, 0) + 1
        if utterance.id:
            continue
        while f"{stem}-{counters[stem]:02}" in taken:
            counters[stem] += 1
        name = f"{stem}-{counters[stem]:02}"
        taken.add(name)
        edits.append(Edit.insert(utterance.span.end, f"  #id:{name}"))
    return edits


def _stem(script: Script, scene: int) -> str:
    if scene >= 0:
        heading = script.headings[scene].of(script.text).strip().lstrip("#").strip()
    else:
        heading = re.split(r"[\\/]", script.source.name)[-1].removesuffix(".vv")
    return safe_name(heading).lower() or "line"


def safe_name(text: str) -> str:
    """A file name without anything that could leave its folder: letters, digits and dashes.

    Empty if nothing of `text` can stand in a name.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NOT_IN_NAMES.sub("-", plain).strip("-")[:_LONGEST]
