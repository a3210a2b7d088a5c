"""A request's text, markup and all, turned into cues."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from vivavoce.dialects import Force, TagKind, delivery
from vivavoce.syntax import Form, NodeKind, read_angle
from vivavoce.syntax.duration import read_pause
from vivavoce.synthesis.engines.score.cues import (
    NEUTRAL,
    Cue,
    Pause,
    Piece,
    Plain,
    Respelled,
    Score,
    Sound,
    Speak,
    Spelled,
    Style,
)
from vivavoce.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.dialects import Dialect
    from vivavoce.syntax import Document, Node
    from vivavoce.synthesis.engines.score.styles import StyleTable

FIRST_PIECE, PIECE, LONGEST = 120, 500, 1000
"""Code points after which a sentence end closes a cue: the first one early, so that sound starts
soon; and after which a blank, or anything, does."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*\s+(?=[\"'“‘(]*[^\W\d_a-zà-ÿ])|[。！？]|\n")
_ABBREVIATION = re.compile(r"(?:^|[\s(])[^\W\d_]{1,3}\.\s+$")
_IPA_LETTER = re.compile("[ɪəʊæɑɔʃʒθðŋːˈˌɛʌɜɒɐɾʔɡɹ]")
_BARE_IPA = re.compile(r"[a-z':.]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_UNSPOKEN_STRAYS = str.maketrans("[]*", "   ")
_speakable = re.compile(r"\w").search


def compose(
    document: Document,
    dialect: Dialect,
    styles: StyleTable,
    *,
    instruction: str = "",
    language: str | None = None,
) -> Score:
    """The cues for a text as a model of that dialect understands it.

    Args:
        document: the request's text.
        dialect: the model's.
        styles: what the voice can do with instructions.
        instruction: the delivery in force at the start; models without steering ignore it.
        language: BCP-47 tag, or None if not told.
    """
    start = None
    if instruction and dialect.steers:
        start = Force(TagKind.INSTRUCTION, instruction)
    stretches = delivery.of(document, dialect, start=start, language=language)
    composer = _Composer(document.source.text, dialect, styles, stretches)
    for node in document.nodes:
        composer.take(node)
    return composer.finish()


class _Composer:
    """Walks the nodes and gathers cues."""

    def __init__(
        self, text: str, dialect: Dialect, styles: StyleTable, stretches: list[delivery.Stretch]
    ) -> None:
        self._text, self._dialect, self._table = text, dialect, styles
        self._starts = [stretch.span.start for stretch in stretches]
        self._forces = [stretch.force for stretch in stretches]
        self._cues: list[Cue] = []
        self._pieces: list[Piece] = []
        self._gathered = 0
        self._style, self._language = NEUTRAL, ""
        self._languages: list[str] = []
        self._breaks = 0
        self._notes: dict[str, None] = {}
        self._known: dict[str, Style] = {}

    def finish(self) -> Score:
        """The score of everything taken."""
        self._flush()
        spoken = [index for index, cue in enumerate(self._cues) if isinstance(cue, Speak)]
        for index in spoken[:-1]:
            cue = self._cues[index]
            assert isinstance(cue, Speak)
            self._cues[index] = Speak(cue.pieces, cue.style, cue.language, last=False)
        return Score(tuple(self._cues), tuple(self._notes))

    def take(self, node: Node) -> None:
        """Go over one node of the tree."""
        match node.kind:
            case NodeKind.TAG:
                self._take_tag(node)
            case NodeKind.ANGLE:
                self._take_angle(node)
            case NodeKind.SLASH:
                self._take_slash(node)
            case NodeKind.VERBATIM:
                raw = node.children[1]
                self._add(Spelled(raw.of(self._text), raw.span))
            case NodeKind.EMPHASIS | NodeKind.STRONG:
                self._take_emphasis(node)
            case NodeKind.LINK:
                self._read(node.start + 1, self._text.index("]", node.start))
            case _:
                self._read(node.start, node.end)

    def _note(self, span: Span, problem: str) -> None:
        shown = span.of(self._text)
        self._notes[f"{shown if len(shown) <= 60 else shown[:59] + '…'}: {problem}"] = None

    def _take_tag(self, node: Node) -> None:
        tag = self._dialect.classify(self._text[node.start + 1 : node.end - 1])
        if tag.kind is TagKind.SOUND:
            self._flush()
            self._cues.append(Sound(tag.name.replace("_", " "), node.span))
        elif tag.kind is TagKind.UNKNOWN:
            self._note(node.span, f"{self._dialect.name} has no such tag, so it was left out")
        elif tag.kind is TagKind.INSTRUCTION and not self._dialect.steers:
            self._note(node.span, f"{self._dialect.name} ignores instructions")

    def _take_angle(self, node: Node) -> None:
        angle = read_angle(self._text, node)
        if angle.name == "break" and angle.form is not Form.CLOSE:
            time = angle.get("time")
            self._pause(node.span, time.value if time else None)
        elif angle.name == "lang" and self._dialect.accepts("lang"):
            tag = angle.get("lang", "xml:lang")
            if angle.form is Form.OPEN:
                self._languages.append((tag.value or "") if tag else "")
            elif angle.form is Form.CLOSE and self._languages:
                self._languages.pop()
        else:
            self._note(node.span, "no markup that is known, so it was left out")

    def _pause(self, span: Span, time: str | None) -> None:
        self._breaks += 1
        seconds = read_pause(time)
        if seconds is None:
            self._note(span, "a break needs a time such as 500ms or 1s, so it was left out")
        elif self._breaks > self._dialect.limit("breaks"):
            self._note(span, f"only the first {self._dialect.limit('breaks')} breaks count")
        else:
            longest = self._dialect.limit("break_seconds")
            if seconds > longest:
                self._note(span, f"a break lasts {longest:g} s at most")
            self._flush()
            self._cues.append(Pause(min(seconds, longest), span))

    def _take_slash(self, node: Node) -> None:
        ipa = self._text[node.start + 1 : node.end - 1]
        if _IPA_LETTER.search(ipa) or _BARE_IPA.fullmatch(ipa):
            self._add(Respelled(ipa.strip(), node.span))
        else:
            self._read(node.start, node.end)

    def _take_emphasis(self, node: Node) -> None:
        """Asterisks stress on 1.x; elsewhere they are taken for Markdown and fall away."""
        stressed = node.kind is NodeKind.EMPHASIS and self._dialect.emphasis == "asterisks"
        for child in node.children[1:-1]:
            if child.kind is NodeKind.SLASH:
                self._take_slash(child)
            else:
                self._read(child.start, child.end, stressed=stressed)

    def _read(self, start: int, end: int, *, stressed: bool = False) -> None:
        """Speak a stretch of the text, cut where the delivery changes or it gets too long."""
        cuts = self._starts[bisect_right(self._starts, start) : bisect_right(self._starts, end - 1)]
        for left, right in zip((start, *cuts), (*cuts, end), strict=True):
            for low, high in self._cut(left, right):
                for piece in self._stress(low, high, stressed=stressed):
                    self._add(piece)
                if high < right or self._is_full(high):
                    self._flush()

    def _cut(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Parts of a stretch that are short enough, split at sentence ends where possible."""
        while start < end:
            stop = self._stop(start, end)
            yield start, stop
            start = stop

    def _stop(self, start: int, end: int) -> int:
        wanted = PIECE if self._cues else FIRST_PIECE
        for match in _SENTENCE_END.finditer(self._text, min(end, start + wanted), end):
            if match.end() - start > LONGEST:
                break
            if not _ABBREVIATION.search(self._text, match.start() - 5, match.end()):
                return match.end()
        if end - start <= LONGEST:
            return end
        blank = self._text.rfind(" ", start + 1, start + LONGEST)
        return blank + 1 if blank > 0 else start + LONGEST

    def _is_full(self, at: int) -> bool:
        """Whether enough is gathered and a sentence ends at `at`."""
        return self._gathered >= (PIECE if self._cues else FIRST_PIECE) and bool(
            self._text[at - 1 : at].isspace() and _SENTENCE_END.search(self._text, at - 3, at + 1)
        )

    def _stress(self, start: int, end: int, *, stressed: bool) -> Iterator[Plain]:
        """The stretch as pieces, those in capitals stressed where the dialect reads them so."""
        text = self._text[start:end].translate(_UNSPOKEN_STRAYS)
        at = 0
        if not stressed and self._dialect.emphasis == "capitals" and not text.isupper():
            for match in _WORD.finditer(text):
                low, high = match.span()
                if sum(map(str.isupper, match[0])) < 2:
                    continue
                if at < low:
                    yield Plain(text[at:low], Span(start + at, start + low))
                yield Plain(_calm(match[0]), Span(start + low, start + high), stressed=True)
                at = high
        if at < len(text):
            yield Plain(text[at:], Span(start + at, end), stressed)

    def _add(self, piece: Piece) -> None:
        style = self._style_at(piece.span.start)
        language = self._languages[-1] if self._languages else ""
        if _speakable(piece.span.of(self._text)):
            if (style, language) != (self._style, self._language) or self._gathered > LONGEST:
                self._flush()
            self._style, self._language = style, language
        self._pieces.append(piece)
        self._gathered += len(piece.span)

    def _style_at(self, offset: int) -> Style:
        index = bisect_right(self._starts, offset) - 1
        force = self._forces[index] if index >= 0 else None
        if force is None:
            return NEUTRAL
        if force.name not in self._known:
            style = self._table.read(force.name)
            if style is None:
                shown = force.name if len(force.name) <= 60 else force.name[:59] + "…"
                self._notes[f"[{shown}]: the local voice cannot do that and speaks neutrally"] = (
                    None
                )
            self._known[force.name] = style or NEUTRAL
        return self._known[force.name]

    def _flush(self) -> None:
        """Close the cue that is being gathered, if there is anything to speak in it."""
        if any(not piece.span.of(self._text).isspace() for piece in self._pieces):
            self._cues.append(Speak(tuple(self._pieces), self._style, self._language))
        self._pieces, self._gathered = [], 0


def _calm(word: str) -> str:
    """A word without capitals inside, which espeak would take for a new word; NASA stays."""
    if word.isupper() or len(word.lower()) != len(word):
        return word
    return word.lower()
