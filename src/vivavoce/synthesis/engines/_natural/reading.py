"""From the pieces of a cue to sentences of phones, each tied to the letters it is read from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from vivavoce.errors import MissingExtraError
from vivavoce.phonetics.alphabets import misaki
from vivavoce.synthesis.engines._timing import Token
from vivavoce.synthesis.engines.score import Piece, Plain, Respelled
from vivavoce.text import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LONGEST = 380
"""Phones that the network takes at once; it was trained on up to 510 and drifts before that."""

_NOT_SPOKEN = re.compile(r"[\x00-\x1f\x7f-\x9f\[\]()\ud800-\udfff]")
"""Among them the brackets with which the reader's own notation is written."""

_NO_PHONE = re.compile(r"[\[\]()/]")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
"""Curly quotes glued to a word are misread as a sound (hibari-tts 0.2.1)."""

_SENTENCE_END = re.compile(r".*[.!?…][\"'”’)]*$", re.DOTALL)
_SHORT = re.compile(r"[\"'“‘(]*(?:[^\W\d_]{1,2}|Mrs|Prof|Capt|Gen|Rev|Sgt)\.$")
_MARK_NAMES = {"-": "dˈæʃ", ".": "dˈɑt", ",": "kˈɑmə", ":": "kˈOlən", "_": "ˈʌndəɹskˌɔɹ"}

_WORD = re.compile(r"\S+")
_LETTER = re.compile(r"\w")
_ENDING = re.compile(r"['’]s(?!\w)")

_loading = Lock()


