"""What a rule looks at: the script, read once and shared by all rules."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from vivavoce.dialects import TagKind, delivery
from vivavoce.syntax import Angle, NodeKind, read_angle
from vivavoce.syntax.elements import pair_angles
from vivavoce.text import Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from vivavoce.dialects import Dialect, Stretch, Tag
    from vivavoce.lint.suppress import Suppression
    from vivavoce.lint.transcriptions import Transcription
    from vivavoce.lint.usage import Usage
    from vivavoce.phonetics.lexicon import Lexicon
    from vivavoce.syntax import Node, Script, Utterance
    from vivavoce.syntax.elements import Element

FILLER = "\0"
_COMMON = bytes([9, 10, 13, *range(32, 127)])
_INDENT = 80
_FEW = 60
"""Words that are looked for one by one faster than the set of all spoken words is made."""
_WORDS = bytes(
    code + 32 if 65 <= code <= 90 else code if 97 <= code <= 122 or code >= 128 else 32
    for code in range(256)
)
"""Letters in lower case, everything else a blank; beyond ASCII all counts as letters."""
_PUNCTUATION = "“”‘’„‚«»‹›–—…·¡¿ʼ\u00a0\u202f"
_MASKED = frozenset(
    {NodeKind.TAG, NodeKind.LINK, NodeKind.ANGLE, NodeKind.SLASH, NodeKind.VERBATIM}
)
_SPOKEN_MARKS = frozenset({NodeKind.LINK, NodeKind.SLASH, NodeKind.VERBATIM})
_SPEAKABLE = pattern(r"[^\W_]")
_UTTERANCE = itemgetter(2)


class Mark(NamedTuple):
    """A node that is not plain text, with the utterance it stands in."""

    node: Node
    utterance: Utterance


class TagUse(NamedTuple):
    """A bracket tag, classified, with the utterance it stands in."""

    node: Node
    tag: Tag
    utterance: Utterance


class AngleUse(NamedTuple):
    """An angle tag, read, with the utterance it stands in."""

    node: Node
    angle: Angle
    utterance: Utterance


class Context:
    """A script under one dialect.

    Attributes:
        script: the script.
        text: its whole text; every span points into it.
        dialect: the model's.
        language: BCP-47 tag of the text, or None if nobody said.
        scope: how far a steering tag reaches.
        lexicon: how the words of the production are said, or None.
        usage: the transcriptions of all scripts of the run, or None for this one alone.
        suppressions: what became of the script's suppressions; empty until the rules have run.
        rule_names: codes and names of all rules, for a word of advice; empty until then, too.
    """

    def __init__(
        self,
        script: Script,
        dialect: Dialect,
        *,
        language: str | None,
        scope: str | None = None,
        lexicon: Lexicon | None = None,
        usage: Usage | None = None,
    ) -> None:
        self.script = script
        self.text = script.text
        self.dialect = dialect
        self.language = language
        self.scope = scope or dialect.scope
        self.lexicon = lexicon
        self.usage = usage
        self.suppressions: tuple[Suppression, ...] = ()
        self.rule_names: tuple[str, ...] = ()
        self._stretches: dict[int, list[Stretch]] = {}

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """All utterances in order."""
        return self.script.utterances

    @cached_property
    def marks(self) -> list[Mark]:
        """Every mark of the script in order."""
        return list(_place(self.script))

    @cached_property
    def tags(self) -> list[TagUse]:
        """Every bracket tag, those inside a link left out."""
        text, classify = self.text, self.dialect.classify
        return [
            TagUse(node, classify(text[node[1] + 1 : node[2] - 1]), utterance)
            for node, utterance in self.of_kind(NodeKind.TAG)
        ]

    @cached_property
    def instructions(self) -> list[TagUse]:
        """Every tag that the model takes for a free instruction."""
        return [use for use in self.tags if use.tag.kind is TagKind.INSTRUCTION]

    @cached_property
    def tagged(self) -> list[tuple[Utterance, list[TagUse]]]:
        """The utterances that hold bracket tags, each with its tags in order."""
        return [(utterance, list(uses)) for utterance, uses in groupby(self.tags, _UTTERANCE)]

    @cached_property
    def angles(self) -> list[AngleUse]:
        """Every angle tag, those of a verbatim span left out."""
        return [
            AngleUse(node, read_angle(self.text, node), utterance)
            for node, utterance in self.of_kind(NodeKind.ANGLE)
        ]

    @cached_property
    def breaks(self) -> list[AngleUse]:
        """Every `<break>`, well formed or not."""
        return [use for use in self.angles if use.angle.name == "break"]

    @cached_property
    def elements(self) -> list[tuple[Element, Utterance]]:
        """Every angle tag with the tag that closes it in the same utterance."""
        return [
            (element, utterance)
            for utterance, uses in groupby(self.angles, _UTTERANCE)
            for element in pair_angles(use.angle for use in uses)
        ]

    @cached_property
    def slashes(self) -> list[Transcription]:
        """The inside of every pair of slashes, whatever it holds."""
        from vivavoce.lint.transcriptions import read_transcription  # noqa: PLC0415 - rare

        return [read_transcription(self.text, *mark) for mark in self._find_slashes()]

    @cached_property
    def transcriptions(self) -> list[Transcription]:
        """The IPA of the script, in spoken text and in `// say:` notes, in order."""
        if "/" not in self.text:
            return []
        from vivavoce.lint.transcriptions import Shape, Transcription, shape_of  # noqa: PLC0415

        noted = [Transcription(s.ipa, s.ipa_span, None, s.headword) for s in self.script.says]
        spoken = [found for found in self.slashes if shape_of(found.body) is Shape.IPA]
        return sorted([*noted, *spoken], key=lambda found: found.span)

    def _find_slashes(self) -> Iterator[Mark]:
        """Every slash span, those of stressed words too."""
        yield from self.of_kind(NodeKind.SLASH)
        for node, utterance in self.of_kind(NodeKind.EMPHASIS, NodeKind.STRONG):
            for child in node.children:
                if child.kind is NodeKind.SLASH:
                    yield Mark(child, utterance)

    @cached_property
    def words(self) -> frozenset[bytes]:
        """Every spoken word once, to tell at once which words of a list a script has."""
        return split_words(self.spoken)

    def find_words(self, wanted: Iterable[str]) -> list[tuple[Span, str]]:
        """Where words of a list are spoken, in any case and as whole words, in order.

        Args:
            wanted: words without blanks.
        """
        found: list[tuple[Span, str]] = []
        wanted = list(wanted)
        if len(wanted) > _FEW:
            wanted = [w for w in wanted if not split_words(w).isdisjoint(self.words)]
        text = self._lowered if wanted else ""
        for word in wanted:
            low, size = word.lower(), len(word)
            at = text.find(low)
            while at >= 0:
                if _stands_alone(text, at, at + size):
                    found.append((Span(at, at + size), word))
                at = text.find(low, at + size)
        return sorted(found)

    @cached_property
    def _lowered(self) -> str:
        """The spoken text in lower case, offsets kept."""
        low = self.spoken.lower()
        if len(low) == len(self.text):
            return low
        return "".join(c.lower() if len(c.lower()) == 1 else c for c in self.spoken)

    def of_kind(self, *kinds: NodeKind) -> list[Mark]:
        """Every mark of these kinds."""
        return [mark for kind in kinds for mark in self._by_kind.get(kind, ())]

    @cached_property
    def _by_kind(self) -> dict[NodeKind, list[Mark]]:
        sorted_out: dict[NodeKind, list[Mark]] = {}
        for mark in self.marks:
            sorted_out.setdefault(mark[0][0], []).append(mark)
        return sorted_out

    @cached_property
    def stray_brackets(self) -> list[int]:
        """Where brackets without a partner stand, in order."""
        text = self.text
        return [
            at
            for node, _ in self.of_kind(NodeKind.STRAY)
            if text[node.start] in "[]"
            for at in range(node.start, node.end)
        ]

    @cached_property
    def spoken(self) -> str:
        """The text with everything that is not read out as written masked by NUL characters.

        It is as long as `text`, so offsets agree. Masked are tags, angle tags, slash spans,
        verbatim spans, links, and whatever is no utterance. A search in it cannot match markup or
        reach over it.
        """
        text = self.text
        parts: list[str] = []
        at = 0
        for start, end in self._hidden():
            parts += text[at:start], FILLER * (end - start)
            at = end
        parts.append(text[at:])
        return "".join(parts)

    def _hidden(self) -> list[tuple[int, int]]:
        """What is not read out as written: the gaps between utterances, and markup; in order."""
        spoken = [segment for utterance in self.utterances for segment in utterance.segments]
        starts = [start for start, _ in spoken]
        ends = [end for _, end in spoken]
        gaps = list(zip([0, *ends], [*starts, len(self.text)], strict=True))
        gaps += [(node[1], node[2]) for node, _ in self.marks if node[0] in _MASKED]
        gaps.sort()
        return gaps

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Every match of a pattern in spoken text."""
        return pattern.finditer(self.spoken)

    def speaks(self, start: int, end: int) -> bool:
        """Whether anything between two offsets is heard as words: plain text, IPA, verbatim."""
        if _SPEAKABLE.search(self.spoken, start, end):
            return True
        return any(mark.kind in _SPOKEN_MARKS for mark in self.script.marks_in(start, end))

    @cached_property
    def rare(self) -> frozenset[str]:
        """Every character of the text but printable ASCII, tabs and line ends.

        Made without a loop over characters, so that a rule about rare characters can tell at once
        that a text has none of its own.
        """
        data = self.text.encode("utf-8", "surrogatepass").translate(None, _COMMON)
        return frozenset(data.decode("utf-8", "surrogatepass"))

    @cached_property
    def _utterance_starts(self) -> list[int]:
        return [utterance.segments[0][0] for utterance in self.utterances]

    def utterance_at(self, offset: int) -> Utterance | None:
        """The utterance that speaks the character at an offset, or None."""
        found = self._segment_at(offset)
        return found[0] if found else None

    def _segment_at(self, offset: int) -> tuple[Utterance, int] | None:
        index = bisect_right(self._utterance_starts, offset) - 1
        if index < 0:
            return None
        utterance = self.utterances[index]
        segments = utterance.segments
        start, end = segments[bisect_right(segments, (offset, len(self.text))) - 1]
        return (utterance, start) if start <= offset < end else None

    def opens_line(self, offset: int) -> bool:
        """Whether nothing spoken or marked stands before an offset in its line.

        Behind the label of a speaker a line opens too. Deep indentation is not looked through, so
        that asking for every offset of a long line stays cheap.
        """
        found = self._segment_at(offset)
        if found is None:
            return False
        near = max(found[1], offset - _INDENT)
        head = self.text.rfind("\n", near, offset) + 1 or near
        return (head > near or near == found[1]) and not self.text[head:offset].strip()

    def stretches(self, utterance: Utterance) -> list[Stretch]:
        """The delivery in force for every stretch of an utterance."""
        found = self._stretches.get(utterance.index)
        if found is None:
            found = delivery.of(
                utterance.document,
                self.dialect,
                scope=self.scope,
                language=self.language_of(utterance),
            )
            self._stretches[utterance.index] = found
        return found

    def language_of(self, utterance: Utterance) -> str | None:
        """BCP-47 tag of an utterance: the speaker's own, else the script's, else None."""
        member = self.script.cast.get(utterance.speaker)
        own = member.value("language") if member else None
        return str(own) if own else self.language

    def setting(self, key: str) -> Any:
        """A plain value of the front matter, or None."""
        return self.script.front_matter.value(key)


def split_words(text: str) -> frozenset[bytes]:
    """The words of a text in lower case, whatever separates them, without a loop over them."""
    low = text
    if not text.isascii():
        low = text.lower()
        for mark in _PUNCTUATION:
            low = low.replace(mark, " ")
    return frozenset(low.encode("utf-8", "replace").translate(_WORDS).split())


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or after.isalnum() or before == "_" or after == "_")


def _place(script: Script) -> Iterator[Mark]:
    """Tie the marks to the utterances they stand in; both are in order."""
    marks = script.marks
    count, at = len(marks), 0
    for utterance in script.utterances:
        for start, end in utterance.segments:
            while at < count and marks[at][1] < start:
                at += 1
            if at and marks[at - 1][2] > start:
                yield from (Mark(node, utterance) for node in script.marks_in(start, end))
                continue
            while at < count and marks[at][1] < end:
                yield Mark(marks[at], utterance)
                at += 1
