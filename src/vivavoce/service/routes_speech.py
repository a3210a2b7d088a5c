"""Speech over HTTP: sync, stream, preview, OpenAI-compatible."""

from __future__ import annotations

import base64
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import Response
from starlette.routing import Route

from vivavoce.service.bodies import take_number, take_text
from vivavoce.service.encoders import tell_length
from vivavoce.service.orders import DESIGNED, Order, is_speakable, read_order, refuse_empty
from vivavoce.service.refusals import Refusal, invalid, not_found
from vivavoce.service.scripts import Script, perform, split_script
from vivavoce.service.web import HeldLines, answer, current, read_body

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from starlette.requests import Request as Call

    from vivavoce.service.request_log import Note
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
PREVIEW = "Hello, this is a short sample of my voice."


def check_order(state: State, body: dict[str, Any], limit: int, *, strict: bool = False) -> Order:
    """The order in a body, its voice and dictionaries looked up.

    Raises:
        Refusal: for anything the service refuses; a script where there can be none.
    """
    if body.get("script") is not None:
        raise invalid("script is not supported here")
    order = read_order(body, state.switches, limit=limit, strict=strict)
    if state.on_premises and order.request.model != state.model:
        raise invalid(f"model_id: {order.request.model} is not supported.")
    if order.request.voice != DESIGNED and not state.voices.knows(order.request.voice):
        raise not_found(f"Unknown voice: {order.request.voice} not found!")
    if order.dictionaries and order.request.model == "inworld-tts-2":
        order = replace(order, **_look_up(state, order))
    return order


def _look_up(state: State, order: Order) -> dict[str, Any]:
    language, switches = order.request.language, state.switches
    if language is None and switches.dictionary_detection == "skip":
        return {}
    found = state.dictionaries.lookup(order.dictionaries, language)
    if switches.dictionary_case == "exact":
        return {"pronunciations": found}
    return {"pronunciations": {k.casefold(): v for k, v in found.items()}, "any_case": True}


def _read_script(state: State, body: dict[str, Any], limit: int, *, strict: bool) -> Script:
    """The script in a body, if scripts are served at all.

    Raises:
        Refusal: if they are not, or for anything the service refuses.
    """
    if state.switches.scripts == "refuse":
        raise invalid("script is not served: its answer is not documented (scripts=experimental)")
    return split_script(body, limit, lambda row, most: check_order(state, row, most, strict=strict))


def read_wanted(state: State, body: dict[str, Any], limit: int, *, strict: bool = False) -> Script:
    """A text or a script; the utterances of a script can all be spoken, a text need not be."""
    if body.get("script") is not None:
        return _read_script(state, body, limit, strict=strict)
    return Script((check_order(state, body, limit, strict=strict),))


def usage(wanted: Script, *, first: bool = True) -> dict[str, Any]:
    """The count: the length of the text, once."""
    number = wanted.count if first else 0
    return {"processedCharactersCount": number, "modelId": wanted.head.request.model}


async def speak_whole(call: Call) -> Response:
    """`POST /tts/v1/voice`."""
    state = current(call)
    wanted = read_wanted(state, await read_body(call), _SYNC_LIMIT)
    if not is_speakable(wanted.head.text):
        return _answer_empty(state)
    note(call, wanted)
    with state.access.occupy(call.state.caller):
        if wanted.apart:
            rows = [_tell(*await speak_all(state, Script((row,)))) for row in wanted.orders]
            numbered = [{"utteranceIndex": n, **row} for n, row in enumerate(rows)]
            return answer({"utterances": numbered, "usage": usage(wanted)})
        body = _tell(*await speak_all(state, wanted))
    return answer(body | {"usage": usage(wanted)})


