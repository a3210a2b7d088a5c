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

from itertools import groupby, pairwise
from operator import itemgetter
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
    for offsets in _find_slashes(context):
        taken = -1
        for one, other in pairwise(offsets):
            if one == taken or not _may_pair(text, one, other):
                continue
            words = _read(text, one)
            if words and _read(text, other):
                yield _report(text, words, other)
                taken = other


def _find_slashes(context: Context) -> Iterator[list[int]]:
    """The lone slashes of every utterance that has some."""
    text = context.text
    for _, marks in groupby(context.of_kind(NodeKind.STRAY), itemgetter(1)):
        yield [node.start for node, _ in marks if text[node.start : node.end] == "/"]


def _read(text: str, at: int) -> Span | None:
    """The two words on either side of a slash, if it stands alone between them."""
    left = _LEFT.search(text, max(0, at - _SIDE), at)
    right = _RIGHT.match(text, at, at + _SIDE)
    return Span(left.start(1), right.end()) if left and right else None


def _may_pair(text: str, one: int, other: int) -> bool:
    if other - one > _REACH or not text[one + 1].isalnum() or not text[other - 1].isalnum():
        return False
    between = text[one + 1 : other]
    return " " in between and not any(mark in between for mark in "/[]<>*\n\r")


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
