"""A dialect: the tables of one model, read from `grammars/dialects/<model>.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from vivavoce._resources import list_grammars, read_table
from vivavoce.dialects.tag import Tag, TagKind
from vivavoce.errors import UnknownNameError

if TYPE_CHECKING:
    from vivavoce.dialects.near import NearIndex

_NOT_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, eq=False)
class Dialect:
    """What one model accepts. All facts come from its table; none is in code.

    Attributes:
        name: the model id, such as `inworld-tts-2`.
        table: the whole table, `extends` resolved, with the evidence and date of every group.
    """

    name: str
    table: dict[str, Any] = field(repr=False)

    @property
    def version(self) -> str:
        """Version of the table: the date it was last checked."""
        return str(self.table["version"])

    @property
    def family(self) -> str:
        """`1` for tts-1 and tts-1.5, `2` for tts-2, `F` for tts-2-flash."""
        return str(self.table["model"]["family"])

    @property
    def title(self) -> str:
        """What people call the model."""
        return str(self.table["model"]["title"])

    @property
    def steers(self) -> bool:
        """Whether free instructions change the delivery."""
        return bool(self.table["tags"]["unknown"] == "instruction")

    @property
    def scope(self) -> str:
        """How far a tag reaches by default: `until-changed`, `next-text` or `start-of-text`."""
        return str(self.table["tags"]["scope"]["default"])

    @property
    def english_tags_only(self) -> bool:
        """Whether tags work in English text only."""
        return bool(self.table["tags"]["english_only"])

    @property
    def emphasis(self) -> str:
        """How to stress a word: `asterisks`, `capitals` or `unknown`."""
        return str(self.table["markup"]["emphasis"])

    def limit(self, name: str) -> float:
        """A limit by its name in the table, such as `sync_characters` or `break_seconds`."""
        value = self.table["limits"][name]
        return float(value) if isinstance(value, float) else int(value)

    def accepts(self, name: str) -> Any:
        """What the table says of a request field or a piece of markup."""
        fields = self.table["fields"]
        return fields[name] if name in fields else self.table["markup"].get(name, False)

    @cached_property
    def sounds(self) -> tuple[str, ...]:
        """Canonical names of the sounds."""
        return tuple(self.table["tags"]["sounds"])

    @cached_property
    def emotions(self) -> tuple[str, ...]:
        """Canonical names of the emotions, for models with a fixed list."""
        return tuple(self.table["tags"]["emotions"])

    @cached_property
    def styles(self) -> tuple[str, ...]:
        """Canonical names of the styles, for models with a fixed list."""
        return tuple(self.table["tags"]["styles"])

    @cached_property
    def fixed_tags(self) -> tuple[str, ...]:
        """Every tag with a fixed spelling: emotions, styles, sounds, reset."""
        return (*self.emotions, *self.styles, *self.sounds, *self.table["tags"]["reset"])

    @cached_property
    def _known(self) -> dict[str, tuple[TagKind, str, bool]]:
        known: dict[str, tuple[TagKind, str, bool]] = {}
        tags = self.table["tags"]
        for name, row in tags["sounds"].items():
            for form in row.get("loose", ()):
                known[fold(form)] = (TagKind.SOUND, name, False)
            for form in (name, *row["forms"]):
                known[fold(form)] = (TagKind.SOUND, name, True)
        for kind, names in (
            (TagKind.EMOTION, tags["emotions"]),
            (TagKind.STYLE, tags["styles"]),
            (TagKind.RESET, tags["reset"]),
        ):
            known.update({fold(name): (kind, name, True) for name in names})
        return known

    @cached_property
    def _classified(self) -> dict[str, Tag]:
        return {}

    def classify(self, body: str) -> Tag:
        """What the model takes `[body]` for.

        On tts-2 a body that names a sound is that sound, `reset` resets, anything else is an
        instruction (docs.inworld.ai, Steering, Aug 2026).
        """
        tag = self._classified.get(body)
        if tag is None:
            tag = self._classify(body)
            if len(body) <= _MAX_REMEMBERED:
                self._classified[body] = tag
        return tag

    def _classify(self, body: str) -> Tag:
        trimmed = body.strip()
        if not trimmed:
            return Tag(TagKind.EMPTY, "", body)
        found = self._known.get(fold(trimmed)) if len(trimmed) <= _MAX_REMEMBERED else None
        if found is not None and not (found[0] is TagKind.RESET and trimmed.lower() != found[1]):
            kind, name, certain = found
            return Tag(kind, name, body, certain)
        unknown = self.table["tags"]["unknown"]
        kind = TagKind.UNKNOWN if unknown == "unknown" else TagKind.INSTRUCTION
        return Tag(kind, trimmed, body)

    def near(self, body: str) -> tuple[str, ...]:
        """Fixed tags that a misspelt body may have meant, best first; empty if none is close.

        A body that names a tag is near nothing.
        """
        folded = fold(body)
        if not folded or folded in self._known or folded in self._never_near:
            return ()
        misspelt = self._misspelt.get(folded)
        return (misspelt,) if misspelt else self._near.find(folded)

    @cached_property
    def _never_near(self) -> frozenset[str]:
        tags = self.table["tags"]
        words = (
            *tags.get("instructions", {}).get("not_sounds", ()),
            *tags.get("directions", {}).get("words", ()),
        )
        return frozenset(map(fold, words))

    @cached_property
    def _misspelt(self) -> dict[str, str]:
        """Canonical name by folded misspelling."""
        rows = self.table["tags"].get("misspellings", {}).get("of", {})
        return {fold(slip): name for name, slips in rows.items() for slip in slips}

    @cached_property
    def _near(self) -> NearIndex:
        from vivavoce.dialects.near import NearIndex  # noqa: PLC0415 - only faults need it

        return NearIndex({form: entry[1] for form, entry in self._known.items()})


_MAX_REMEMBERED = 80


def fold(body: str) -> str:
    """A body without letter case, blanks, digits and punctuation, as the service compares."""
    return _NOT_LETTERS.sub("", body.lower())


@cache
def known_models() -> tuple[str, ...]:
    """The ids of all models with a table, newest family first."""
    files = list_grammars("dialects")
    stems = (name.removesuffix(".toml") for name in files if name.endswith(".toml"))
    return tuple(sorted(stems, reverse=True))


@cache
def dialect(name: str) -> Dialect:
    """The dialect of a model; a gateway's `inworld/` prefix is ignored.

    Raises:
        UnknownNameError: if no table has that name; it suggests close ones.
    """
    name = name.removeprefix("inworld/")
    if name not in known_models():
        raise UnknownNameError("model", name, known_models())
    return Dialect(name, _load(name))


def _load(name: str) -> dict[str, Any]:
    table = read_table("dialects", f"{name}.toml")
    base = table.pop("extends", None)
    dropped = table.pop("drops", [])
    if base is None:
        return table
    merged = _merge(_load(base), table)
    for dotted in dropped:
        *path_to, last = dotted.split(".")
        group = merged
        for key in path_to:
            group = group[key]
        group.pop(last, None)
    return merged


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        old = merged.get(key)
        merged[key] = (
            _merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
        )
    return merged
