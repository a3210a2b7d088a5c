"""From an engine's alignment to `timestampInfo`, chunk by chunk, in either shape."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from vivavoce.phonetics.visemes import viseme

if TYPE_CHECKING:
    from vivavoce.speech import Alignment
    from vivavoce.speech.alignment import Phone

_TAGS = re.compile(r"\[[^\[\]]*\]")
_ANGLES = re.compile(r"</?[A-Za-z][^<>]*>")
_EMPHASIS = re.compile(r"(\*{1,2})(?=[^\s*])[^*\n]*?[^\s*]\1(?!\*)")
_GAP = re.compile(r"(?:[^\w\[<]|_|\[[^\[\]]*\]|<[^<>]*>|<(?![^<>]*>)|\[(?![^\[\]]*\]))*")
_NOTHING = "\0"
_BRACKETS = re.compile(r"(?=[\[\]])")


class Token(NamedTuple):
    """A word, or what stands between two."""

    text: str
    start: float
    end: float
    phones: tuple[Phone, ...] = ()
    spoken: bool = True


class Clock:
    """Turns alignments of one request into tokens that join to its text, markup left out.

    Args:
        text: of the request.
        tags: whether bracket tags stay, in pieces, as some saw them (third-party, Jul 2026).
    """

    def __init__(self, text: str, *, tags: bool = False) -> None:
        self._text, self._at, self._end, self._opened = text, 0, 0.0, False
        self._shown = _hide(text, tags=tags)
        self._words = 0

    def read(self, alignment: Alignment) -> list[Token]:
        """The tokens of the next chunk."""
        tokens: list[Token] = []
        phones: dict[int | None, list[Phone]] = {}
        for phone in alignment.phones:
            phones.setdefault(phone.word, []).append(phone)
        # An engine numbers the words of the whole take, not those of a chunk.
        for index, word in enumerate(alignment.words, self._words):
            spoken = tuple(phones.get(index, ()))
            if word.span and word.span.start < self._at:
                _prolong(tokens, word.end, spoken)
            else:
                if word.span:
                    self._fill(tokens, word.span.start, word.start)
                    self._at = word.span.end
                tokens.append(Token(word.text, word.start, word.end, spoken))
            self._end = word.end
        self._words += len(alignment.words)
        if tokens:
            match = _GAP.match(self._text, self._at)
            self._fill(tokens, match.end() if match else self._at, self._end)
        return tokens

    def _fill(self, tokens: list[Token], stop: int, until: float) -> None:
        gap = self._shown[self._at : stop].replace(_NOTHING, "")
        if not self._opened:
            tokens.append(Token("", 0.0, until, (), spoken=False))
            self._end, self._opened = until, True
        for part in filter(None, _BRACKETS.split(gap)):
            tokens.append(Token(part, self._end, max(until, self._end), (), spoken=False))
            self._end = max(until, self._end)
        self._at = max(self._at, stop)


def _prolong(tokens: list[Token], end: float, phones: tuple[Phone, ...]) -> None:
    """Letters that were shown already, and are heard again, belong to the token before."""
    if tokens:
        last = tokens[-1]
        tokens[-1] = last._replace(end=max(last.end, end), phones=last.phones + phones)


def _hide(text: str, *, tags: bool) -> str:
    """The text with markup blanked out, letter by letter."""
    for pattern in (_ANGLES,) if tags else (_ANGLES, _TAGS):
        text = pattern.sub(lambda match: _NOTHING * len(match[0]), text)
    return _EMPHASIS.sub(_strip, text)


def _strip(match: re.Match[str]) -> str:
    marks = _NOTHING * len(match[1])
    return f"{marks}{match[0][len(marks) : -len(marks)]}{marks}"


def build(tokens: list[Token], kind: str, shape: str, *, partial: bool = False) -> dict[str, Any]:
    """`timestampInfo` for tokens.

    Args:
        tokens: of one answer, line or frame; words in their shape already.
        kind: `WORD` or `CHARACTER`.
        shape: value of the switch `words`.
        partial: whether rows of phones say that they are not partial.
    """
    if kind == "CHARACTER":
        return {"characterAlignment": _characters(tokens, shape)}
    alignment: dict[str, Any] = {
        "words": [t.text for t in tokens],
        "wordStartTimeSeconds": [round_time(t.start) for t in tokens],
        "wordEndTimeSeconds": [round_time(t.end) for t in tokens],
    }
    if shape != "merged":
        alignment["phoneticDetails"] = [
            _details(i, t, partial=partial) for i, t in enumerate(tokens)
        ]
    return {"wordAlignment": alignment}


def reshape(tokens: list[Token], shape: str) -> list[Token]:
    """The words of a chunk in the shape of the switch `words`."""
    if shape == "old":
        return _glue(tokens)
    return _merge(tokens) if shape == "merged" else tokens


def shift(times: dict[str, Any] | None, seconds: float) -> dict[str, Any] | None:
    """`timestampInfo` with every time moved."""
    moved: Any = _move(times, seconds)
    return moved if isinstance(moved, dict) else None


def _move(value: Any, seconds: float, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _move(item, seconds, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_move(item, seconds, name) for item in value]
    return round_time(value + seconds) if name.endswith("TimeSeconds") else value


def _glue(tokens: list[Token]) -> list[Token]:
    """Whole words with the punctuation behind them, as the older shape has them."""
    glued: list[Token] = []
    for token in tokens:
        if token.spoken:
            glued.append(token)
        elif glued and token.text.strip():
            glued[-1] = glued[-1]._replace(text=glued[-1].text + token.text.strip())
    return glued


def _merge(tokens: list[Token]) -> list[Token]:
    """From each comma to the end of its sentence one token, as seen on tts-2 (Jul 2026)."""
    merged: list[Token] = []
    joining = False
    for token in tokens:
        if joining:
            last = merged[-1]
            merged[-1] = last._replace(text=last.text + token.text, end=token.end)
        else:
            merged.append(token)
        if not token.spoken and token.text.strip():
            joining = "," in token.text
    return merged


def _details(index: int, token: Token, *, partial: bool) -> dict[str, Any]:
    if token.spoken:
        phones = [_phone(p.symbol, p.start, p.end) for p in token.phones]
    else:
        phones = [_phone("[silence]", token.start, token.end)]
    row: dict[str, Any] = {"wordIndex": index, "phones": phones}
    return row | {"isPartial": False} if partial else row


def _phone(symbol: str, start: float, end: float) -> dict[str, Any]:
    return {
        "phoneSymbol": symbol,
        "startTimeSeconds": round_time(start),
        "durationSeconds": round_time(end - start),
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
        "characterStartTimeSeconds": [round_time(row[1]) for row in rows],
        "characterEndTimeSeconds": [round_time(row[2]) for row in rows],
    }


def round_time(seconds: float) -> float:
    """Seconds as answers show them: never negative, to a tenth of a millisecond."""
    return round(max(0.0, seconds), 4)
