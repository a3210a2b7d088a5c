"""What one turn speaks: lines gathered into utterances."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vivavoce.syntax.document import Document
from vivavoce.syntax.node import Node, NodeKind
from vivavoce.text import Source, Span

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from vivavoce.syntax.script import Script

_CUE = re.compile(r"[ \t]*([^\W\d_][\w .'’&-]*?)[ \t]*(?:\(([^()\n\r]*)\)[ \t]*)?:[ \t]*")
_ID = re.compile(r"#id:([^\s#\[\]<>/*]*)[ \t]*\Z")
_PARAGRAPH = re.compile(r"[^\n\r]*[^\s][^\n\r]*(?:(?:\r\n?|\n)[^\n\r]*[^\s][^\n\r]*)*")
_SEPARATORS = frozenset({NodeKind.BLANK, NodeKind.HEADING, NodeKind.FRONT_MATTER})


class Utterance:
    """What one turn speaks.

    Attributes:
        index: counted from 0.
        speaker: the name at the head of the line, or "" for narration without one.
        qualifier: what stands in parentheses behind the name, or "".
        id: the `#id:` of the line, or "".
        segments: the stretches of the source that make up its text.
        scene: index into the script's headings, or -1 before the first.
    """

    __slots__ = (
        "_id_start", "_script", "_speaker_start", "id", "index", "qualifier", "scene", "segments",
        "speaker",
    )  # fmt: skip

    def __init__(self, script: Script, index: int, scene: int, start: int) -> None:
        self._script = script
        self.index = index
        self.scene = scene
        self.speaker = self.qualifier = self.id = ""
        self.segments: tuple[tuple[int, int], ...] = ()
        self._speaker_start = start
        self._id_start = -1

    def __repr__(self) -> str:
        return f"Utterance({self.index}, {self.speaker!r}, {self.document.text!r})"

    @property
    def source(self) -> Source:
        """The source of the script."""
        return self._script.source

    @property
    def marks(self) -> list[Node]:
        """Its nodes that are not plain text."""
        return [mark for segment in self.segments for mark in self._script.marks_in(*segment)]

    @property
    def document(self) -> Document:
        """The tree of its text."""
        return Document(self._script.source, self.segments, tuple(self.marks))

    @property
    def span(self) -> Span:
        """Where its text stands."""
        return Span(self.segments[0][0], self.segments[-1][1])

    @property
    def speaker_span(self) -> Span:
        """The place of the speaker's name; empty at the start if there is none."""
        return Span(self._speaker_start, self._speaker_start + len(self.speaker))

    @property
    def id_span(self) -> Span | None:
        """The place of the id, without `#id:`, or None."""
        return None if self._id_start < 0 else Span(self._id_start, self._id_start + len(self.id))

    def _add(self, text: str, start: int, end: int) -> None:
        """Take in the text of one line, without its id and line ending."""
        line = text[start:end].rstrip()
        mark = line.rfind("#id:")
        if (
            mark >= 0
            and line[mark - 1 : mark] in {"", " ", "\t"}
            and (id_ := _ID.match(line, mark))
        ):
            self.id, self._id_start = id_[1], start + mark + 4
            line = line[:mark].rstrip()
        before = self.segments
        if before and not text[before[-1][1] : start].strip():
            self.segments = (*before[:-1], (before[-1][0], start + len(line)))
        elif line or not before:
            self.segments = (*before, (start, start + len(line)))


def read_paragraphs(script: Script) -> Iterator[Utterance]:
    """The utterances of a plain text: what blank lines separate."""
    for index, match in enumerate(_PARAGRAPH.finditer(script.text)):
        utterance = Utterance(script, index, -1, match.start())
        utterance.segments = (match.span(),)
        yield utterance


def read_turns(script: Script) -> Iterator[Utterance]:
    """The utterances of a script: a cue begins one, a blank line or a heading ends it."""
    text, cast = script.text, script.cast
    turn: Utterance | None = None
    scene, index = -1, 0
    for kind, start, end, _ in script.lines:
        cue = _read_cue(text, start, end, cast) if kind is NodeKind.CUE else None
        if turn is not None and (cue or kind in _SEPARATORS):
            yield turn
            turn = None
        if kind is NodeKind.SPEECH or kind is NodeKind.CUE:
            if turn is None:
                turn = Utterance(script, index, scene, start)
                index += 1
            if cue:
                turn.speaker, turn.qualifier = cue[1], cue[2] or ""
                turn._speaker_start = cue.start(1)  # noqa: SLF001 - still being built
                start = cue.end()  # noqa: PLW2901 - the cue itself is not spoken
            turn._add(text, start, end)  # noqa: SLF001
        elif kind is NodeKind.HEADING:
            scene += 1
    if turn is not None:
        yield turn


def _read_cue(text: str, start: int, end: int, cast: Container[str]) -> re.Match[str] | None:
    """The cue of a line; a label that is neither in the cast nor in capitals is just text."""
    match = _CUE.match(text, start, end)
    if match and (match[1] in cast or match[1] == match[1].upper()):
        return match
    return None
