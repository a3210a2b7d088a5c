"""The WebSocket: contexts, buffering, flushes with a time origin of their own."""

from __future__ import annotations

import asyncio
import base64
import sys
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from vivavoce.service.bodies import read_object, take_number, take_object, take_text
from vivavoce.service.buffering import find_cut, find_sentences, measure_ready
from vivavoce.service.carrying import carry, find_open_span, resume
from vivavoce.service.orders import Order, is_speakable
from vivavoce.service.refusals import Refusal, invalid, not_found
from vivavoce.service.request_log import Entry, reckon
from vivavoce.service.routes_speech import check_order
from vivavoce.service.web import show_refusal
from vivavoce.speech.audio import Encoding

if TYPE_CHECKING:
    from vivavoce.service.access import Caller
    from vivavoce.service.state import State

_MOST_CONTEXTS = 5
_MOST_SPEAKING = 50
"""Contexts of a connection, with those that are closed and still being spoken."""

_MOST_WAITING = 200
"""Flushes of a context that wait to be spoken; the service's own figure is not documented."""

_LARGEST_MESSAGE = 64 * 1024
_IDLE = 600.0
_OK = {"code": 0, "message": "", "details": []}
_TYPED = (
    "voiceId", "modelId", "timestampType", "timestampTransportStrategy", "language",
    "deliveryMode", "applyTextNormalization", "autoModeStrategy",
)  # fmt: skip
_UNSET = ("pronunciationDictionarySettings", "synthesisContext")
"""Keys that a published session shows as null (third-party, autumn 2026)."""


@dataclass(slots=True)
class _Context:
    id: str
    settings: dict[str, Any]
    order: Order
    threshold: int
    delay: float
    auto: bool
    buffer: str = ""
    said: int = 0
    instruction: str = ""
    span: str = ""
    queue: asyncio.Queue[str | None] = field(default_factory=asyncio.Queue)
    task: asyncio.Task[None] | None = None
    timer: asyncio.TimerHandle | None = None


@dataclass(slots=True)
class _Flush:
    """What the request log tells of one flush."""

    began: float
    characters: int
    status: int = 200
    first_audio: float | None = None


async def serve_socket(socket: WebSocket) -> None:
    """One connection; the first frame tells of bad credentials (recorded Sep 2026).

    The handshake itself fails only with 429, above the plan's open connections.
    """
    state: State = socket.app.state.service
    offered = socket.scope.get("subprotocols", [])
    token = next((p.removeprefix("bearer_") for p in offered if p.startswith("bearer_")), "")
    query = {name.lower(): value for name, value in socket.query_params.items()}
    header = socket.headers.get("authorization") or unquote(query.get("authorization", ""))
    protocol = f"bearer_{token}" if token else None
    try:
        caller = state.access.admit(f"Bearer {token}" if token else header)
    except Refusal as refusal:
        await socket.accept(subprotocol=protocol)
        await _turn_away(_Talk(socket, state), refusal)
        return
    with ExitStack() as held:
        try:
            held.enter_context(state.access.keep_open(caller))
        except Refusal as full:
            await socket.send_denial_response(show_refusal(socket.url.path, full))
            return
        await socket.accept(subprotocol=protocol)
        await _converse(_Talk(socket, state), caller)


async def _turn_away(talk: _Talk, refusal: Refusal) -> None:
    if refusal.code == 7 and talk.state.switches.wrong_key == "silence":
        await talk.ignore()
    else:
        await talk.send({"error": refusal.body()})
    with suppress(RuntimeError, WebSocketDisconnect):
        await talk.socket.close()


async def _converse(talk: _Talk, caller: Caller) -> None:
    talk.caller = caller
    try:
        await talk.run()
    except (WebSocketDisconnect, TimeoutError, RuntimeError):
        pass
    finally:
        await talk.stop()
        with suppress(RuntimeError, WebSocketDisconnect):
            await talk.socket.close()


