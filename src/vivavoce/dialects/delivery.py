"""Which emotion, style or instruction is in force for each stretch of spoken text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vivavoce.dialects.tag import Tag, TagKind
from vivavoce.syntax import Form, NodeKind, read_angle
from vivavoce.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.dialects.dialect import Dialect
    from vivavoce.syntax import Document, Node

_speakable = re.compile(r"[^\W_]").search
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*(?=\s|$)|\n\s*\n")


class Force(NamedTuple):
    """A delivery in force.

    Attributes:
        kind: emotion, style or instruction.
        name: the tag's canonical name, or the instruction's words.
        span: the tag that set it; None if the request's `instruction` field did.
        certain: False where the service gives mixed results: a 1.x tag in mid-text, a second one,
            or one in a text that is not English.
    """

    kind: TagKind
    name: str
    span: Span | None = None
    certain: bool = True


class Stretch(NamedTuple):
    """Spoken text under one delivery; `force` is None where the voice is neutral."""

    span: Span
    force: Force | None


def of(
    document: Document,
    dialect: Dialect,
    *,
    start: Force | None = None,
    scope: str | None = None,
    language: str | None = None,
) -> list[Stretch]:
    """The delivery of every stretch of spoken text, in order.

    Args:
        document: one utterance's text, sent as one request.
        dialect: the model's.
        start: what is in force at the head, such as the request's `instruction`.
        scope: how far a tag reaches, one of the dialect's `tags.scope.choices`.
        language: BCP-47 tag of the text, or None if not known; 1.x tags work in English only.
    """
    machine = _Machine(document.source.text, dialect, start, scope or dialect.scope, language)
    for node in document.nodes:
        machine.take(node)
    return machine.stretches


def end_force(stretches: list[Stretch]) -> Force | None:
    """What is in force behind the last spoken word."""
    return stretches[-1].force if stretches else None


class _Machine:
    """Walks the nodes with the delivery in force."""

    def __init__(
        self, text: str, dialect: Dialect, start: Force | None, scope: str, language: str | None
    ) -> None:
        self._text, self._dialect, self._scope = text, dialect, scope
        self._force = start
        self._foreign = dialect.english_tags_only and not is_english(language)
        self._tagged = False
        self.stretches: list[Stretch] = []

    def take(self, node: Node) -> None:
        """Go over one node."""
        if node.kind is NodeKind.TAG:
            self._take_tag(node)
        elif node.kind is NodeKind.ANGLE:
            self._take_angle(node)
        elif node.kind is NodeKind.LINK:
            inner = self._text.index("]", node.start)
            self._speak(node.start + 1, inner)
        else:
            self._speak(node.start, node.end)

    def _take_tag(self, node: Node) -> None:
        tag = self._dialect.classify(self._text[node.start + 1 : node.end - 1])
        if not tag.kind.steers:
            return
        if tag.kind is TagKind.RESET:
            self._force = None
        elif tag.kind is not TagKind.INSTRUCTION or self._dialect.steers:
            self._force = Force(tag.kind, tag.name, node.span, self._is_certain(tag))
            self._tagged = True

    def _is_certain(self, tag: Tag) -> bool:
        if self._scope != "start-of-text":
            return tag.kind is TagKind.INSTRUCTION or not self._foreign
        return not (self.stretches or self._tagged or self._foreign)

    def _take_angle(self, node: Node) -> None:
        if self._scope != "next-text" or self._force is None:
            return
        angle = read_angle(self._text, node)
        if angle.name == "break" and angle.form is not Form.CLOSE:
            self._force = None

    def _speak(self, start: int, end: int) -> None:
        if self._scope == "next-text" and self._force is not None and self._force.span:
            stop = _SENTENCE_END.search(self._text, start, end)
            if stop and _speakable(self._text, start, stop.end()):
                self._add(start, stop.end())
                self._force = None
                start = stop.end()
        self._add(start, end)

    def _add(self, start: int, end: int) -> None:
        if not _speakable(self._text, start, end):
            return
        last = self.stretches[-1] if self.stretches else None
        if last and last.force == self._force and last.span.end == start:
            self.stretches[-1] = Stretch(Span(last.span.start, end), self._force)
        else:
            self.stretches.append(Stretch(Span(start, end), self._force))


def is_english(language: str | None) -> bool:
    """Whether a BCP-47 tag is English; a language that is not told counts as English."""
    return language is None or re.split(r"[-_]", language.lower())[0] == "en"


def describe(stretches: list[Stretch]) -> Iterator[tuple[Span, str]]:
    """Each stretch with its delivery in words, `neutral` where none is in force."""
    for stretch in stretches:
        yield stretch.span, stretch.force.name if stretch.force else "neutral"
