"""Two slashes in ordinary words that may pair up as IPA.

A slash opens IPA and the next one closes it. Two slashes of ordinary writing in one line, as in
`and/or … he/she` or `24/7 … km/h`, may be taken for such a pair, and the words between them for
sounds. One slash alone does no harm, and dates, paths and addresses are left alone.

## Example
```script
MIRA: You and/or Tom may come, if he/she likes.
```

## Use instead
```script
MIRA: You or Tom may come, if he or she likes.
```

## Fix safety
A suggestion: how a slash is read out is for the writer to say.

## Evidence
Reasoned; the documentation gives no way to write an ordinary slash (November 2026).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.syntax import NodeKind
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context


_REACH = 80
_SIDE = 24
_LEFT = pattern(r"(?<![^\s(\[\"'“‘—–])[\"'“‘(]*(\w[\w'’-]*)\Z")
_RIGHT = pattern(r"/(\w[\w'’-]*)(?=[\s.,;:!?…\"'”’)\]—–]|\Z)(?![.,:]\w)")
_RATES = frozenset(
    ["h", "hr", "hour", "s", "sec", "min", "minute", "day", "week", "month", "year", "kg", "l", "m"]
)


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Pairs of lone slashes in one line of one utterance."""
    text = context.text
    if text.count("/") < 2:
        return
    first, home = None, None
    for node, utterance in context.of_kind(NodeKind.STRAY):
        if text[node.start] != "/":
            continue
        found = _read(text, node.start) if node.end == node.start + 1 else None
        if first and found and home is utterance and _may_pair(text, first.end, node.start):
            yield _report(text, first, node.start)
            first = None
            continue
        first, home = found, utterance


def _read(text: str, at: int) -> Span | None:
    """The two words on either side of a slash, if it stands alone between them."""
    left = _LEFT.search(text, max(0, at - _SIDE), at)
    right = _RIGHT.match(text, at, at + _SIDE)
    return Span(left.start(1), right.end()) if left and right else None


def _may_pair(text: str, start: int, end: int) -> bool:
    between = text[start:end]
    return len(between) <= _REACH and not any(mark in between for mark in "/[]<>*\n\r")


def _report(text: str, words: Span, end: int) -> Finding:
    start = text.index("/", words.start)
    one, other = words.of(text).split("/")
    fixes: tuple[Fix, ...] = ()
    if said := _say(one, other):
        fixes = (Fix(f"Replace with {said}", (Edit.replace(words, said),), Safety.SUGGEST),)
    return Finding(
        Span(start, end + 1),
        "These two slashes may be taken for a pair around IPA. "
        "Write one of them out in words, such as “or” or “per”.",
        fixes,
    )


def _say(one: str, other: str) -> str:
    if other.lower() in _RATES and one.lower() not in {"he", "she"}:
        return f"{one} per {other}"
    if one.lower() == "and" and other.lower() == "or":
        return "or"
    if one.isdigit() or other.isdigit():
        return ""
    return f"{one} or {other}"


RULE = Rule(
    code="VV412",
    name="slash-ambiguity",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="reasoned",
    date="2026-11",
    fix=Safety.SUGGEST,
)
