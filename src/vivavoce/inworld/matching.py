"""Ties what was heard to the letters it was read from.

The service's tokens, joined, give back the text (docs.inworld.ai, Timestamps guide, Apr 2026), so
the place of a word is found by walking the text, never by counting words. Where the two disagree
(numbers spelt out, words lost, older answers) the tokens wait until they agree again, and what
lies between is matched by likeness, with a certainty that says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

from vivavoce.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SURE = 1.0
AGREED = 0.9
"""Found where it should be, but not letter after letter."""
GUESSED = 0.5
"""Nothing alike, but the only letters the sound can come from."""

_MARKUP = re.compile(r"\[[^\[\]]*\]|</?[A-Za-z][^<>]*>")
_RUN = re.compile(r"[^\s—–…]+")
_WIDE_LETTERS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WIDE = re.compile(f"[{_WIDE_LETTERS}]|[^{_WIDE_LETTERS}]+")
_SPOKEN_SIGNS = frozenset("$€£¥₹₩%‰&@#+=°§")
_SAME = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "‐": "-", "‑": "-"})
_LOOK_AHEAD = 48
_LOOK_AHEAD_ALONE = 12
_TELLING = 5
"""Letters from which on a single word is rare enough to trust as a meeting point."""


class Piece(NamedTuple):
    """A word of the text: its folded letters, and where it stands."""

    core: str
    start: int
    end: int


class Tie(NamedTuple):
    """Tokens (by their place in the order heard) read from one stretch of the text."""

    tokens: range
    span: Span | None
    certainty: float


def fold(text: str) -> str:
    """Letters made alike, one for one, so that offsets stay true."""
    text = text.translate(_SAME)
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def blank_markup(text: str) -> str:
    """The text with tags in brackets and angles blanked, every other letter where it was."""
    return _MARKUP.sub(lambda found: " " * len(found[0]), text)


def split_runs(text: str, at: int = 0) -> Iterator[Piece]:
    """The runs of (folded) text from offset `at` on, without the punctuation around them."""
    for run in _RUN.finditer(text, at):
        start, end = _trim(text, *run.span())
        if start < end:
            yield Piece(text[start:end].strip("/"), start, end)


def split_words(text: str, at: int = 0) -> Iterator[Piece]:
    """Like `split_runs`, with every Chinese and Japanese letter a word of its own."""
    for run in split_runs(text, at):
        for part in _WIDE.finditer(text, run.start, run.end):
            start, end = _trim(text, *part.span())
            if start < end:
                yield Piece(text[start:end].strip("/"), start, end)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without punctuation at the ends; an IPA span keeps its slashes, they belong to it."""
    while start < end and not _is_spoken(text[start]):
        start += 1
    while end > start and not _is_spoken(text[end - 1]):
        end -= 1
    if start and start < end < len(text) and text[start - 1] == text[end] == "/":
        return start - 1, end + 1
    return start, end


def _is_spoken(char: str) -> bool:
    return char.isalnum() or char in _SPOKEN_SIGNS or category(char).startswith("M")


def _binds(char: str) -> bool:
    """Whether `char` belongs to a writing that sets its words apart with blanks."""
    return char.isdigit() or char.lower() != char.upper()


