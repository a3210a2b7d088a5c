"""Where one caption ends and the next begins.

Two rows of at most 42 characters and at most seven seconds, as broadcasters ask (Netflix Timed Text
Style Guide, English, 2025); a sentence that fits is never split, two sentences are never joined
across a change of speaker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.exports.transcript import Line, Token, Transcript

ROW = 42
ROWS = 2
LONGEST = 7.0
PAUSE = 1.2
LINGER = 0.4
SHORTEST = 0.05

_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_CLAUSE_END = re.compile(r"[,;:–—،、，；：][\"'”’»)\]]*$")
_WHITE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption.

    Attributes:
        start: seconds.
        end: seconds; never after the next cue's start.
        rows: one or two rows of text.
        speaker: a name, or "".
        opens: whether the speaker begins here.
    """

    start: float
    end: float
    rows: tuple[str, ...]
    speaker: str = ""
    opens: bool = True


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word with the punctuation that clings to it."""

    text: str
    start: float
    end: float
    space: bool


def cut_cues(transcript: Transcript, *, lead: bool = False) -> list[Cue]:
    """The captions of a take, in order of time.

    Args:
        transcript: what was spoken; markup is left out.
        lead: whether a speaker's name, colon and space will stand before the text of the cue that
            opens their turn, and so needs room.
    """
    cues = [cue for line in transcript.lines for cue in _cut_line(line, transcript.tokens, lead)]
    cues.sort(key=lambda cue: cue.start)
    ends = [*(cue.start for cue in cues), float("inf")][1:]
    return [_settle(cue, end) for cue, end in zip(cues, ends, strict=True)]


def _settle(cue: Cue, next_start: float) -> Cue:
    """Let a caption linger a moment, but not into the next one."""
    end = min(cue.end + LINGER, cue.start + LONGEST, next_start)
    return replace(cue, end=max(end, cue.start + 0.001))


def _cut_line(line: Line, tokens: tuple[Token, ...], lead: bool) -> Iterator[Cue]:  # noqa: FBT001 - private
    opens = True
    lead_width = len(line.speaker) + 2 if lead and line.speaker else 0
    for group in _group(list(_read_units(line, tokens)), lead_width):
        width = lead_width if opens else 0
        rows = _wrap(group, width)
        yield Cue(group[0].start, max(unit.end for unit in group), rows, line.speaker, opens)
        opens = False


def _read_units(line: Line, tokens: tuple[Token, ...]) -> Iterator[_Unit]:
    """The words of a line; punctuation goes to the word it touches, else to the one before."""
    unit: _Unit | None = None
    prefix = ""
    for piece in line.pieces:
        if piece.mark is not None:
            unit = unit and replace(unit, space=True)
        elif piece.token is None:
            unit, prefix = _attach(unit, prefix, piece.text)
        else:
            if unit:
                yield unit
            token = tokens[piece.token]
            text = prefix + _WHITE.sub(" ", piece.text)
            unit, prefix = _Unit(text, token.start, token.end, space=False), ""
    if unit:
        yield replace(unit, text=unit.text + prefix)


def _attach(unit: _Unit | None, prefix: str, text: str) -> tuple[_Unit | None, str]:
    """Share plain text out between the word before it and the word to come."""
    before, *rest = _WHITE.split(prefix + text)
    if not rest:
        return (replace(unit, text=unit.text + before), "") if unit else (None, before)
    *middle, after = rest
    if unit is None:
        return None, "".join((before, *middle, after))
    kept = " ".join(part for part in (unit.text + before, *middle) if part)
    return replace(unit, text=kept, space=True), after


def _group(units: list[_Unit], lead: int) -> Iterator[list[_Unit]]:
    """Runs of words that make one caption each."""
    group: list[_Unit] = []
    for unit in chain.from_iterable(map(_break_unit, units)):
        while group and not _fits([*group, unit], lead):
            cut = _find_cut(group)
            yield group[:cut]
            group, lead = group[cut:], 0
        if group and _ends_here(group, unit):
            yield group
            group, lead = [], 0
        group.append(unit)
    if group:
        yield group


def _ends_here(group: list[_Unit], unit: _Unit) -> bool:
    """Whether a caption should end before `unit` although it would fit."""
    return bool(_SENTENCE_END.search(group[-1].text)) or unit.start - group[-1].end > PAUSE


def _find_cut(group: list[_Unit]) -> int:
    """How many words of a full caption to keep: up to the last comma in its second half."""
    for at in range(len(group), len(group) // 2, -1):
        if _CLAUSE_END.search(group[at - 1].text):
            return at
    return len(group)


def _fits(group: list[_Unit], lead: int) -> bool:
    if group[-1].end - group[0].start > LONGEST:
        return False
    rows = _wrap(group, lead)
    return len(rows) <= ROWS


def _break_unit(unit: _Unit) -> Iterator[_Unit]:
    """A word longer than a row in pieces that fit one."""
    if len(unit.text) <= ROW:
        yield unit
        return
    count = -(-len(unit.text) // ROW)
    step = (unit.end - unit.start) / count
    for at in range(count):
        start = unit.start + at * step
        part = unit.text[at * ROW : (at + 1) * ROW]
        yield _Unit(part, start, start + step, unit.space and at == count - 1)


def _wrap(group: list[_Unit], lead: int) -> tuple[str, ...]:
    """Rows of at most `ROW` characters, the first shorter by `lead`, two rows about even."""
    rows = _fill_rows(group, lead, ROW)
    if len(rows) != ROWS:
        return rows
    total = sum(map(len, rows)) + lead
    for width in range(-(-total // 2), ROW):
        even = _fill_rows(group, lead, width)
        if len(even) == ROWS:
            return even
    return rows


def _fill_rows(group: list[_Unit], lead: int, width: int) -> tuple[str, ...]:
    rows = [""]
    space = False
    for unit in group:
        room = width - (lead if len(rows) == 1 else 0)
        joined = f"{rows[-1]}{' ' if space and rows[-1] else ''}{unit.text}"
        if rows[-1] and len(joined) > room:
            rows.append(unit.text)
        else:
            rows[-1] = joined
        space = unit.space
    return tuple(rows)
