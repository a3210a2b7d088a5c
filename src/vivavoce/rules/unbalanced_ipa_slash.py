"""IPA with a slash on one side only.

IPA stands between two slashes on one line. With one of them missing, the sounds are sent as text
and read as letters, or skipped. A `// say:` note needs both, too, and one word behind them.

## Example
```script
MIRA: We sailed to /kriːt today.
```

## Use instead
```script
MIRA: We sailed to /kriːt/ today.
```

## Fix safety
A suggestion: where the transcription ends is for the writer to say.

## Evidence
Documented: docs.inworld.ai, Custom pronunciation, autumn 2026; a transcription is 80 characters at
most (Inworld's own SDK 1.2.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.transcriptions import IPA_ONLY
from vivavoce.syntax import NodeKind
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context


_LONGEST = 80
_AFTER = pattern(rf"/[^\s/\[\]<>*]{{0,{_LONGEST}}}")
_BEFORE = pattern(r"[^\s/\[\]<>*]*\Z")
_SOUND = pattern(f"[{IPA_ONLY}]")
_NOTE = pattern(r"[ \t]*//[ \t]*(say:[^\n\r]*[^\s])")
_POINT = ".,;:!?…\"'”’)"


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Lone slashes with IPA right behind or before them."""
    text = context.text
    if "/" not in text:
        return
    yield from _judge_notes(context)
    if not _SOUND.search(text):
        return
    for node, _ in context.of_kind(NodeKind.STRAY):
        if text[node.start] == "/" and node.end == node.start + 1:
            yield from _judge(text, node.start)


def _judge_notes(context: Context) -> Iterator[Finding]:
    """Notes that mean to say how a word is said and cannot be read."""
    if "say:" not in context.text:
        return
    read = {context.script.source.position(say.ipa_span.start).row for say in context.script.says}
    for note in context.script.notes:
        match = _NOTE.match(context.text, note.start, note.end)
        if match and context.script.source.position(note.start).row not in read:
            yield Finding(
                Span(match.start(1), match.end(1)),
                "This note does not say how a word is said, so it is passed over. "
                "Write it with slashes and one word, like // say: /kriːt/ Crete.",
            )


def _judge(text: str, at: int) -> Iterator[Finding]:
    after = _AFTER.match(text, at)
    before = _BEFORE.search(text, max(0, at - _LONGEST), at)
    if after and _SOUND.search(after[0]) and not text[at - 1 : at].isalnum():
        end = at + len(after[0].rstrip(_POINT))
        yield _report(Span(at, end), Edit.insert(end, "/"), "closes")
    elif before and _SOUND.search(before[0]) and not text[at + 1 : at + 2].isalnum():
        yield _report(Span(before.start(), at + 1), Edit.insert(before.start(), "/"), "opens")


def _report(span: Span, edit: Edit, does: str) -> Finding:
    fix = Fix("Add the other slash", (edit,), Safety.SUGGEST)
    return Finding(
        span,
        f"No slash {does} this IPA, so it is read as letters. "
        f"Put it between two slashes on one line, {_LONGEST} characters at most.",
        (fix,),
    )


RULE = Rule(
    code="VV401",
    name="unbalanced-ipa-slash",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-11",
    fix=Safety.SUGGEST,
)
