"""What to hand to espeak-ng for the pieces of a cue, and where each word's letters went."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vivavoce.synthesis.engines._timing import Token
from vivavoce.synthesis.engines.score import Piece, Plain, Respelled, Spelled
from vivavoce.text import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from vivavoce.synthesis.engines._espeak.mnemonics import Inventory

_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\s\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)
_ENDING = re.compile(r"['’]s(?!\w)")
_OPENING = re.compile(r"[^\w\s]+$")
_HARMLESS = {code: " " for code in (*range(32), *range(127, 160)) if code != 10} | {
    ord("["): " ",
    ord("]"): " ",
}
"""`[[` opens mnemonics and control-A opens commands: neither is for a script to say."""

_ESCAPED = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}


@dataclass(frozen=True, slots=True)
class Line:
    """One call's worth of text.

    Attributes:
        markup: for the library, `[[…]]` being phonemes.
        ssml: whether angle brackets are markup in it.
        tokens: in order.
        notes: what was approximated.
    """

    markup: str
    ssml: bool
    tokens: tuple[Token, ...]
    notes: tuple[str, ...] = ()


def write(
    pieces: tuple[Piece, ...], find_inventory: Callable[[], Inventory], *, english: bool = True
) -> Line:
    """The line for some pieces.

    Args:
        pieces: from a cue.
        find_inventory: gives the voice's sounds; asked only when a word is respelled.
        english: whether `'s` behind a respelled word is an English ending, to be spoken with it.
    """
    ssml = any(isinstance(p, Spelled) or (isinstance(p, Plain) and p.stressed) for p in pieces)
    writer = _Writer(find_inventory, ssml=ssml, english=english)
    for piece in pieces:
        writer.take(piece)
    return writer.finish()


class _Writer:
    """Builds the markup and keeps count of where it is."""

    def __init__(
        self, find_inventory: Callable[[], Inventory], *, ssml: bool, english: bool
    ) -> None:
        self._find_inventory, self._ssml, self._english = find_inventory, ssml, english
        self._parts: list[str] = []
        self._length = 0
        self._tokens: list[Token] = []
        self._waiting: Respelled | None = None
        self._notes: list[str] = []

    def finish(self) -> Line:
        """The line so far."""
        self._respell("")
        return Line("".join(self._parts), self._ssml, tuple(self._tokens), tuple(self._notes))

    def take(self, piece: Piece) -> None:
        """Write one piece."""
        match piece:
            case Respelled():
                self._respell("")
                self._waiting = piece
            case Spelled():
                self._respell("")
                self._spell(piece)
            case Plain():
                self._read(piece)

    def _put(self, markup: str) -> None:
        self._parts.append(markup)
        self._length += len(markup)

    def _respell(self, ending: str) -> None:
        """Write the word that waited to see whether an ending follows."""
        piece, self._waiting = self._waiting, None
        if piece is None:
            return
        mnemonics = self._find_inventory().convert(
            piece.ipa + (_voice_ending(piece.ipa) if ending else "")
        )
        self._notes += mnemonics.notes(piece.ipa)
        if not mnemonics.code:
            return
        self._hide_opening()
        self._put(" ")
        span = Span(piece.span.start, piece.span.end + len(ending))
        self._add(Token(self._length, span, piece.ipa), glue=True)
        # blanks part it from its neighbours: glued ones can swallow it, and `<` would end it badly
        self._put(f"[[{mnemonics.code}]] ")

    def _hide_opening(self) -> None:
        """Blank out marks right before a `[[`, which would swallow its word event and more."""
        if self._parts and not self._ssml:
            last = self._parts[-1]
            self._parts[-1] = _OPENING.sub(lambda marks: " " * len(marks[0]), last)

    def _spell(self, piece: Spelled) -> None:
        self._put('<say-as interpret-as="characters">')
        self._write_text(piece.text, piece.span.start)
        self._put("</say-as>")

    def _read(self, piece: Plain) -> None:
        text, start = piece.text, piece.span.start
        if self._waiting is not None:
            contiguous = self._waiting.span.end == start
            match = _ENDING.match(text) if contiguous and self._english else None
            ending = match[0] if match else ""
            self._respell(ending)
            text, start = text[len(ending) :], start + len(ending)
        if piece.stressed:
            self._put('<emphasis level="strong">')
        self._write_text(text, start)
        if piece.stressed:
            self._put("</emphasis>")

    def _write_text(self, text: str, start: int) -> None:
        text = text.translate(_HARMLESS)
        at = 0
        for match in _TOKEN.finditer(text):
            low, high = match.span()
            self._put(self._escape(text[at:low]))
            self._add(Token(self._length, Span(start + low, start + high)), glue=low == 0)
            self._put(self._escape(match[0]))
            at = high
        self._put(self._escape(text[at:]))

    def _escape(self, text: str) -> str:
        return text.translate(_ESCAPED) if self._ssml else text

    def _add(self, token: Token, *, glue: bool) -> None:
        """Add a token; one that opens a piece joins the one it is glued to in the request."""
        last = self._tokens[-1] if self._tokens else None
        if glue and last is not None and last.span.end == token.span.start:
            span = Span(last.span.start, token.span.end)
            self._tokens[-1] = Token(last.at, span, last.ipa or token.ipa)
        else:
            self._tokens.append(token)


def _voice_ending(ipa: str) -> str:
    """How English says `'s` behind a word."""
    last = ipa.rstrip(".ːˈˌ ")[-1:]
    if last in "szʃʒ":
        return "ɪz"
    return "s" if last in "ptkfθ" else "z"
