"""What a worker does: an order spoken by the local engine, encoded, with its times."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from vivavoce.errors import UnknownNameError
from vivavoce.facade import find_engine
from vivavoce.service.cutting import Part, cut
from vivavoce.service.encoders import Encoder
from vivavoce.service.lipsync import build_lipsync
from vivavoce.service.refusals import not_found
from vivavoce.service.steering import Rewrite
from vivavoce.service.times import Clock, Token, build, reshape
from vivavoce.service.workers import Piece
from vivavoce.speech import Alignment, Request
from vivavoce.speech.request import SourceMap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.service.orders import Order
    from vivavoce.speech import Audio

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MARKUP = re.compile(r"\[[^\[\]]*\]|<[^<>]*>|/[^/\s]+/")


@cache
def _engine(name: str) -> Any:
    return find_engine(name)


def warm(engine: str) -> None:
    """Load what the first order would otherwise wait for."""
    import numpy as np  # noqa: F401, PLC0415 - makes resampling fast from here on

    request = Request(text="Ready.", voice="Dennis", model="inworld-tts-2", sample_rate=48000)
    for _ in _engine(engine).stream(request):
        pass


def speak(order: Order, engine: str) -> Iterator[Piece]:
    """The pieces of an order.

    Raises:
        Refusal: for a voice the engine lacks.
    """
    request, places = pronounce(order)
    encoder = Encoder(order.encoding, order.rate, order.bit_rate)
    clock = Clock(order.text, tags=order.tags)
    held: list[list[Token]] = []
    begin = 0.0
    try:
        for chunk in _engine(engine).stream(request):
            if not chunk.audio.samples and not chunk.alignment.words:
                continue
            alignment = _place(chunk.alignment, places, order.text)
            tokens = clock.read(alignment) if order.times else []
            if order.times == "WORD":
                tokens = reshape(tokens, order.words)
            if order.trailing:
                held.append(tokens)
                tokens = []
            for part in _part(order, chunk.audio, begin, tokens, alignment):
                times = _times(order, part)
                data = encoder.feed(part.samples)
                if data or times:
                    yield Piece(data, times, part.seconds)
            begin += chunk.audio.duration
    except UnknownNameError:
        raise not_found(f"Unknown voice: {request.voice} not found!") from None
    if rest := encoder.finish():
        yield Piece(rest, None, 0.0)
    for tokens in filter(None, held):
        yield Piece(b"", _build(order, tokens), 0.0)


def _part(
    order: Order, audio: Audio, begin: float, tokens: list[Token], alignment: Alignment
) -> Iterator[Part]:
    visemes = build_lipsync(alignment)["visemes"] if order.lipsync else []
    if order.whole:
        return iter((Part(audio.samples, audio.duration, tokens, visemes),))
    return cut(audio, begin, tokens, visemes)


def _build(order: Order, tokens: list[Token]) -> dict[str, Any]:
    return build(tokens, order.times, order.words, partial=order.partial)


def _times(order: Order, part: Part) -> dict[str, Any] | None:
    times: dict[str, Any] = {}
    if order.times and not order.trailing:
        times = _build(order, part.tokens)
    if order.lipsync:
        times["lipsyncAlignment"] = {"visemes": part.visemes}
    return times or None


def pronounce(order: Order) -> tuple[Request, SourceMap | None]:
    """The request with dictionary words as IPA and rewrites done, and the way back to the text."""
    changes = sorted([*order.rewrites, *_look_up(order)])
    if not changes:
        return order.request, None
    text, out, at, length = order.request.text, [], 0, 0
    pieces: list[tuple[int, int, int]] = []
    for start, end, said in changes:
        if start < at:  # inside what has been replaced already
            continue
        out += [text[at:start], said]
        pieces.append((length, at, start - at))
        length += start - at
        # Letter by letter, so that what is heard leads to the whole word, slashes in it or not.
        if end > start:
            pieces += [(length + i, start if i < 2 else end - 1, 1) for i in range(len(said))]
        length += len(said)
        at = end
    pieces.append((length, at, len(text) - at))
    changed = replace(order.request, text="".join([*out, text[at:]]))
    return changed, SourceMap(tuple(pieces))


def _look_up(order: Order) -> Iterator[Rewrite]:
    """The words that dictionaries have, outside markup."""
    if not order.pronunciations:
        return
    for match in re.finditer(f"{_MARKUP.pattern}|{_WORD.pattern}", order.request.text):
        word = match[0].casefold() if order.any_case else match[0]
        if ipa := order.pronunciations.get(word):
            yield Rewrite(*match.span(), f"/{ipa}/")


def _place(alignment: Alignment, places: SourceMap | None, text: str) -> Alignment:
    if places is None:
        return alignment
    words = []
    for word in alignment.words:
        span = places.span(word.span) if word.span else None
        words.append(replace(word, span=span, text=span.of(text) if span else word.text))
    return replace(alignment, words=tuple(words))
