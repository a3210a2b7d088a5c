"""From an engine's alignment to `timestampInfo`, chunk by chunk, in either shape."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from vivavoce.phonetics.visemes import viseme

if TYPE_CHECKING:
    from vivavoce.speech import Alignment
    from vivavoce.speech.alignment import Phone

_MARKUP = re.compile(r"\[[^\[\]]*\]|</?[A-Za-z][^<>]*>|[*/]")
_GAP = re.compile(r"[^\w\[<]*")


class Token(NamedTuple):
    """A word, or what stands between two."""

    text: str
    start: float
    end: float
    phones: tuple[Phone, ...] = ()
    spoken: bool = True


class Clock:
    """Turns alignments of one request into tokens that join to its text, markup left out."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._end, self._opened = text, 0, 0.0, False

    def read(self, alignment: Alignment) -> list[Token]:
        """The tokens of the next chunk."""
        tokens: list[Token] = []
        phones: dict[int | None, list[Phone]] = {}
        for phone in alignment.phones:
            phones.setdefault(phone.word, []).append(phone)
        for index, word in enumerate(alignment.words):
            if word.span and word.span.start >= self._at:
                self._fill(tokens, word.span.start, word.start)
                self._at = word.span.end
            spoken = tuple(phones.get(index, ()))
            tokens.append(Token(word.text, word.start, word.end, spoken))
            self._end = word.end
        if tokens:
            match = _GAP.match(self._text, self._at)
            self._fill(tokens, match.end() if match else self._at, self._end)
        return tokens

    def _fill(self, tokens: list[Token], stop: int, until: float) -> None:
        gap = _MARKUP.sub("", self._text[self._at : stop])
        if not self._opened:
            tokens.append(Token("", 0.0, until if not gap else self._end, (), spoken=False))
            self._opened = True
        if gap:
            tokens.append(Token(gap, self._end, max(until, self._end), (), spoken=False))
        self._at = max(self._at, stop)


def build(tokens: list[Token], kind: str, shape: str) -> dict[str, Any]:
    """`timestampInfo` for tokens: `WORD` or `CHARACTER`, in the shape `tokens` or `old`."""
    if kind == "CHARACTER":
        return {"characterAlignment": _characters(tokens, shape)}
    if shape == "old":
        tokens = _glue(tokens)
    return {
        "wordAlignment": {
            "words": [t.text for t in tokens],
            "wordStartTimeSeconds": [_round(t.start) for t in tokens],
            "wordEndTimeSeconds": [_round(t.end) for t in tokens],
            "phoneticDetails": [_details(i, t, shape) for i, t in enumerate(tokens)],
        }
    }


def build_lipsync(alignment: Alignment) -> dict[str, Any]:
    """`lipsyncAlignment`; the members of an entry are not documented (autumn 2026)."""
    return {
        "visemes": [
            {
                "visemeSymbol": v.symbol,
                "startTimeSeconds": _round(v.start),
                "durationSeconds": _round(v.end - v.start),
            }
            for v in alignment.visemes
        ]
    }


def _glue(tokens: list[Token]) -> list[Token]:
    """Whole words with the punctuation behind them, as the older shape has them."""
    glued: list[Token] = []
    for token in tokens:
        if token.spoken:
            glued.append(token)
        elif glued and token.text.strip():
            glued[-1] = glued[-1]._replace(text=glued[-1].text + token.text.strip())
    return glued


def _details(index: int, token: Token, shape: str) -> dict[str, Any]:
    if token.spoken:
        phones = [_phone(p.symbol, p.start, p.end) for p in token.phones]
    else:
        phones = [_phone("[silence]", token.start, token.end)]
    row: dict[str, Any] = {"wordIndex": index, "phones": phones}
    return row | {"isPartial": False} if shape == "old" else row


def _phone(symbol: str, start: float, end: float) -> dict[str, Any]:
    return {
        "phoneSymbol": symbol,
        "startTimeSeconds": _round(start),
        "durationSeconds": _round(end - start),
        "visemeSymbol": viseme(symbol),
    }


def _characters(tokens: list[Token], shape: str) -> dict[str, Any]:
    rows: list[tuple[str, float, float]] = []
    for token in tokens:
        step = (token.end - token.start) / max(1, len(token.text))
        rows += [
            (letter, token.start + i * step, token.start + (i + 1) * step)
            for i, letter in enumerate(token.text)
            if shape == "tokens" or not letter.isspace()
        ]
    return {
        "characters": [row[0] for row in rows],
        "characterStartTimeSeconds": [_round(row[1]) for row in rows],
        "characterEndTimeSeconds": [_round(row[2]) for row in rows],
    }


def _round(seconds: float) -> float:
    return round(max(0.0, seconds), 4)