@dataclass(slots=True)
class Matcher:
    """Walks a text along with the words heard.

    Feed cores with `hear`; the ties it returns number the words from 0 in the order heard. A word
    that stands nowhere waits, and all after it, until the words agree with the text again.

    Attributes:
        text: folded, markup blanked.
        at: offset up to which the text is spoken for.
    """

    text: str
    at: int
    _waiting: list[str]
    _heard: int

    def __init__(self, text: str) -> None:
        self.text, self.at = blank_markup(fold(text)), 0
        self._waiting, self._heard = [], 0

    def replace_text(self, text: str) -> None:
        """Go on with a longer text that begins like the old one."""
        self.text = blank_markup(fold(text))

    def hear(self, core: str) -> list[Tie]:
        """The ties that become certain with one more word."""
        self._heard += 1
        if not self._waiting:
            span = self._follow(core)
            if span is not None:
                return [Tie(range(self._heard - 1, self._heard), span, SURE)]
        self._waiting.append(core)
        return self._meet()

    def finish(self) -> list[Tie]:
        """Ties for the words still waiting."""
        if not self._waiting:
            return []
        rest = list(split_words(self.text, self.at))[: 4 * len(self._waiting) + _LOOK_AHEAD]
        return self._settle(len(self._waiting), rest, exhausted=True)

    def _follow(self, core: str) -> Span | None:
        at = self._next_letter()
        end = at + len(core)
        if not self.text.startswith(core, at) or not self._breaks(end):
            return None
        self.at = end
        if at and end < len(self.text) and self.text[at - 1] == self.text[end] == "/":
            self.at = end + 1
            return Span(at - 1, end + 1)
        return Span(at, end)

    def _next_letter(self) -> int:
        at = self.at
        while at < len(self.text) and not _is_spoken(self.text[at]):
            at += 1
        return at

    def _breaks(self, at: int) -> bool:
        """Whether a word may end at `at`."""
        if at >= len(self.text) or not self.text[at].isalnum():
            return True
        return not (_binds(self.text[at - 1]) and _binds(self.text[at]))

    def expected(self) -> str:
        """The next word of the text, or "" if there is none or words are waiting."""
        if self._waiting:
            return ""
        return next(split_runs(self.text, self.at), Piece("", 0, 0)).core

    def _meet(self) -> list[Tie]:
        """Settle what waits once its last words stand in the text ahead."""
        ahead = list(islice(split_words(self.text, self.at), _LOOK_AHEAD))
        last = self._waiting[-1]
        if len(self._waiting) > 1:
            before = self._waiting[-2]
            for i, (one, two) in enumerate(pairwise(ahead)):
                if two.core == last and one.core == before:
                    return self._settle(len(self._waiting), ahead[: i + 2])
        if len(last) >= _TELLING:
            near = [i for i, p in enumerate(ahead) if p.core == last]
            if len(near) == 1 and near[0] < _LOOK_AHEAD_ALONE:
                return self._settle(len(self._waiting), ahead[: near[0] + 1])
        return []

    def _settle(self, count: int, words: Sequence[Piece], *, exhausted: bool = False) -> list[Tie]:
        """Tie the first `count` waiting tokens to `words`."""
        cores, self._waiting = self._waiting[:count], self._waiting[count:]
        first = self._heard - count - len(self._waiting)
        ties = list(_compare(cores, words, exhausted=exhausted))
        ends = [tie.span.end for tie in ties if tie.span is not None]
        self.at = max([self.at, *ends])
        return [
            Tie(range(first + t.tokens.start, first + t.tokens.stop), t.span, t.certainty)
            for t in ties
        ]


def _compare(cores: list[str], words: Sequence[Piece], *, exhausted: bool) -> Iterator[Tie]:
    blocks = SequenceMatcher(None, cores, [w.core for w in words], autojunk=False)
    heard = seen = 0
    for a, b, size in blocks.get_matching_blocks():
        between = words[seen:b]
        if exhausted and not size:
            # What follows the last meeting point may simply not have been spoken yet.
            between = between[: a - heard]
        yield from _fill(cores[heard:a], heard, between)
        for i in range(size):
            word = words[b + i]
            yield Tie(range(a + i, a + i + 1), Span(word.start, word.end), AGREED)
        heard, seen = a + size, b + size


def _fill(cores: list[str], first: int, words: Sequence[Piece]) -> Iterator[Tie]:
    """Tie tokens and words that stand at the same place but are not the same."""
    if not cores:
        return
    if not words:
        yield from (Tie(range(first + i, first + i + 1), None, 0.0) for i in range(len(cores)))
        return
    if len(words) > len(cores):
        yield from _spread(cores, first, words)
        return
    shares = _share(len(cores), [max(len(w.core), 1) for w in words])
    at = first
    for word, share in zip(words, shares, strict=True):
        spoken = "".join(cores[at - first : at - first + share])
        yield Tie(range(at, at + share), Span(word.start, word.end), _likeness(spoken, word.core))
        at += share


def _spread(cores: list[str], first: int, words: Sequence[Piece]) -> Iterator[Tie]:
    """Fewer tokens than words: each token takes a run of words."""
    at = 0
    for i, share in enumerate(_share(len(words), [max(len(c), 1) for c in cores])):
        run = words[at : at + share]
        likeness = _likeness(cores[i], "".join(w.core for w in run))
        yield Tie(range(first + i, first + i + 1), Span(run[0].start, run[-1].end), likeness)
        at += share


def _share(count: int, weights: list[int]) -> list[int]:
    """Cut `count` things in runs of at least one, roughly as the weights say."""
    shares = [1] * len(weights)
    for _ in range(count - len(weights)):
        poorest = min(range(len(weights)), key=lambda i: shares[i] / weights[i])
        shares[poorest] += 1
    return shares


def _likeness(spoken: str, written: str) -> float:
    """From `GUESSED` for nothing alike up to `AGREED` for the same letters."""
    ratio = SequenceMatcher(None, spoken, written, autojunk=False).ratio()
    return round(GUESSED + (AGREED - GUESSED) * ratio, 2)