def _tell(audio: bytes, info: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {"audioContent": base64.b64encode(audio).decode()}
    return body | ({"timestampInfo": info} if info else {})


async def speak_all(state: State, wanted: Script) -> tuple[bytes, dict[str, Any]]:
    """A text or a script as one file with its times."""
    spoken = perform(state.pool, wanted.hold_times())
    return join(wanted.head, [piece async for _, piece in spoken])


def join(order: Order, pieces: list[Piece]) -> tuple[bytes, dict[str, Any]]:
    """All pieces as one file with all times; only the first WAV header stays."""
    from vivavoce.speech.audio import Audio  # noqa: PLC0415 - only for WAV
    from vivavoce.speech.riff import is_wave  # noqa: PLC0415 - only for WAV

    audio = b"".join(p.audio[44:] if is_wave(p.audio) else p.audio for p in pieces)
    if order.encoding in {"LINEAR16", "WAV"}:
        audio = Audio(audio, order.rate).to_wav()
    elif order.encoding == "FLAC":
        audio = tell_length(audio, round(sum(p.seconds for p in pieces) * order.rate))
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
    wanted = read_wanted(state, await read_body(call), limit)
    if not is_speakable(wanted.head.text):
        return _answer_empty(state)
    stack = ExitStack()
    stack.enter_context(state.access.occupy(call.state.caller))
    note(call, wanted)
    lines = _write_lines(state, wanted, stack)
    form = "application/json" if state.switches.stream_type == "json" else "application/x-ndjson"
    return HeldLines(lines, stack, media_type=form)


async def _write_lines(
    state: State, wanted: Script, stack: ExitStack
) -> AsyncGenerator[bytes, None]:
    bill = usage(wanted)
    with stack:
        try:
            async for number, piece in perform(state.pool, wanted):
                line = _line(state, piece, bill, {"utteranceIndex": number} if wanted.apart else {})
                yield msgspec.json.encode(line) + b"\n"
                bill = usage(wanted, first=False)
        except Refusal as refusal:
            yield msgspec.json.encode({"error": refusal.body()}) + b"\n"


def _line(
    state: State, piece: Piece, count: dict[str, Any], more: dict[str, Any]
) -> dict[str, Any]:
    result = more | {"audioContent": base64.b64encode(piece.audio).decode()}
    if piece.times:
        result["timestampInfo"] = piece.times
    if state.switches.usage == "beside":
        return {"result": result, "usage": count}
    return {"result": result | {"usage": count}}


async def preview_voice(call: Call) -> Response:
    """`GET /tts/v1/voice:preview`: always MP3, not billed."""
    query = call.query_params
    body = {"voiceId": query.get("voice_id"), "modelId": query.get("model_id"), "text": PREVIEW}
    state = current(call)
    wanted = Script((check_order(state, body, _SYNC_LIMIT),))
    note(call, wanted, billed=False)
    audio, _times = await speak_all(state, wanted)
    return answer({"audioContent": base64.b64encode(audio).decode()})


async def speak_openai(call: Call) -> Response:
    """`POST /v1/audio/speech` (docs.inworld.ai, Create speech, autumn 2026)."""
    state = current(call)
    body = await read_body(call)
    try:
        wanted, media = _read_openai(state, body)
    except Refusal as refusal:
        if state.switches.speech_errors == "bare":
            raise
        return answer({"error": refusal.body()}, refusal.status)
    note(call, wanted)
    with state.access.occupy(call.state.caller):
        audio, _times = await speak_all(state, wanted)
    return Response(audio, media_type=media)


def _read_openai(state: State, body: dict[str, Any]) -> tuple[Script, str]:
    form = take_text(body, "responseFormat", "mp3")
    if form not in _FORMATS:
        raise invalid(f"response_format: {form} is not supported.")
    encoding, media = _FORMATS[form]
    config = {
        "audioEncoding": encoding,
        "sampleRateHertz": int(state.switches.speech_pcm),
        "speakingRate": take_number(body, "speed", 0.5, 1.5),
    }
    wanted = {
        "text": take_text(body, "input"),
        "voiceId": take_text(body, "voice"),
        "modelId": take_text(body, "model"),
        "instruction": take_text(body, "instructions"),
        "script": body.get("script"),
        "audioConfig": config,
    }
    order = check_order(state, wanted, _OPENAI_LIMIT)
    if not is_speakable(order.text):
        raise refuse_empty()
    return Script((order,)), media


def note(call: Call, wanted: Script, *, billed: bool = True, batch: bool = False) -> None:
    """What the request log shows of a call; never a key."""
    told: Note = call.scope["vivavoce.note"]
    told.add(wanted.head.request.model, wanted.count, billed=billed, batch=batch)


ROUTES = [
    Route("/tts/v1/voice", speak_whole, methods=["POST"]),
    Route("/tts/v1/voice:stream", speak_lines, methods=["POST"]),
    Route("/tts/v1/voice:preview", preview_voice, methods=["GET"]),
    Route("/v1/audio/speech", speak_openai, methods=["POST"]),
]
