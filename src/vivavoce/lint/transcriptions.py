"""What stands between slashes: IPA, plain words, or neither."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vivavoce.phonetics.ipa.findings import Finding as Remark
    from vivavoce.phonetics.ipa.findings import Kind
    from vivavoce.syntax import Node, Utterance

IPA_ONLY = "ɪəʊæɑɔʃʒθðŋːˈˌɛʌɜɒɐɾʔɹɡɚɝɫʁɲɣʎɨʉɯɤ"
"""Characters that stand in no ordinary word of a script in English."""
SOUND = pattern(rf"/[^/\n\r]{{0,80}}[{IPA_ONLY}]")
"""A slash and, before the next one, such a character."""
_TYPED = pattern(r"(?<=[A-Za-z]):(?=[a-zA-Z]|\Z)|(?:\A|(?<=\s))[',](?=[A-Za-z])|@")
_TURNED = pattern(r"[a-z]+[A-Z][a-zA-Z]*\Z")
_UNLIKELY = pattern(r"([a-z])\1|[cqyx]|[sctpg]h|ng|[^aeiou\W]e\Z")
_PLAIN = pattern(r"[A-Za-z][A-Za-z'’-]*[.,!?;]?(?:\s+[A-Za-z][A-Za-z'’-]*[.,!?;]?)*\Z")
_VOWELS = pattern(r"[aeiou]+")


class Shape(StrEnum):
    """What a slash span holds."""

    IPA = "ipa"
    WORDS = "words"
    """Words as they are spelt."""
    OTHER = "other"
    """Numbers, paths and the like."""


class Transcription(NamedTuple):
    """The inside of a pair of slashes.

    Attributes:
        body: what stands between them.
        span: where, slashes left out.
        utterance: where it is spoken; None in a `// say:` note.
        headword: the word a note gives it to, or "".
    """

    body: str
    span: Span
    utterance: Utterance | None
    headword: str = ""

    @property
    def whole(self) -> Span:
        """Its place, slashes included."""
        return Span(self.span.start - 1, self.span.end + 1)


def read_transcription(text: str, node: Node, utterance: Utterance) -> Transcription:
    """The inside of a slash span."""
    start, end = node.start + 1, node.end - 1
    return Transcription(text[start:end], Span(start, end), utterance)


@lru_cache(maxsize=8192)
def shape_of(body: str) -> Shape:
    """What a slash span holds. A lower-case word that could be read as IPA counts as IPA."""
    if not body.isascii():
        return Shape.IPA if _resembles_ipa(body) else Shape.OTHER
    if not any(c.isalpha() for c in body):
        return Shape.OTHER
    if _TYPED.search(body) or _is_other_alphabet(body) or _TURNED.match(body):
        return Shape.IPA
    if not _PLAIN.match(body):
        return Shape.OTHER
    return Shape.WORDS if _reads_as_words(body) else Shape.IPA


def _resembles_ipa(body: str) -> bool:
    from vivavoce.phonetics.ipa import Kind  # noqa: PLC0415 - most texts hold no slashes

    if any(c in IPA_ONLY for c in body):
        return True
    mended = {Kind.HOMOGLYPH, Kind.INVISIBLE, Kind.TYPED, Kind.WITHDRAWN}
    latin = any(c.isascii() and c.isalpha() for c in body)
    return latin and any(remark.kind in mended for remark in _judge(body))


def _reads_as_words(body: str) -> bool:
    """Whether spelling beats sound: capitals, several words, or letters that IPA has no use for."""
    if " " in body or not body.islower() or not body.isalpha():
        return True
    return bool(_UNLIKELY.search(body)) or len(_VOWELS.findall(body)) > 1


def _is_other_alphabet(body: str) -> bool:
    from vivavoce.phonetics.alphabets.detection import detect  # noqa: PLC0415 - as above

    return detect(body) is not None


@lru_cache(maxsize=8192)
def _judge(body: str) -> tuple[Remark, ...]:
    from vivavoce.phonetics.validation import validate  # noqa: PLC0415 - as above

    # The service takes the sounds of English alone, whatever the language of the text.
    return tuple(validate(body, "en"))


def report(
    transcriptions: Iterable[Transcription],
    kinds: Iterable[Kind],
    safety: Safety,
) -> Iterator[Finding]:
    """Everything of these kinds that is wrong between slashes, at its very characters.

    Args:
        transcriptions: where to look.
        kinds: what to tell.
        safety: of a repair that is the only one possible; any other is a suggestion.
    """
    wanted = frozenset(kinds)
    for transcription in transcriptions:
        for remark in _judge(transcription.body):
            if remark.kind in wanted:
                yield _place(transcription, remark, safety)


def _place(transcription: Transcription, remark: Remark, safety: Safety) -> Finding:
    at = transcription.span.start
    span = remark.span.shift(at) if len(remark.span) else transcription.whole
    fixes: tuple[Fix, ...] = ()
    if remark.edits:
        edits = tuple(Edit(edit.span.shift(at), edit.text) for edit in remark.edits)
        chosen = safety if remark.certain or safety is Safety.UNSAFE else Safety.SUGGEST
        fixes = (Fix(_name_repair(transcription.body, remark), edits, chosen),)
    return Finding(span, remark.message, fixes, Severity(remark.level.value))


def _name_repair(body: str, remark: Remark) -> str:
    from vivavoce.text import apply_edits  # noqa: PLC0415 - only for findings

    mended = apply_edits(body, remark.edits)
    return f"Write /{mended}/" if mended else "Take it out"


def has_errors(body: str) -> bool:
    """Whether a transcription has a fault that is certain."""
    return any(remark.level == "error" for remark in _judge(body))
