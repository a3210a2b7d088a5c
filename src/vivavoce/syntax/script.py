"""A script: who says what, line by line, with everything that is not spoken kept in its place."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from vivavoce.errors import FileError
from vivavoce.syntax.document import parse_marks
from vivavoce.syntax.frontmatter import FrontMatter, Setting, read_front_matter
from vivavoce.syntax.lalr import load_parser
from vivavoce.syntax.node import Node, NodeKind
from vivavoce.syntax.says import Say, read_says
from vivavoce.syntax.utterance import Utterance, read_paragraphs, read_turns
from vivavoce.text import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIX = ".vv"
_UNSPOKEN = frozenset({NodeKind.FRONT_MATTER, NodeKind.HEADING, NodeKind.NOTE})


class CastMember(NamedTuple):
    """Who speaks, and how.

    Attributes:
        name: as in the cast.
        voice: voice id, or "" if none is given.
        setting: the front matter it came from.
    """

    name: str
    voice: str
    setting: Setting

    def value(self, key: str) -> Any:
        """A setting of this speaker alone, such as `speaking_rate`, or None."""
        setting = self.setting.get(key)
        return None if setting is None else setting.value


@dataclass(frozen=True)
class Script:
    """A whole script file.

    Attributes:
        source: the text.
        lines: every line as a leaf, in order; joined they are the text. A plain text has none.
        front_matter: what its head says.
        plain: True for text without script syntax, in which blank lines separate utterances.
    """

    source: Source
    lines: tuple[Node, ...] = field(repr=False)
    front_matter: FrontMatter
    plain: bool

    @classmethod
    def read(cls, path: str | Path) -> Script:
        """Read a file: script syntax if its name ends in `.vv`, plain text otherwise.

        Raises:
            FileError: if it cannot be read.
            DecodeError: if it is no text.
        """
        return cls.from_source(read_source(path))

    @classmethod
    def from_source(cls, source: Source, *, plain: bool | None = None) -> Script:
        """Read a source; `plain=None` decides by its name and, without one, by its first line."""
        if plain is None:
            named = source.name.lower().endswith(SUFFIX)
            plain = not named and not _looks_like_script(source)
        if plain:
            return cls(source, (), FrontMatter(), plain=True)
        lines = tuple(load_parser("script").parse(source.text, 0, len(source.text)))
        head = lines[0] if lines and lines[0].kind is NodeKind.FRONT_MATTER else None
        front = read_front_matter(source.text, head.start, head.end) if head else FrontMatter()
        return cls(source, lines, front, plain=False)

    @property
    def text(self) -> str:
        """The whole text, character for character."""
        return self.source.text

    @cached_property
    def cast(self) -> dict[str, CastMember]:
        """The speakers that the front matter names."""
        cast = self.front_matter.settings.get("cast")
        if cast is None or not isinstance(cast.value, dict):
            return {}
        return {name: _member(setting) for name, setting in cast.value.items()}

    @cached_property
    def utterances(self) -> tuple[Utterance, ...]:
        """All utterances in order."""
        return tuple(read_paragraphs(self) if self.plain else read_turns(self))

    @cached_property
    def marks(self) -> list[Node]:
        """Every node of the spoken lines that is not plain text, in order."""
        return [
            mark for start, end in self._regions() for mark in parse_marks(self.text, start, end)
        ]

    @cached_property
    def mark_starts(self) -> list[int]:
        """Where the marks start, for looking them up."""
        return [mark[1] for mark in self.marks]

    def marks_in(self, start: int, end: int) -> list[Node]:
        """The marks of a stretch of spoken text."""
        first, last = bisect_left(self.mark_starts, start), bisect_left(self.mark_starts, end)
        found = self.marks[first:last]
        reaches_in = first > 0 and self.marks[first - 1].end > start
        if reaches_in or (found and found[-1].end > end):
            return parse_marks(self.text, start, end)
        return found

    @cached_property
    def headings(self) -> tuple[Node, ...]:
        """The heading lines."""
        return tuple(line for line in self.lines if line.kind is NodeKind.HEADING)

    @cached_property
    def notes(self) -> tuple[Node, ...]:
        """The note lines, directives to the linter among them."""
        return tuple(line for line in self.lines if line.kind is NodeKind.NOTE)

    @cached_property
    def says(self) -> tuple[Say, ...]:
        """How the script's own notes say that words are said: `// say: /kriːt/ Crete`."""
        return tuple(read_says(self.text, self.notes)) if "say:" in self.text else ()

    def _regions(self) -> Iterator[tuple[int, int]]:
        """The stretches between lines that are never spoken."""
        at = 0
        for kind, start, end, _ in self.lines:
            if kind in _UNSPOKEN:
                yield at, start
                at = end
        yield at, len(self.text)


def read_source(path: str | Path) -> Source:
    """Read a text file of any kind.

    Raises:
        FileError: if it cannot be read.
        DecodeError: if it is no text.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib takes longer than a short lint run has
            data = file.read()
    except OSError as error:
        raise FileError(f"Cannot read {path}: {error.strerror}.") from error
    except ValueError as error:
        raise FileError(f"Cannot read {str(path)!r}: {error}.") from error
    return Source.from_bytes(data, str(path))


def _looks_like_script(source: Source) -> bool:
    return source.name.startswith("<") and bool(re.match(r"---[ \t]*\r?\n", source.text))


def _member(setting: Setting) -> CastMember:
    if isinstance(setting.value, dict):
        voice = setting.value.get("voice")
        return CastMember(setting.key, _plain_text(voice.value if voice else None), setting)
    return CastMember(setting.key, _plain_text(setting.value), setting)


def _plain_text(value: Any) -> str:
    return "" if value is None or isinstance(value, (dict, list)) else str(value)
