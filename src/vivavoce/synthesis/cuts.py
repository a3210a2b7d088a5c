"""Cut a long text into pieces a model takes, and repeat at each head what is in force there."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind
from vivavoce.speech import SourceMap
from vivavoce.syntax import Form, NodeKind, read_angle
from vivavoce.syntax.duration import read_pause

if TYPE_CHECKING:
    from vivavoce.dialects import Dialect, Force, Stretch
    from vivavoce.syntax import Angle, Document
    from vivavoce.text import Span

_CJK = re.compile(
    r"[\u1100-\u11ff\u2e80-\u30ff\u3130-\u318f\u31f0-\ua4cf\uac00-\ud7af\uf900-\ufaff]"
)
_CUTS = (
    re.compile(r"\n\s*\n\s*"),
    re.compile(r"\n\s*"),
    # a sentence end, but not behind an initial or a title such as Dr. or Mrs.
    re.compile(r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?…]+[\"'”’)]*\s+|[。！？]"),
    re.compile(r"[,;:—–][\"'”’)]*\s+|[、，；]"),
    re.compile(r"\s+"),
)
_NO_BREAK_BEFORE = re.compile(r"[\u0300-\u036f\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]|\u200d")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text.

    Attributes:
        text: what to send.
        origin: where its letters stood in the text that was cut.
        from_start: whether what was in force before the text still is at the piece's first word.
    """

    text: str
    origin: SourceMap
    from_start: bool


class Cutter:
    """Cuts for one dialect."""

    def __init__(self, dialect: Dialect, limit: str) -> None:
        self._dialect = dialect
        self._hard = int(dialect.limit(limit))
        self._most = min(int(dialect.limit("piece_max")), self._hard)
        self._least = int(dialect.limit("piece_min"))
        self._breaks = int(dialect.limit("breaks"))

    def cut(self, document: Document, stretches: list[Stretch]) -> list[Piece]:
        """The pieces of a text; one, and unchanged, where it is within the limits."""
        text = document.text
        measure = _Measure(text, document, self._dialect)
        ends = [*self._split_emotions(stretches), len(text)]
        pieces: list[Piece] = []
        start = 0
        for end in ends:
            while start < end:
                stop = self._stop(text, measure, start, end)
                piece = self._piece(text, measure, stretches, start, stop)
                if piece is not None:
                    pieces.append(piece)
                start = stop
        return pieces

    def excerpt(self, document: Document, stretches: list[Stretch], span: Span) -> Piece | None:
        """What stands between two offsets, as a piece; None if that is nothing but blanks."""
        measure = _Measure(document.text, document, self._dialect)
        return self._piece(document.text, measure, stretches, span.start, span.end)

    def _split_emotions(self, stretches: list[Stretch]) -> list[int]:
        """Where a second emotion begins, for models that take one a request."""
        if self._dialect.scope != "start-of-text":
            return []
        forces = [s.force for s in stretches if s.force is not None]
        spans = dict.fromkeys(f.span for f in forces if f.span is not None)
        first = stretches[0].span.start if stretches else 0
        return [span.start for span in spans if span.start > first]

    def _stop(self, text: str, measure: _Measure, start: int, end: int) -> int:
        if measure.length(start, end) <= self._most and measure.breaks(start, end) <= self._breaks:
            return end
        furthest = min(
            measure.reach(start, self._most), measure.before_break(start, self._breaks), end
        )
        nearest = min(measure.reach(start, self._least), furthest)
        for pattern in _CUTS:
            found = [
                m.end()
                for m in pattern.finditer(text, start, furthest)
                if m.end() > nearest and measure.may_cut(m.end())
            ]
            if found:
                return found[-1]
        return measure.last_resort(text, start, furthest)

    def _piece(
        self, text: str, measure: _Measure, stretches: list[Stretch], start: int, stop: int
    ) -> Piece | None:
        body = text[start:stop].strip()
        if not body:
            return None
        begin = text.index(body[0], start)
        force = next((s.force for s in stretches if s.span.end > begin), None)
        head = self._head(text, measure, force, start)
        tail = measure.open_span(stop, closing=True)
        origin = SourceMap(((len(head), begin, len(body)),))
        return Piece(
            head + body + tail, origin, start == 0 or (force is not None and not force.span)
        )

    def _head(self, text: str, measure: _Measure, force: Force | None, start: int) -> str:
        """What has to be said again at the head of a piece."""
        if start == 0:
            return ""
        head = measure.open_span(start, closing=False)
        if force is None or force.span is None or force.span.start >= start:
            return head
        if force.kind is TagKind.INSTRUCTION and not self._dialect.steers:
            return head
        return f"{head}{force.span.of(text)} "


