"""Speech over HTTP: sync, stream, preview, OpenAI-compatible."""

from __future__ import annotations

import base64
import time
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from vivavoce.service.bodies import read_object, take_number, take_text
from vivavoce.service.orders import Order, is_speakable, read_order, refuse_empty
from vivavoce.service.refusals import Refusal, invalid, not_found
from vivavoce.service.web import answer, current, read_body

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request as Call

    from vivavoce.service.state import State
    from vivavoce.service.workers import Piece

_SYNC_LIMIT = 2000
_OPENAI_LIMIT = 4000
_FORMATS = {
    "mp3": ("MP3", "audio/mpeg"),
    "opus": ("OGG_OPUS", "audio/ogg"),
    "flac": ("FLAC", "audio/flac"),
    "wav": ("WAV", "audio/wav"),
    "pcm": ("PCM", "audio/pcm"),
}
_PREVIEW = "Hello, this is a short sample of my voice."


def check_order(state: State, body: dict[str, Any], limit: int) -> Order:
    """The order in a body, its voice and dictionaries looked up.

    Raises:
        Refusal: for anything the service refuses; scripts are not served (their answer is not
            documented, autumn 2026).
    """
    if body.get("script") is not None:
        raise invalid("script is not supported by this service")
    order = read_order(
        body,
        words=state.switches.words,
        unknown_tags=state.switches.unknown_tags,
        limit=limit,
    )
    if state.on_premises and order.request.model != state.model:
        raise invalid(f"model_id: {order.request.model} is not supported.")
    if order.request.voice != "Designed" and not state.voices.knows(order.request.voice):
        raise not_found(f"Unknown voice: {order.request.voice} not found!")
    if order.dictionaries and order.request.model == "inworld-tts-2":
        found = state.dictionaries.lookup(order.dictionaries, order.request.language)
        order = replace(order, pronunciations=found)
    return order


def usage(order: Order, *, first: bool = True) -> dict[str, Any]:
    """The count: the length of the text, once."""
    count = len(order.text) if first else 0
    return {"processedCharactersCount": count, "modelId": order.request.model}


async def speak_whole(call: Call) -> Response:
    """`POST /tts/v1/voice`."""
    state = current(call)
    order = check_order(state, read_object(await read_body(call)), _SYNC_LIMIT)
    if not is_speakable(order.text):
        return _answer_empty(state)
    with state.access.occupy(call.state.caller):
        pieces = [piece async for piece in state.pool.stream(replace(order, trailing=False))]
    audio, info = join(replace(order), pieces)
    body = {"audioContent": base64.b64encode(audio).decode(), "usage": usage(order)}
    note(call, order)
    return answer(body | ({"timestampInfo": info} if info else {}))


def join(order: Order, pieces: list[Piece]) -> tuple[bytes, dict[str, Any]]:
    """All pieces as one file with all times; only the first WAV header stays."""
    from vivavoce.speech.audio import Audio  # noqa: PLC0415 - only for WAV
    from vivavoce.speech.riff import is_wave  # noqa: PLC0415 - only for WAV

    audio = b"".join(p.audio[44:] if is_wave(p.audio) else p.audio for p in pieces)
    if order.encoding in {"LINEAR16", "WAV"}:
        audio = Audio(audio, order.rate).to_wav()
    merged: dict[str, Any] = {}
    for piece in pieces:
        for name, part in (piece.times or {}).items():
            _merge(merged.setdefault(name, {}), part)
    return audio, merged


def _merge(into: dict[str, list[Any]], part: dict[str, list[Any]]) -> None:
    shift = len(into.get("words", ()))
    for name, rows in part.items():
        numbered = name == "phoneticDetails"
        moved = (
            [row | {"wordIndex": row["wordIndex"] + shift} for row in rows] if numbered else rows
        )
        into.setdefault(name, []).extend(moved)


def _answer_empty(state: State) -> Response:
    if state.switches.empty_text == "refuse":
        raise refuse_empty()
    return answer({"audioContent": "", "usage": None})


async def speak_lines(call: Call) -> Response:
    """`POST /tts/v1/voice:stream`: one object a line, as it is made."""
    state = current(call)
    limit = int(state.switches.stream_limit)
    order = check_order(state, read_object(await read_body(call)), limit)
    if not is_speakable(order.text):
        return _answer_empty(state)
    stack = ExitStack()
    stack.enter_context(state.access.occupy(call.state.caller))
    note(call, order)
    lines = _write_lines(state, order, stack)
    return StreamingResponse(lines, media_type="application/json")


async def _write_lines(state: State, order: Order, stack: ExitStack) -> AsyncIterator[bytes]:
    first = True
    with stack:
        try:
            async for piece in state.pool.stream(order):
                yield msgspec.json.encode(_line(state, order, piece, first=first)) + b"\n"
                first = False
        except Refusal as refusal:
            yield msgspec.json.encode({"error": refusal.body()}) + b"\n"


def _line(state: State, order: Order, piece: Piece, *, first: bool) -> dict[str, Any]:
    result: dict[str, Any] = {"audioContent": base64.b64encode(piece.audio).decode()}
    if piece.times:
        result["timestampInfo"] = piece.times
    count = usage(order, first=first)
    if state.switches.usage == "beside":
        return {"result": result, "usage": count}
    return {"result": result | {"usage": count}}


async def preview_voice(call: Call) -> Response:
    """`GET /tts/v1/voice:preview`: always MP3, not billed."""
    query = call.query_params
    body = {"voiceId": query.get("voice_id"), "modelId": query.get("model_id"), "text": _PREVIEW}
    state = current(call)
    order = check_order(state, body, _SYNC_LIMIT)
    pieces = [piece async for piece in state.pool.stream(order)]
    return answer({"audioContent": base64.b64encode(join(order, pieces)[0]).decode()})


async def speak_openai(call: Call) -> Response:
    """`POST /v1/audio/speech` (docs.inworld.ai, Create speech, autumn 2026)."""
    state = current(call)
    body = read_object(await read_body(call))
    form = take_text(body, "responseFormat", "mp3")
    if form not in _FORMATS:
        raise invalid(f"response_format: {form} is not supported.")
    encoding, media = _FORMATS[form]
    wanted = {
        "text": take_text(body, "input"),
        "voiceId": take_text(body, "voice"),
        "modelId": take_text(body, "model"),
        "instruction": take_text(body, "instructions"),
        "audioConfig": {
            "audioEncoding": encoding,
            "sampleRateHertz": 24000,
            "speakingRate": take_number(body, "speed", 0.5, 1.5),
        },
    }
    order = check_order(state, wanted, _OPENAI_LIMIT)
    if not is_speakable(order.text):
        raise refuse_empty()
    with state.access.occupy(call.state.caller):
        pieces = [piece async for piece in state.pool.stream(order)]
    note(call, order)
    return Response(join(order, pieces)[0], media_type=media)


def note(call: Call, order: Order) -> None:
    """What the request log shows of a call; never a key."""
    call.scope["vivavoce.note"] = f"{order.request.model} {len(order.text)} characters"
    call.scope["vivavoce.noted"] = time.perf_counter()


ROUTES = [
    Route("/tts/v1/voice", speak_whole, methods=["POST"]),
    Route("/tts/v1/voice:stream", speak_lines, methods=["POST"]),
    Route("/tts/v1/voice:preview", preview_voice, methods=["GET"]),
    Route("/v1/audio/speech", speak_openai, methods=["POST"]),
]
