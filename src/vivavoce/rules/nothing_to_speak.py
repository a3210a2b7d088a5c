"""An utterance without a word.

A text of tags, breaks or punctuation alone gives the service nothing to say. It answers with an
error, or with an audio of no length that was asked for and counted all the same. A sound is
something to speak; so is IPA.

## Example
```script
MIRA: [reset] <break time="1s" />
```

## Use instead
```script
MIRA: [reset] Hm. <break time="1s" />
```

## Fix safety
No fix: say something, or take the utterance out.

## Evidence
Recorded, September 2026: empty text was answered with empty audio; elsewhere with "Text cannot be
empty", for text of punctuation alone too. The latter is a warning, since it is reported by third
parties only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind
from vivavoce.lint.diagnostic import Finding, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.syntax import NodeKind
from vivavoce.text import Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vivavoce.lint.context import Context
    from vivavoce.syntax import Utterance

_SHORT = 12
_SPOKEN = frozenset({NodeKind.SLASH, NodeKind.VERBATIM, NodeKind.LINK, NodeKind.URL})
_MARKUP = frozenset({NodeKind.TAG, NodeKind.ANGLE})
_WORD = pattern(r"[^\W_]")
_SILENT = pattern(
    r"[\s\0.,;:!?…·•—–\-_*=~#|<>()\[\]{}\"'“”„‘’«»‹›¡¿/\\。、，！？：；「」『』（）]*"
)
_RULER = pattern(r"[ \t]*([-*_=~#•])(?:[ \t]*\1)*[ \t]*")


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Utterances in which nothing can be heard."""
    for utterance in _find_candidates(context):
        start, end = utterance.segments[0][0], utterance.segments[-1][1]
        spoken = context.spoken
        if _WORD.search(spoken, start, end) or not _SILENT.fullmatch(spoken, start, end):
            continue
        kinds = {mark.kind for mark in utterance.marks}
        if kinds & _SPOKEN or _is_heard(context, utterance):
            continue
        if _RULER.fullmatch(context.text, start, end):
            continue
        marked = bool(kinds & _MARKUP)
        what = "Only tags stand" if marked else "Only punctuation stands"
        what = what if start < end else "Nothing stands"
        yield Finding(
            utterance.span if start < end else _find_place(context.text, utterance),
            f"{what} here, so there is nothing to speak, and the service may answer with an error. "
            "Write a word, or take the line out.",
            severity=None if marked or start == end else Severity.WARNING,
        )


def _find_place(text: str, utterance: Utterance) -> Span:
    """What an empty utterance has to show: its speaker, or whatever stands in its line."""
    if len(utterance.speaker_span):
        return utterance.speaker_span
    start = utterance.segments[0][0]
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else None]
    return Span(start + len(line) - len(line.lstrip()), start + len(line))


def _find_candidates(context: Context) -> Iterable[Utterance]:
    """Utterances that are very short, or that open with a mark."""
    found = {
        utterance.index: utterance
        for utterance in context.utterances
        if (segments := utterance.segments)[-1][1] - segments[0][0] < _SHORT
    }
    for utterance, uses in context.tagged:
        if uses[0].node.start == utterance.segments[0][0]:
            found[utterance.index] = utterance
    for node, _, utterance in context.angles:
        if node.start == utterance.segments[0][0]:
            found[utterance.index] = utterance
    return (found[index] for index in sorted(found))


def _is_heard(context: Context, utterance: Utterance) -> bool:
    """Whether a tag sounds, or whether a tag without effect has a rule of its own."""
    text, dialect = context.text, context.dialect
    tags = [
        dialect.classify(text[mark.start + 1 : mark.end - 1])
        for mark in utterance.marks
        if mark.kind is NodeKind.TAG
    ]
    return any(
        tag.kind is TagKind.SOUND or (tag.kind is TagKind.INSTRUCTION and dialect.steers)
        for tag in tags
    )


RULE = Rule(
    code="VV009",
    name="nothing-to-speak",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="recorded",
    date="2026-09",
)
