"""A script: who says what, line by line, with everything that is not spoken kept in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from vivavoce.errors import FileError
from vivavoce.syntax.document import Document, parse_segments
from vivavoce.syntax.frontmatter import FrontMatter, Setting, read_front_matter
from vivavoce.syntax.lalr import load_parser
from vivavoce.syntax.node import Node, NodeKind
from vivavoce.text import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIX = ".vv"
_CUE = re.compile(r"[ \t]*([^\W\d_][\w .'’&-]*?)[ \t]*(?:\(([^()\n\r]*)\)[ \t]*)?:[ \t]*")
_ID = re.compile(r"[ \t]+#id:([^\s#]*)[ \t]*(?=[\r\n]|$)")
_PARAGRAPH = re.compile(r"[^\n\r]*[^\s][^\n\r]*(?:(?:\r\n?|\n)[^\n\r]*[^\s][^\n\r]*)*")
_LOWER = re.compile(r"[^\W\d_A-Z]")


class Utterance(NamedTuple):
    """What one turn speaks; a tuple, because a long script has tens of thousands.

    Attributes:
        index: counted from 0.
        speaker: the name at the head of the line, or "" for narration without one.
        speaker_span: its place; empty at the text's start if there is none.
        qualifier: what stands in parentheses behind the name, or "".
        id: the `#id:` of the line, or "".
        id_span: the place of the id itself, or None.
        document: the text.
        scene: index into the script's headings, or -1 before the first.
    """

    index: int
    speaker: str
    speaker_span: Span
    qualifier: str
    id: str
    id_span: Span | None
    document: Document
    scene: int

    @property
    def span(self) -> Span:
        """Where its text stands."""
        return self.document.span


@dataclass(frozen=True, slots=True)
class CastMember:
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
        lines = tuple(load_parser("script").parse(source.text))
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
        builder = _paragraphs if self.plain else _turns
        return tuple(builder(self))

    @cached_property
    def headings(self) -> tuple[Node, ...]:
        """The heading lines."""
        return tuple(line for line in self.lines if line.kind is NodeKind.HEADING)

    @cached_property
    def notes(self) -> tuple[Node, ...]:
        """The note lines, directives to the linter among them."""
        return tuple(line for line in self.lines if line.kind is NodeKind.NOTE)


def read_source(path: str | Path) -> Source:
    """Read a text file of any kind.

    Raises:
        FileError: if it cannot be read.
        DecodeError: if it is no text.
    """
    try:
        data = Path(path).read_bytes()
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


def _paragraphs(script: Script) -> Iterator[Utterance]:
    for index, match in enumerate(_PARAGRAPH.finditer(script.text)):
        document = parse_segments(script.source, (match.span(),))
        here = Span(match.start(), match.start())
        yield Utterance(index, "", here, "", "", None, document, -1)


class _Turn:
    """An utterance while its lines are being gathered."""

    __slots__ = ("id", "id_span", "qualifier", "scene", "segments", "speaker", "speaker_span")

    def __init__(self, scene: int) -> None:
        self.scene = scene
        self.speaker = self.qualifier = self.id = ""
        self.speaker_span: Span | None = None
        self.id_span: Span | None = None
        self.segments: list[tuple[int, int]] = []

    def add(self, text: str, start: int, end: int) -> None:
        """Take in the text of one line, without its id and line ending."""
        stop = end
        while stop > start and text[stop - 1] in " \t\r\n":
            stop -= 1
        mark = text.rfind("#id:", start, stop)
        if mark > start and (match := _ID.search(text, mark - 1, end)):
            self.id, self.id_span = match[1], Span(*match.span(1))
            stop = mark
            while stop > start and text[stop - 1] in " \t":
                stop -= 1
        if self.segments and not text[self.segments[-1][1] : start].strip():
            start = self.segments.pop()[0]
        self.segments.append((start, stop))

    def finish(self, index: int, source: Source) -> Utterance:
        """The utterance."""
        segments = tuple(self.segments)
        here = self.speaker_span or Span(segments[0][0], segments[0][0])
        document = parse_segments(source, segments)
        return Utterance(
            index, self.speaker, here, self.qualifier, self.id, self.id_span, document, self.scene
        )


def _turns(script: Script) -> Iterator[Utterance]:
    text, source, cast = script.text, script.source, script.cast
    turn: _Turn | None = None
    scene, index = -1, 0
    for line in script.lines:
        kind, start, end, _ = line
        cue = _read_cue(text, line, cast) if kind is NodeKind.CUE else None
        if turn is not None and (cue or kind in _SEPARATORS):
            yield turn.finish(index, source)
            index, turn = index + 1, None
        if kind is NodeKind.HEADING:
            scene += 1
        elif kind is NodeKind.SPEECH or kind is NodeKind.CUE:
            turn = turn or _Turn(scene)
            if cue:
                turn.speaker, turn.qualifier = cue[1], (cue[2] or "").strip()
                turn.speaker_span = Span(*cue.span(1))
                start = cue.end()
            else:
                start += len(text[start:end]) - len(text[start:end].lstrip(" \t"))
            turn.add(text, start, end)
    if turn is not None:
        yield turn.finish(index, source)


_SEPARATORS = frozenset({NodeKind.BLANK, NodeKind.HEADING, NodeKind.FRONT_MATTER})


def _read_cue(text: str, line: Node, cast: dict[str, CastMember]) -> re.Match[str] | None:
    """The cue of a line; a label that is neither in the cast nor in capitals is just text."""
    match = _CUE.match(text, line.start, line.end)
    if match and (match[1] in cast or not _LOWER.search(match[1])):
        return match
    return None
