"""Stage directions written as prose: what `*sighs*` or `(whispering)` was meant to do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind
from vivavoce.lint.words import words
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vivavoce.dialects import Dialect

_PUNCTUATION = " \t.,!?…;:-–—"
_LONGEST = 60
_JOINTS = pattern("[_-]")


@dataclass(frozen=True, slots=True)
class Direction:
    """A stage direction read.

    Attributes:
        kind: `sound`, `manner`, `pause` or `action`.
        markup: what makes the model do it, such as `[sigh]`; "" if nothing does.
        inflected: False for a bare verb such as `laugh`, which may be an ordinary word.
    """

    kind: str
    markup: str
    inflected: bool = True


def read_direction(body: str, dialect: Dialect) -> Direction | None:
    """What a stretch of prose directs, or None if it is no known stage direction."""
    if len(body) > _LONGEST:
        return None
    plain = body.strip(_PUNCTUATION).casefold()
    if not plain or not plain[0].isalpha():
        return None
    tag = dialect.classify(plain)
    if tag.kind is TagKind.SOUND:
        return Direction("sound", f"[{tag.name}]", plain.replace("_", " ") != tag.name)
    table = words("directions")
    if plain in table["pauses"]:
        return Direction("pause", f'<break time="{table["pauses"][plain]}" />')
    if plain in table["manners"]:
        return Direction("manner", _manner(table["manners"][plain], dialect))
    first = plain.split(maxsplit=1)[0]
    return Direction("action", "") if first in _actions() else None


@lru_cache(maxsize=1024)
def read_tag_name(name: str, dialect: Dialect) -> Direction | None:
    """What the name of another engine's tag directs, such as `laugh` or `whisper`.

    Other than in running text a bare verb is a direction too.
    """
    if len(name) > _LONGEST:
        return None
    name = _JOINTS.sub(" ", name)
    direction = read_direction(name, dialect)
    if direction is None and " " not in name:
        direction = read_direction(name + "s", dialect)
    return direction if direction and direction.kind != "action" else None


def _manner(row: Mapping[str, str], dialect: Dialect) -> str:
    if dialect.steers:
        return f"[{row['instruction']}]"
    tag = row.get("tag", "")
    return f"[{tag}]" if tag in dialect.fixed_tags else ""


@cache
def _actions() -> frozenset[str]:
    table = words("directions")["actions"]
    return frozenset((*table["verbs"], *table["participles"]))
