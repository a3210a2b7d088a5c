"""From the service's times to an `Alignment` whose words point into the request's text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from vivavoce.inworld.heard import Heard, read_characters, read_words
from vivavoce.inworld.matching import Matcher, Tie, blank_markup, fold, split_runs
from vivavoce.speech import Alignment, Phone, Viseme, Word
from vivavoce.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vivavoce.inworld.wire import TimestampInfo

_CLOSERS = {"[": "]", "<": ">"}
_LONGEST_TAG = 256
"""An opening bracket that has not closed after so many letters opens no tag (third-party)."""
_TAGS = re.compile(r"(\[)[^\[\]]*\]|(<)/?[A-Za-z][^<>]*>")
_TAG_START = re.compile(r"[\[<]")


class TagFilter:
    """Takes markup out of the tokens, also where a tag is split over tokens and messages.

    Bracket tags may come back among the words (third-party, Jul 2026); only kinds of brackets that
    the text itself uses for tags are looked for.
    """

    def __init__(self, text: str) -> None:
        self._opens = frozenset("".join("".join(m) for m in _TAGS.findall(text)))
        self._held: list[Heard] = []

    def widen(self, text: str) -> None:
        """Also look for the tags of a longer text."""
        self._opens |= frozenset("".join("".join(m) for m in _TAGS.findall(text)))

    def read(self, token: Heard) -> list[Heard]:
        """The spoken parts of the next token, and of earlier ones that turn out to be no tag."""
        if not self._held:
            return self._read_outside(token)
        close = token.text.find(_CLOSERS[self._held[0].text[0]])
        if close < 0:
            self._held.append(token)
            return self._release_long()
        self._held = []
        return self._read_outside(token.part(close + 1, len(token.text)))

    def _read_outside(self, token: Heard) -> list[Heard]:
        start = next(
            (m.start() for m in _TAG_START.finditer(token.text) if m[0] in self._opens), -1
        )
        if start < 0:
            return [token]
        before = [token.part(0, start)] if start else []
        self._held = [token.part(start, start + 1)]
        return before + self.read(token.part(start + 1, len(token.text)))

    def _release_long(self) -> list[Heard]:
        if sum(len(token.text) for token in self._held) <= _LONGEST_TAG:
            return []
        held, self._held = self._held, []
        return held


@dataclass(slots=True)
class _Entry:
    """A token on its way: `number` counts those with letters, silence has none."""

    heard: Heard
    number: int | None


class AlignmentReader:
    """Reads the times of one request, message by message.

    Words come out as soon as their place in the text is certain; those that disagree with the text
    are held until it is known what they belong to. Times are seconds from the start of the
    request's audio, and never run backwards.

    Args:
        text: the request's text, markup included.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._matcher = Matcher(text)
        self._tags = TagFilter(text)
        self._entries: list[_Entry] = []
        self._letters: list[Heard] = []
        self._count = 0
        self._clock = 0.0

    @property
    def end(self) -> float:
        """Seconds up to which words have been handed out."""
        return self._clock

    def extend(self, text: str) -> None:
        """More text is spoken after what is there."""
        self._text += text
        self._matcher.replace_text(self._text)
        self._tags.widen(self._text)

    def read(self, info: TimestampInfo | None, shift: float = 0.0) -> Alignment:
        """What becomes certain with these times, `shift` seconds later than they say."""
        if info is None:
            return Alignment()
        if info.word_alignment is not None and info.word_alignment.words:
            return self._take(read_words(info.word_alignment, shift))
        if info.character_alignment is not None:
            return self._take(self._join(read_characters(info.character_alignment, shift)))
        return Alignment()

    def finish(self) -> Alignment:
        """The words still held, tied as well as can be."""
        rest, self._letters = self._letters, []
        done = self._take([_join(rest)] if rest else [])
        return done + self._emit(self._matcher.finish(), everything=True).shift(0, len(done.words))

    def _join(self, letters: Iterable[Heard]) -> Iterator[Heard]:
        """Tokens from characters; the older shape has no blanks, there the text tells."""
        for letter in letters:
            if letter.text.isspace():
                yield from self._close_letters()
                yield letter
                continue
            if self._letters and fold(_join(self._letters).text) == self._matcher.expected():
                yield from self._close_letters()
            self._letters.append(letter)

    def _close_letters(self) -> Iterator[Heard]:
        letters, self._letters = self._letters, []
        if letters:
            yield _join(letters)

    def _take(self, tokens: Iterable[Heard]) -> Alignment:
        done = Alignment()
        for token in tokens:
            for spoken in self._tags.read(token):
                ties = list(self._hear(spoken))
                done += self._emit(ties).shift(0, len(done.words))
        return done

    def _hear(self, token: Heard) -> Iterator[Tie]:
        folded = fold(token.text)
        words = list(split_runs(folded))
        if not words:
            self._entries.append(_Entry(token, None))
            return
        cuts = [0, *(word.start for word in words[1:]), len(token.text)]
        for word, (start, end) in zip(words, pairwise(cuts), strict=True):
            self._entries.append(_Entry(token.part(start, end), self._count))
            self._count += 1
            yield from self._matcher.hear(word.core)

    def _emit(self, ties: list[Tie], *, everything: bool = False) -> Alignment:
        words: list[Word] = []
        phones: list[Phone] = []
        visemes: list[Viseme] = []
        for tie in ties:
            group = self._pop(tie.tokens.stop)
            word = self._word(group, tie)
            for entry in group:
                index = None if entry.number is None or word is None else len(words)
                phones += (replace(p, word=index if p.symbol else None) for p in entry.heard.phones)
                visemes += entry.heard.visemes
            words += [word] if word is not None else []
        for entry in self._pop_silence(everything=everything):
            phones += entry.heard.phones
            visemes += entry.heard.visemes
        return Alignment(tuple(words), tuple(phones), tuple(visemes))

    def _pop(self, stop: int) -> list[_Entry]:
        """Everything up to and with token number `stop - 1`."""
        last = next(i for i, e in enumerate(self._entries) if e.number == stop - 1)
        group, self._entries = self._entries[: last + 1], self._entries[last + 1 :]
        return group

    def _pop_silence(self, *, everything: bool) -> list[_Entry]:
        count = 0
        while count < len(self._entries) and (everything or self._entries[count].number is None):
            count += 1
        group, self._entries = self._entries[:count], self._entries[count:]
        return group

    def _word(self, group: list[_Entry], tie: Tie) -> Word | None:
        spoken = [entry.heard for entry in group if entry.number is not None]
        text = self._text[tie.span.start : tie.span.end] if tie.span else _bare(spoken)
        start = max(spoken[0].start, self._clock)
        end = max(spoken[-1].end, start)
        self._clock = end
        return Word(text, start, end, tie.span, tie.certainty) if text else None


def _join(letters: list[Heard]) -> Heard:
    text = "".join(letter.text for letter in letters)
    return Heard(text, letters[0].start, letters[-1].end)


def _bare(spoken: list[Heard]) -> str:
    """Words that stand nowhere in the text, without the punctuation around them."""
    joined = "".join(token.text for token in spoken)
    runs = list(split_runs(fold(joined)))
    return joined[runs[0].start : runs[-1].end] if runs else joined.strip()


def estimate_alignment(text: str, seconds: float) -> Alignment:
    """Words spaced by their length over `seconds`, for audio that came without times."""
    words = list(split_runs(blank_markup(fold(text))))
    letters = sum(len(word.core) + 1 for word in words)
    done, said = [], 0
    for word in words:
        start, said = seconds * said / letters, said + len(word.core) + 1
        shown = text[word.start : word.end]
        end = seconds * said / letters
        done.append(
            Word(shown, round(start, 4), round(end, 4), Span(word.start, word.end), certainty=0.0)
        )
    return Alignment(tuple(done), estimated=True)
