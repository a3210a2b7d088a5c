"""An utterance without an end is spoken without one.

The model takes the fall or rise of the voice from the last mark. Where none stands, the last word
often hangs in the air or is cut short.

A dash or an ellipsis counts, for speech that breaks off; so does a comma, where another turn goes
on. Languages that are written without such marks are left alone. Short utterances that may be a
title or an item of a list are information only.

## Example
```script
MIRA: I told you that the ferry leaves at dawn
```

## Use instead
```script
MIRA: I told you that the ferry leaves at dawn.
```

## Options
`words`: from how many words on it is a warning even if no other sentence stands before.

## Fix safety
Unsafe: the full stop that is added may have to be a question mark.

## Evidence
Documented: docs.inworld.ai, Prompting for TTS: end every sentence with punctuation. August 2026.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import Rule
from vivavoce.syntax import NodeKind
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context
    from vivavoce.syntax import Utterance

_ENDED = frozenset(".!?…。！？؟।॥։።‥｡፧܀,;:，、；：—–-‐‑⁓〜～」』")
_CLOSING = " \t\r\n\0\"'”’»›)]}*）】`_"
_EAST_ASIAN = pattern("[\u3040-\u30ff\u3400-\u9fff]")
_BARE = pattern("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u0f00-\u0fff]")
_LAST_WORD = pattern(r"[^\s\0\"“‘«(\[*_`]{1,60}\Z")
_SENTENCE = pattern(r"[.!?…。！？][\"'”’»)]*\s")
_SPOKEN_MARKS = frozenset({NodeKind.SLASH, NodeKind.VERBATIM, NodeKind.LINK})
_NEAR = 400


@dataclass(frozen=True, slots=True)
class Options:
    """How long an utterance has to be."""

    words: int = 6


def check(context: Context, options: Options) -> Iterator[Finding]:
    """Utterances whose last spoken character is a letter or a digit."""
    text = context.text
    for utterance in context.utterances:
        end = utterance.segments[-1][1]
        if text[end - 1 : end] in _ENDED:
            continue
        finding = _judge(context, utterance, end, options)
        if finding:
            yield finding


def _judge(context: Context, utterance: Utterance, end: int, options: Options) -> Finding | None:
    start = max(utterance.segments[-1][0], end - _NEAR)
    heard = context.spoken[start:end].rstrip(_CLOSING)
    at = start + len(heard)
    if "\0" in context.spoken[at:end]:
        at = max([at, *(n.end for n in utterance.marks[-9:] if n.kind in _SPOKEN_MARKS)])
    last = context.text[at - 1 : at]
    if not heard.strip("\0") or not (last.isalnum() or last in "/>)") or _BARE.match(last):
        return None
    word = _LAST_WORD.search(context.text[start:at])
    span = Span(at - len(word[0]) if word else at - 1, at)
    stop = "。" if _EAST_ASIAN.match(last) else "."
    edit = Edit.insert(_behind(context.text, at, end), stop)
    whole = context.spoken[utterance.segments[0][0] : end][-_NEAR:]
    serious = _SENTENCE.search(whole) or len(whole.split()) >= options.words
    return Finding(
        span,
        "The utterance ends without punctuation, so its last word hangs in the air. "
        "End it with a full stop, a question mark or an exclamation mark.",
        (Fix("Add a full stop", (edit,), Safety.UNSAFE),),
        None if serious else Severity.INFO,
    )


def _behind(text: str, at: int, end: int) -> int:
    """Where the full stop goes: before a closing quote, behind closing asterisks."""
    while at < end and text[at] in "*_`":
        at += 1
    return at


RULE = Rule(
    code="VV509",
    name="no-final-punctuation",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    fix=Safety.UNSAFE,
    options=Options,
)