class _Talk:
    """The contexts of one connection."""

    def __init__(self, socket: WebSocket, state: State) -> None:
        self.socket, self.state = socket, state
        self._contexts: dict[str, _Context] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._lock = asyncio.Lock()
        self.caller: Caller

    async def run(self) -> None:
        """Take messages in order until the client goes or is idle too long."""
        while True:
            async with asyncio.timeout(_IDLE):
                message = await self.socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            data = message.get("text") or message.get("bytes") or b""
            try:
                await self._take(data.encode() if isinstance(data, str) else data)
            except Refusal as refusal:
                await self.send({"error": refusal.body()})

    async def ignore(self) -> None:
        """Answer nothing, as the service does to a wrong key (recorded Sep 2026)."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._drain(), _IDLE)

    async def _drain(self) -> None:
        while (await self.socket.receive())["type"] != "websocket.disconnect":
            pass

    async def stop(self) -> None:
        """Throw everything away, contexts that are closed but still speaking too."""
        for context in list(self._contexts.values()):
            self._drop(context)
        for task in self._tasks:
            task.cancel()

    async def send(self, frame: dict[str, Any]) -> None:
        """One frame, if the client is still there."""
        async with self._lock:
            with suppress(RuntimeError, WebSocketDisconnect):
                await self.socket.send_text(msgspec.json.encode(frame).decode())

    async def _take(self, data: bytes) -> None:
        if len(data) > _LARGEST_MESSAGE:
            raise invalid("message is too large")
        body = read_object(data)
        name = take_text(body, "contextId") or self._name_context(body)
        if isinstance(body.get("create"), dict):
            await self._create(name, body["create"], data)
            return
        context = self._contexts.get(name)
        if context is None:
            refusal = not_found(f"Context {name} not found").body()
            await self._result(name, {"status": refusal})
            return
        if body.get("sendText") is not None:
            self._buffer(context, take_object(body, "sendText"))
        elif body.get("flushContext") is not None:
            self._flush(context)
        elif body.get("closeContext") is not None:
            self._flush(context)
            context.queue.put_nowait(None)
            del self._contexts[name]
        elif body.get("cancelContext") is not None:
            self._drop(context)
            await self._result(name, {"contextClosed": {}, "status": _OK})
        else:
            raise invalid("message has no known field")

    def _name_context(self, body: dict[str, Any]) -> str:
        """The context of a message that names none."""
        if self.state.switches.auto_context == "always":
            return "auto"
        if len(self._contexts) != 1 or body.get("create") is not None:
            raise invalid("context_id is required")
        return next(iter(self._contexts))

    async def _create(self, name: str, settings: dict[str, Any], data: bytes) -> None:
        open_too_many = name not in self._contexts and len(self._contexts) >= _MOST_CONTEXTS
        if open_too_many or len(self._tasks) >= _MOST_SPEAKING:
            refusal = Refusal(8, "Max contexts limit reached").body()
            await self._result(name, {"status": refusal})
            return
        for key in _TYPED:
            if settings.get(key) is not None and not isinstance(settings[key], str):
                raise invalid(f"create: field {key} has the wrong type")
        order = check_order(self.state, settings | {"text": "", "instruction": ""}, 0)
        if order.encoding is Encoding.FLAC:
            raise invalid("create: FLAC is not supported on WebSocket")
        if order.encoding is Encoding.PCM and self.state.switches.websocket_pcm == "wav":
            order = replace(order, encoding=Encoding.LINEAR16)
        limit = int(self.state.switches.websocket_limit)
        context = _Context(
            name,
            settings,
            order,
            int(take_number(settings, "bufferCharThreshold", 1, limit) or 1000),
            (take_number(settings, "maxBufferDelayMs", 0, 600_000) or 0) / 1000,
            settings.get("autoMode") is True,
        )
        if name in self._contexts:
            self._drop(self._contexts[name])
        self._contexts[name] = context
        context.task = asyncio.create_task(self._speak(context))
        self._tasks.add(context.task)
        context.task.add_done_callback(self._tasks.discard)
        sent = msgspec.json.decode(data)["create"]
        if self.state.switches.context_created == "full":
            sent = dict.fromkeys(_UNSET) | sent
        await self._result(name, {"contextCreated": sent, "status": _OK})

    def _buffer(self, context: _Context, sent: dict[str, Any]) -> None:
        text = take_text(sent, "text")
        limit = int(self.state.switches.websocket_limit)
        if len(text) > limit:
            raise invalid(f"text is too long: {len(text)} characters, the limit is {limit}")
        context.buffer += text
        if context.timer:
            context.timer.cancel()
        if sent.get("flushContext") is not None:
            self._flush(context)
            return
        ready = measure_ready(context.buffer)
        if context.auto:
            segmented = context.settings.get("autoModeStrategy") == "CLIENT_SEGMENTED"
            end = ready if segmented else find_sentences(context.buffer[:ready])
            self._hand_over(context, end)
        ready = measure_ready(context.buffer)
        while ready >= context.threshold:
            ready -= self._cut(context, ready)
        if context.delay and context.buffer:
            loop = asyncio.get_running_loop()
            context.timer = loop.call_later(context.delay, self._flush_late, context)

    def _flush(self, context: _Context) -> None:
        self._hand_over(context, len(context.buffer))

    def _hand_over(self, context: _Context, end: int) -> None:
        """Speak the buffer up to `end`, in parts if it is long."""
        while end > 0:
            end -= self._cut(context, end)

    def _flush_late(self, context: _Context) -> None:
        with suppress(Refusal):  # too much waits already; the next message is told so
            self._flush(context)

    def _cut(self, context: _Context, end: int) -> int:
        """Hand over a head of the buffer before `end`; blanks and punctuation are no flush."""
        if context.queue.qsize() >= _MOST_WAITING:
            raise Refusal(8, f"too many flushes waiting in context {context.id}")
        cut = find_cut(context.buffer[:end], context.threshold)
        text, context.buffer = context.buffer[:cut], context.buffer[cut:]
        if is_speakable(text):
            context.queue.put_nowait(text)
        return cut

    async def _speak(self, context: _Context) -> None:
        """The flushes of a context, one after the other, each from time 0."""
        while (text := await context.queue.get()) is not None:
            flush = _Flush(time.perf_counter(), len(text))
            try:
                await self._speak_flush(context, text, flush)
            except Refusal as refusal:
                flush.status = refusal.status
                await self._result(context.id, {"status": refusal.body()})
            except Exception as error:  # noqa: BLE001 - the client is told, the others go on
                sys.stderr.write(f"internal failure: {type(error).__name__}\n")
                flush.status = 500
                await self._result(context.id, {"status": Refusal(13, "internal failure").body()})
            self._log(context, flush)
        await self._result(context.id, {"contextClosed": {}, "status": _OK})

    async def _speak_flush(self, context: _Context, text: str, flush: _Flush) -> None:
        wanted = context.settings | {"text": text, "instruction": context.instruction}
        order = check_order(self.state, wanted, len(text))
        order = replace(resume(order, context.span), encoding=context.order.encoding)
        context.said += order.count
        with self.state.access.occupy(self.caller):
            await self._chunks(context, order, flush)
        await self._result(context.id, {"flushCompleted": {}, "status": _OK})
        context.instruction = carry(order, self.state.switches)
        context.span = find_open_span(text, context.span)

    async def _chunks(self, context: _Context, order: Order, flush: _Flush) -> None:
        async for piece in self.state.pool.stream(order):
            chunk: dict[str, Any] = {
                "audioContent": base64.b64encode(piece.audio).decode(),
                "usage": {
                    "processedCharactersCount": context.said if piece.audio else 0,
                    "modelId": order.request.model,
                },
            }
            if piece.times:
                chunk["timestampInfo"] = piece.times
            if self.state.switches.status_place == "inside":
                await self._result(context.id, {"audioChunk": chunk | {"status": _OK}})
            else:
                await self._result(context.id, {"audioChunk": chunk, "status": _OK})
            if flush.first_audio is None and piece.audio:
                flush.first_audio = time.perf_counter() - flush.began

    def _log(self, context: _Context, flush: _Flush) -> None:
        model = context.order.request.model
        spoken = flush.first_audio is not None
        entry = Entry(
            method="FLUSH",
            path=self.socket.url.path,
            status=flush.status,
            model=model,
            characters=flush.characters,
            cost=reckon(model, flush.characters) if spoken else 0.0,
            first_audio=flush.first_audio,
            seconds=time.perf_counter() - flush.began,
            context=context.id,
        )
        self.state.tell(entry)

    async def _result(self, name: str, content: dict[str, Any]) -> None:
        await self.send({"result": {"contextId": name, **content}})

    def _drop(self, context: _Context) -> None:
        self._contexts.pop(context.id, None)
        if context.timer:
            context.timer.cancel()
        if context.task:
            context.task.cancel()