@dataclass(frozen=True, slots=True)
class Item:
    """A word to be.

    Attributes:
        text: as to be read.
        span: its letters in the request's text.
        phones: in misaki's alphabet, where they are given; else "".
        tail: marks behind it.
        stressed: whether to lean on it.
    """

    text: str
    span: Span
    phones: str = ""
    tail: str = ""
    stressed: bool = False

    @property
    def written(self) -> str:
        """In the reader's notation: `[x](/phones/)` gives the phones of a word outright."""
        return (f"[x](/{self.phones}/)" if self.phones else self.text) + self.tail


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the network speaks at once.

    Attributes:
        phones: in misaki's alphabet.
        owners: for each phone, the index of its token; for blanks None.
        tokens: in order, all of them, with or without phones.
        notes: what was left out.
    """

    phones: str
    owners: tuple[int | None, ...]
    tokens: tuple[Token, ...]
    notes: tuple[str, ...] = ()


def load() -> Any:
    """Hibari's reader of English, loaded once.

    Raises:
        MissingExtraError: if hibari-tts is not installed.
    """
    with _loading:
        return _load()


@cache
def _load() -> Any:
    try:
        from hibari.g2p import G2P  # noqa: PLC0415 - optional
    except ImportError as error:
        raise MissingExtraError("natural", "The natural voice") from error
    return G2P()


def read(
    pieces: Iterable[Piece], known: Callable[[str], bool], *, normalize: bool = True
) -> Iterator[Sentence]:
    """The sentences of a cue, one by one.

    Args:
        pieces: from a cue.
        known: whether the network has a phone.
        normalize: whether to spell out times, dates and units first.
    """
    reader = load()
    for items in _split(_itemise(reader, pieces)):
        yield from _read_items(reader, items, known, normalize=normalize)


def _itemise(reader: Any, pieces: Iterable[Piece]) -> list[Item]:
    items: list[Item] = []
    for piece in pieces:
        if isinstance(piece, Respelled):
            phones = _NO_PHONE.sub("", misaki.from_ipa(piece.ipa))
            items.append(Item(_NOT_SPOKEN.sub("", piece.ipa), piece.span, phones))
            continue
        for match in _WORD.finditer(piece.text):
            span = Span(piece.span.start + match.start(), piece.span.start + match.end())
            text = _NOT_SPOKEN.sub("", match[0]).translate(_QUOTES)
            if isinstance(piece, Plain):
                _add(items, Item(text, span, stressed=piece.stressed))
            else:
                _add(items, Item(text, span, " ".join(_spell(reader, match[0]))))
    return items


def _add(items: list[Item], item: Item) -> None:
    """Add an item; marks and an `'s` that are glued to the one before join it."""
    last = items[-1] if items else None
    if last is None or last.span.end != item.span.start:
        items.append(item)
        return
    span = Span(last.span.start, item.span.end)
    ending = _ENDING.match(item.text) if last.phones else None
    if ending:
        tail = item.text[ending.end() :]
        phones = last.phones + _voice_ending(last.phones)
        items[-1] = replace(last, span=span, phones=phones, tail=tail)
    elif not item.phones and not _LETTER.search(item.text):
        items[-1] = replace(last, span=span, tail=last.tail + item.text)
    else:
        items.append(item)


def _voice_ending(phones: str) -> str:
    """How English says `'s` behind a word."""
    if phones[-1] in "szʃʒʧʤ":
        return "ᵻz"
    return "s" if phones[-1] in "ptkfθ" else "z"


def _spell(reader: Any, text: str) -> Iterator[str]:
    """Each character by its name."""
    for letter in text:
        name = reader.lexicon.golds.get(letter.upper()) if letter.isalpha() else None
        if isinstance(name, str):
            yield name
        elif letter in _MARK_NAMES:
            yield _MARK_NAMES[letter]
        else:
            spoken = "".join(phones for phones, _ in _pronounce(reader, [(letter, 0)]))
            yield _NO_PHONE.sub("", spoken)


def _split(items: list[Item]) -> Iterator[list[Item]]:
    """Sentences, and what is too long for one cut anyhow."""
    sentence: list[Item] = []
    size = 0
    for item in items:
        sentence.append(item)
        size += len(item.phones or item.text) + 1
        whole = item.text + item.tail
        ends = _SENTENCE_END.match(whole) and not _SHORT.match(whole)
        if ends or size > LONGEST * 3 // 4:
            yield sentence
            sentence, size = [], 0
    if sentence:
        yield sentence


def _read_items(
    reader: Any, items: list[Item], known: Callable[[str], bool], *, normalize: bool
) -> Iterator[Sentence]:
    words = _normalise(items) if normalize else ((i.written, n) for n, i in enumerate(items))
    phones: list[str] = []
    owners: list[int | None] = []
    lost: dict[str, None] = {}
    for spoken, owner in _pronounce(reader, [(text, owner) for text, owner in words if text]):
        for phone in _lean(spoken) if items[owner].stressed else spoken:
            if known(phone):
                phones.append(phone)
                owners.append(None if phone == " " else owner)
            elif not phone.isspace():
                lost[phone] = None
    made = tuple(Token(0, item.span, item.phones) for item in items)
    notes = (f"left out {' '.join(lost)}: the natural voice has no such sound",) if lost else ()
    line = "".join(phones).rstrip()
    yield from _halve(Sentence(line, tuple(owners[: len(line)]), made, notes))


def _pronounce(reader: Any, words: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """The phones of each word with its owner, a blank behind those that one follows.

    The reader raises on some symbols, superscript digits among them (hibari-tts 0.2.1); then it is
    asked word by word, and what it cannot read stays without phones.
    """
    try:
        tokens = reader.phonemize_tokens(reader.tokenize(" ".join(text for text, _ in words)))
    except Exception:  # noqa: BLE001 - whatever it trips over, the script goes on
        if len(words) > 1:
            for word in words:
                yield from _pronounce(reader, [word])
                yield " ", word[1]
        return
    at = 0
    for token in tokens:
        owner = words[min(at, len(words) - 1)][1]
        yield (token.phonemes or "") + (" " if token.whitespace else ""), owner
        at += token.text.count(" ") + bool(token.whitespace)


def _halve(sentence: Sentence) -> Iterator[Sentence]:
    """The sentence, or parts of it that the network can take."""
    if len(sentence.phones) <= LONGEST:
        yield sentence
        return
    cut = sentence.phones.rfind(" ", 1, LONGEST) + 1 or LONGEST
    owners = [owner for owner in sentence.owners[:cut] if owner is not None]
    first = max(owners, default=-1) + 1
    yield Sentence(
        sentence.phones[:cut], sentence.owners[:cut], sentence.tokens[:first], sentence.notes
    )
    rest = tuple(None if o is None else max(o - first, 0) for o in sentence.owners[cut:])
    yield from _halve(Sentence(sentence.phones[cut:], rest, sentence.tokens[first:]))


def _lean(phones: str) -> str:
    """The word with a main stress."""
    from hibari.g2p.lexicon import apply_stress  # noqa: PLC0415 - optional

    return str(apply_stress(phones, 2))


def _normalise(items: list[Item]) -> Iterator[tuple[str, int]]:
    """The words with times, dates and units spelt out, each with the index of its item."""
    from hibari.g2p.normalize import normalize  # noqa: PLC0415 - optional

    start = 0
    for index, item in enumerate([*items, Item("", Span(0, 0), "x")]):
        if item.phones:
            run = [other.written for other in items[start:index]]
            for text, owner in _follow(run, normalize(" ".join(run)).split()):
                yield text, start + owner
            if index < len(items):
                yield item.written, index
            start = index + 1


def _follow(old: list[str], new: list[str]) -> Iterator[tuple[str, int]]:
    """Each new word with the index of the old one it came from."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for _, low, high, first, last in blocks:
        for index in range(first, last):
            share = low + (index - first) * (high - low) // max(last - first, 1)
            yield new[index], min(share, len(old) - 1)
