"""The WebSocket: contexts, buffering, flushes with a time origin of their own."""

from __future__ import annotations

import asyncio
import base64
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from vivavoce.dialects import Force, TagKind, delivery, dialect
from vivavoce.service.bodies import read_object, take_number, take_object, take_text
from vivavoce.service.orders import Order, is_speakable
from vivavoce.service.refusals import Refusal, invalid, not_found
from vivavoce.service.routes_speech import check_order
from vivavoce.speech.audio import Encoding
from vivavoce.syntax import parse

if TYPE_CHECKING:
    from vivavoce.service.access import Caller
    from vivavoce.service.state import State

_MOST_CONTEXTS = 5
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
    queue: asyncio.Queue[str | None] = field(default_factory=asyncio.Queue)
    task: asyncio.Task[None] | None = None
    timer: asyncio.TimerHandle | None = None


async def serve_socket(socket: WebSocket) -> None:
    """One connection; the handshake always succeeds, the first frame tells of bad credentials."""
    state: State = socket.app.state.service
    offered = socket.scope.get("subprotocols", [])
    token = next((p.removeprefix("bearer_") for p in offered if p.startswith("bearer_")), "")
    query = {name.lower(): value for name, value in socket.query_params.items()}
    header = socket.headers.get("authorization") or unquote(query.get("authorization", ""))
    await socket.accept(subprotocol=f"bearer_{token}" if token else None)
    talk = _Talk(socket, state)
    try:
        talk.caller = state.access.admit(f"Bearer {token}" if token else header)
        await talk.run()
    except Refusal as refusal:
        if refusal.code == 7 and state.switches.wrong_key == "silence":
            await talk.ignore()
            return
        await talk.send({"error": refusal.body()})
        await socket.close()
    except (WebSocketDisconnect, TimeoutError, RuntimeError):
        pass
    finally:
        await talk.stop()
        with suppress(RuntimeError):
            await socket.close()


class _Talk:
    """The contexts of one connection."""

    def __init__(self, socket: WebSocket, state: State) -> None:
        self._socket, self._state = socket, state
        self._contexts: dict[str, _Context] = {}
        self._lock = asyncio.Lock()
        self.caller: Caller

    async def run(self) -> None:
        """Take messages in order until the client goes or is idle too long."""
        while True:
            async with asyncio.timeout(_IDLE):
                message = await self._socket.receive()
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
        while (await self._socket.receive())["type"] != "websocket.disconnect":
            pass

    async def stop(self) -> None:
        """Throw everything away."""
        for context in list(self._contexts.values()):
            self._drop(context)

    async def send(self, frame: dict[str, Any]) -> None:
        """One frame, if the client is still there."""
        async with self._lock:
            with suppress(RuntimeError, WebSocketDisconnect):
                await self._socket.send_text(msgspec.json.encode(frame).decode())

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
        if self._state.switches.auto_context == "always":
            return "auto"
        if len(self._contexts) != 1 or body.get("create") is not None:
            raise invalid("context_id is required")
        return next(iter(self._contexts))

    async def _create(self, name: str, settings: dict[str, Any], data: bytes) -> None:
        if name not in self._contexts and len(self._contexts) >= _MOST_CONTEXTS:
            refusal = Refusal(8, "Max contexts limit reached").body()
            await self._result(name, {"status": refusal})
            return
        for key in _TYPED:
            if settings.get(key) is not None and not isinstance(settings[key], str):
                raise invalid(f"create: field {key} has the wrong type")
        order = check_order(self._state, settings | {"text": "", "instruction": ""}, 0)
        if order.encoding is Encoding.FLAC:
            raise invalid("create: FLAC is not supported on WebSocket")
        if order.encoding is Encoding.PCM and self._state.switches.websocket_pcm == "wav":
            order = replace(order, encoding=Encoding.LINEAR16)
        context = _Context(
            name,
            settings,
            order,
            int(take_number(settings, "bufferCharThreshold", 0, 2000) or 1000),
            (take_number(settings, "maxBufferDelayMs", 0, 600_000) or 0) / 1000,
            settings.get("autoMode") is True,
        )
        self._contexts[name] = context
        context.task = asyncio.create_task(self._speak(context))
        sent = msgspec.json.decode(data)["create"]
        if self._state.switches.context_created == "full":
            sent = dict.fromkeys(_UNSET) | sent
        await self._result(name, {"contextCreated": sent, "status": _OK})

    def _buffer(self, context: _Context, sent: dict[str, Any]) -> None:
        text = take_text(sent, "text")
        limit = int(self._state.switches.websocket_limit)
        if len(text) > limit:
            raise invalid(f"text is too long: {len(text)} characters, the limit is {limit}")
        context.buffer += text
        if context.timer:
            context.timer.cancel()
        whole = context.buffer.rstrip().endswith((".", "!", "?", "…"))
        if sent.get("flushContext") is not None or (context.auto and whole):
            self._flush(context)
            return
        while len(context.buffer) >= context.threshold:
            self._cut(context, context.threshold)
        if context.delay and context.buffer:
            loop = asyncio.get_running_loop()
            context.timer = loop.call_later(context.delay, self._flush, context)

    def _flush(self, context: _Context) -> None:
        while context.buffer:
            self._cut(context, context.threshold)

    def _cut(self, context: _Context, size: int) -> None:
        """Hand over the head of the buffer; blanks and punctuation alone are no flush."""
        text = context.buffer
        if len(text) > size:
            text = text[: text.rfind(" ", 1, size) + 1 or size]
        context.buffer = context.buffer[len(text) :]
        if is_speakable(text):
            context.queue.put_nowait(text)

    async def _speak(self, context: _Context) -> None:
        """The flushes of a context, one after the other, each from time 0."""
        while (text := await context.queue.get()) is not None:
            context.said += len(text)
            wanted = context.settings | {"text": text, "instruction": context.instruction}
            try:
                order = check_order(self._state, wanted, len(text))
                order = replace(order, encoding=context.order.encoding)
                with self._state.access.occupy(self.caller):
                    await self._chunks(context, order)
                await self._result(context.id, {"flushCompleted": {}, "status": _OK})
                context.instruction = _carry(order)
            except Refusal as refusal:
                await self._result(context.id, {"status": refusal.body()})
        await self._result(context.id, {"contextClosed": {}, "status": _OK})

    async def _chunks(self, context: _Context, order: Order) -> None:
        async for piece in self._state.pool.stream(order):
            chunk: dict[str, Any] = {
                "audioContent": base64.b64encode(piece.audio).decode(),
                "usage": {
                    "processedCharactersCount": context.said if piece.audio else 0,
                    "modelId": order.request.model,
                },
            }
            if piece.times:
                chunk["timestampInfo"] = piece.times
            if self._state.switches.status_place == "inside":
                await self._result(context.id, {"audioChunk": chunk | {"status": _OK}})
            else:
                await self._result(context.id, {"audioChunk": chunk, "status": _OK})

    async def _result(self, name: str, content: dict[str, Any]) -> None:
        await self.send({"result": {"contextId": name, **content}})

    def _drop(self, context: _Context) -> None:
        self._contexts.pop(context.id, None)
        if context.timer:
            context.timer.cancel()
        if context.task:
            context.task.cancel()


def _carry(order: Order) -> str:
    """The instruction in force at the end, which holds for later text of the context."""
    model = dialect(order.request.model)
    if not model.steers:
        return ""
    before = order.request.instruction
    start = Force(TagKind.INSTRUCTION, before) if before else None
    stretches = delivery.of(parse(order.request.text), model, start=start)
    force = delivery.end_force(stretches)
    return force.name if force else ""
