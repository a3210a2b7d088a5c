"""The transcript of a take, its markup read from its script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.dialects import Force, TagKind, delivery
from vivavoce.errors import UnknownNameError
from vivavoce.exports.transcript.build import build
from vivavoce.exports.transcript.values import Mark, MarkKind, Stretch, Transcript
from vivavoce.syntax import NodeKind, Script, parse, read_angle
from vivavoce.text import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.dialects import Dialect
    from vivavoce.speech import Request, Take
    from vivavoce.syntax import Document, Node

_HIDDEN = frozenset(
    {
        NodeKind.STAR_OPEN,
        NodeKind.STAR_CLOSE,
        NodeKind.STRONG_OPEN,
        NodeKind.STRONG_CLOSE,
        NodeKind.VERBATIM_OPEN,
        NodeKind.VERBATIM_CLOSE,
    }
)
_MARK_KINDS = frozenset(MarkKind)


def of(take: Take) -> Transcript:
    """The transcript of `take`, with tags as chips and the delivery in force.

    What a tag means is what it means to the model the text was read as; of a take that names no
    known model tags are shown, but no delivery is claimed.
    """
    documents = list(_read_documents(take))
    model = _find_dialect(take)
    marks = [mark for document in documents for mark in _read_marks(document, model)]
    stretches = [s for document in documents for s in _read_stretches(take, document, model)]
    return build(take, marks, stretches, _read_headings(take))


def _find_dialect(take: Take) -> Dialect | None:
    from vivavoce.dialects import dialect  # noqa: PLC0415 - reads tables from disk

    try:
        return dialect(take.provenance.model)
    except UnknownNameError:
        return None


def _read_stretches(take: Take, document: Document, model: Dialect | None) -> Iterator[Stretch]:
    if model is None:
        return
    request = _find_request(take, document.span)
    start = Force(TagKind.INSTRUCTION, request.instruction) if request else None
    language = request.language if request else None
    for stretch in delivery.of(
        document, model, start=start if start and start.name else None, language=language
    ):
        if stretch.force:
            yield Stretch(stretch.span, stretch.force.name, stretch.force.span)


def _find_request(take: Take, span: Span) -> Request | None:
    """The request that opens an utterance; the only one, if maps tell nothing."""
    for request in take.requests:
        pieces = request.source_map.pieces
        if pieces and span.start <= pieces[0][1] < max(span.end, span.start + 1):
            return request
    return take.requests[0] if len(take.requests) == 1 else None


def _read_documents(take: Take) -> Iterator[Document]:
    """The tree of every utterance; of the whole script if it names none."""
    source = Source(take.script)
    if not take.passages:
        yield parse(source)
        return
    known = {u.span: u for u in Script.from_source(source).utterances}
    for passage in take.passages:
        utterance = known.get(passage.span)
        yield utterance.document if utterance else _parse_part(source, passage.span)


def _parse_part(source: Source, span: Span) -> Document:
    """The tree of a part of a text, with offsets into the whole."""
    from vivavoce.syntax.document import Document, parse_marks  # noqa: PLC0415 - used rarely

    marks = tuple(parse_marks(source.text, span.start, span.end))
    return Document(source, ((span.start, span.end),), marks)


def _read_marks(document: Document, model: Dialect | None) -> Iterator[Mark]:
    text = document.source.text
    for (_, end), (start, _) in zip(document.segments, document.segments[1:], strict=False):
        yield Mark(Span(end, start), MarkKind.HIDDEN, "")
    for node in document.leaves():
        yield from _read_leaf(text, node, model)


def _read_leaf(text: str, node: Node, model: Dialect | None) -> Iterator[Mark]:
    match node.kind:
        case NodeKind.TAG:
            yield _read_tag(text, node, model)
        case NodeKind.ANGLE:
            yield _read_angle_mark(text, node)
        case NodeKind.SLASH:
            yield Mark(Span(node.start, node.start + 1), MarkKind.HIDDEN)
            yield Mark(Span(node.end - 1, node.end), MarkKind.HIDDEN)
        case kind if kind in _HIDDEN:
            yield Mark(node.span, MarkKind.HIDDEN)


def _read_tag(text: str, node: Node, model: Dialect | None) -> Mark:
    """A tag under the name it was written with, as what the model takes it for."""
    inner = node.of(text)[1:-1]
    kind = model.classify(inner).kind if model else MarkKind.TAG
    known = MarkKind(kind) if kind in _MARK_KINDS else MarkKind.TAG
    return Mark(node.span, known, inner.strip())


def _read_angle_mark(text: str, node: Node) -> Mark:
    angle = read_angle(text, node)
    if angle.name != "break":
        return Mark(node.span, MarkKind.ANGLE, node.of(text)[1:-1].strip(" /"))
    time = angle.get("time", "strength")
    return Mark(node.span, MarkKind.BREAK, f"pause {(time and time.value) or ''}".strip())


def _read_headings(take: Take) -> dict[int, str]:
    """By passage, the heading above it, where a script has headings."""
    script = Script.from_source(Source(take.script))
    headings = [
        node.of(take.script).strip().lstrip("#").strip()
        for node in script.lines
        if node.kind is NodeKind.HEADING
    ]
    found: dict[int, str] = {}
    scenes = {u.span: u.scene for u in script.utterances} if headings else {}
    shown = -1
    for index, passage in enumerate(take.passages):
        scene = scenes.get(passage.span, -1)
        if scene > shown:
            shown = scene
            # A first heading that repeats the title says nothing new.
            if scene or headings[scene] != take.title:
                found[index] = headings[scene]
    return found
