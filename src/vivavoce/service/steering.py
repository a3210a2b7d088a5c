"""What the voice gets instead of the text as sent.

The voice follows the rules of today; older ones are had by rewriting the text for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vivavoce.dialects import TagKind, dialect
from vivavoce.syntax.duration import read_pause

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.service.switches import Switches

TAG = re.compile(r"\[([^\[\]]+)\]")
_BREAK = re.compile(r"<break\b[^<>]*?time\s*=\s*\"([^\"<>]*)\"[^<>]*>", re.IGNORECASE)
_VERBATIM = re.compile(
    r"</?verbatim\s*>|<say-as\s+interpret-as\s*=\s*\"verbatim\"\s*>|</say-as\s*>", re.IGNORECASE
)
_STRONG = re.compile(r"\*\*(?=\S)[^*\n]+\*\*")
LANG = re.compile(r"<(/?)lang\b[^<>]*>", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)]*(?=\s)|\n")
_LONGEST_BREAK = 10.0


class Rewrite(NamedTuple):
    """Text to put in place of a stretch, for the voice only."""

    start: int
    end: int
    text: str


def rewrite(
    text: str, model: str, instruction: str, switches: Switches, *, literal: bool = False
) -> tuple[Rewrite, ...]:
    """What the switches `tag_scope`, `break_scope`, `instruction_scope` and `long_breaks` change.

    Args:
        text: as the voice would get it.
        model: a model id that is known.
        instruction: the field of that name.
        switches: how disagreements are settled.
        literal: whether normalization is off, so that verbatim tags vanish (Verbatim page).
    """
    found = list(_flatten(text))
    if literal:
        found += [Rewrite(*match.span(), "") for match in _VERBATIM.finditer(text)]
    if switches.long_breaks == "drop":
        found += _drop_breaks(text)
    if dialect(model).emphasis == "asterisks":
        found += _read_asterisks(text)
    if dialect(model).steers:
        found += _steer(text, model, instruction, switches)
    return tuple(sorted(found))


def _flatten(text: str) -> Iterator[Rewrite]:
    """A language span that opens inside another ends it (language-switching sample)."""
    opened = False
    for match in LANG.finditer(text):
        if opened and not match[1]:
            yield Rewrite(match.start(), match.start(), "</lang>")
        opened = not match[1]


def _read_asterisks(text: str) -> Iterator[Rewrite]:
    """Two asterisks each side are read out by models that take one for emphasis (Prompting)."""
    for match in _STRONG.finditer(text):
        for at in (match.start(), match.start() + 1, match.end() - 2, match.end() - 1):
            yield Rewrite(at, at + 1, " asterisk ")


def _drop_breaks(text: str) -> Iterator[Rewrite]:
    for match in _BREAK.finditer(text):
        if (read_pause(match[1]) or 0.0) > _LONGEST_BREAK:
            yield Rewrite(*match.span(), "")


def _steer(text: str, model: str, instruction: str, switches: Switches) -> Iterator[Rewrite]:
    whole = switches.instruction_scope == "whole" and instruction
    home = f"[{instruction}]" if whole else "[reset]"
    table = dialect(model)
    for match in TAG.finditer(text):
        kind = table.classify(match[1]).kind
        if kind is TagKind.RESET and whole:
            yield Rewrite(*match.span(), home)
        if kind is TagKind.INSTRUCTION and switches.tag_scope == "next":
            end = _SENTENCE_END.search(text, match.end())
            if end:
                yield Rewrite(end.end(), end.end(), home)
    if switches.break_scope == "ends":
        for match in _BREAK.finditer(text):
            yield Rewrite(match.end(), match.end(), home)