class _Measure:
    """Lengths and protected places of one text."""

    def __init__(self, text: str, document: Document, dialect: Dialect) -> None:
        effective = dialect.table["limits"]["effective"]
        self._extra_cjk = int(effective["per_cjk_character"]) - 1
        self._cjk = [m.start() for m in _CJK.finditer(text)] if self._extra_cjk else []
        self._protected: list[tuple[int, int]] = []
        self._breaks: list[int] = []
        self._costs: list[float] = [0.0]
        self._languages: list[tuple[int, str, bool]] = []
        per_second = float(effective["per_break_second"])
        for node in document.marks:
            if node.kind is not NodeKind.STRAY:
                self._protected.append((node.start, node.end))
            if node.kind is NodeKind.ANGLE:
                self._take_angle(text, read_angle(text, node), per_second)
        self._starts = [start for start, _ in self._protected]
        self._size = len(text)
        tags = (len(node.of(text)) for node in document.marks if node.kind is NodeKind.TAG)
        spans = (len(tag) + len("</lang>") for _, tag, _ in self._languages)
        self.longest_head = max(tags, default=0) + max(spans, default=0) + 1
        """Room to leave for what is said again at the head, in characters."""

    def _take_angle(self, text: str, angle: Angle, per_second: float) -> None:
        if angle.name == "break" and angle.form is not Form.CLOSE:
            time = angle.get("time")
            self._breaks.append(angle.span.start)
            pause = read_pause(time.value if time else None) or 0
            self._costs.append(self._costs[-1] + per_second * pause)
        elif angle.name == "lang":
            opens = angle.form is Form.OPEN
            self._languages.append((angle.span.start, angle.span.of(text), opens))

    def length(self, start: int, end: int) -> float:
        """Effective length of a stretch, in characters."""
        cjk = bisect_left(self._cjk, end) - bisect_left(self._cjk, start)
        low, high = bisect_left(self._breaks, start), bisect_left(self._breaks, end)
        return end - start + self._extra_cjk * cjk + self._costs[high] - self._costs[low]

    def reach(self, start: int, room: float) -> int:
        """The furthest offset with an effective length of at most `room` from `start`."""
        low, high = start + 1, min(self._size, start + int(room) + 1)
        while low < high:
            middle = (low + high + 1) // 2
            if self.length(start, middle) <= room:
                low = middle
            else:
                high = middle - 1
        return low

    def breaks(self, start: int, end: int) -> int:
        """Number of breaks in a stretch."""
        return bisect_left(self._breaks, end) - bisect_left(self._breaks, start)

    def before_break(self, start: int, count: int) -> int:
        """The offset of the break that would be one too many."""
        index = bisect_left(self._breaks, start) + count
        return self._breaks[index] if index < len(self._breaks) else self._size

    def may_cut(self, at: int) -> bool:
        """Whether no markup lies across `at`."""
        index = bisect_right(self._starts, at) - 1
        return index < 0 or not self._protected[index][0] < at < self._protected[index][1]

    def last_resort(self, text: str, start: int, furthest: int) -> int:
        """Where to cut a text that offers no blank: between two graphemes, outside markup."""
        at = furthest
        while at > start + 1 and (
            not self.may_cut(at)
            or _NO_BREAK_BEFORE.match(text, at)
            or (at and text[at - 1] == "\u200d")
        ):
            at -= 1
        return at if at > start + 1 else furthest

    def open_span(self, at: int, *, closing: bool) -> str:
        """The tag that closes, or opens again, a language span that is open at `at`."""
        index = bisect_left(self._languages, at, key=lambda row: row[0]) - 1
        if index < 0 or not self._languages[index][2]:
            return ""
        if at >= self._size:
            return ""
        return "</lang>" if closing else self._languages[index][1]
