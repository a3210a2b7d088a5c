"""Faults at the edge: answers refused, damaged and cut, and word of the rest for the voices."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from vivavoce.service.connections import hang_up
from vivavoce.service.faults import FaultError, Kind, damage, place_of, read_header
from vivavoce.service.refusals import Refusal, invalid
from vivavoce.service.striking import PENDING, Trouble
from vivavoce.service.web import show_refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from vivavoce.service.faults import Fault
    from vivavoce.service.striking import Strikes

HEADER = b"x-vivavoce-fault"
_FLUSH = frozenset({Kind.LATENCY, Kind.STALL, Kind.LATE_ERROR})
_CONNECTION = frozenset(Kind) - _FLUSH
_MOST_TOLD = 20
"""Faults in an entry of the log; a WebSocket may meet any number."""

_CODES = {400: 3, 401: 16, 403: 7, 404: 5, 408: 4, 409: 10, 429: 8, 500: 13, 501: 12, 504: 4}
_MESSAGES = {429: "too many requests in flight", 500: "internal failure"}


class Disturbed:
    """The application with faults.

    Args:
        app: the application.
        strikes: the faults.
        patience: seconds a connection that is cut may take to let go.
    """

    def __init__(self, app: ASGIApp, strikes: Strikes, patience: float) -> None:
        self._app, self._strikes, self._patience = app, strikes, patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        try:
            asked = self._read_header(scope)
        except FaultError as error:
            await _refuse(invalid(str(error)), scope, receive, send)
            return
        socket, place = scope["type"] == "websocket", place_of(scope["path"])

        def decide(kinds: Collection[Kind]) -> Trouble:
            if asked is None:
                trouble = self._strikes.strike(place, kinds)
            else:
                trouble = self._strikes.strike_by(asked, place, kinds)
            told = scope.setdefault("vivavoce.faults", [])
            told.extend(fault.line for fault in trouble.faults[: _MOST_TOLD - len(told)])
            return trouble

        trouble = decide(_CONNECTION if socket else frozenset(Kind))
        leaving = _Leaving(send, trouble, place, lambda: hang_up(scope, self._patience))
        # Always set: a request that waits behind another on its connection inherits what that had.
        taken = (lambda: decide(_FLUSH)) if socket else leaving.take
        PENDING.set(taken if socket or trouble.faults else None)
        if status := trouble.first(Kind.STATUS):
            await asyncio.sleep(trouble.delay)
            await _refuse(_make_refusal(status.number), scope, receive, send)
        else:
            await self._app(scope, receive, leaving.send if trouble.faults else send)

    def _read_header(self, scope: Scope) -> tuple[Fault, ...] | None:
        """The faults a request asks for; None if it says nothing, or may not."""
        if not self._strikes.by_header:
            return None
        values = [value for name, value in scope["headers"] if name == HEADER]
        return read_header(b";".join(values).decode("latin-1")) if values else None


class _Leaving:
    """What leaves for one client, as the trouble has it."""

    def __init__(
        self, send: Send, trouble: Trouble, place: str, hang_up: Callable[[], Awaitable[None]]
    ) -> None:
        self._send, self._trouble, self._place, self._hang_up = send, trouble, place, hang_up
        self._taken = self._gone = False
        self._bytes = self._lines = 0
        self._kept: list[bytes] = []

    def take(self) -> Trouble:
        """The trouble, for whoever speaks; it brings the delay with it."""
        self._taken = True
        return self._trouble

    async def send(self, message: Message) -> None:
        """Pass on a message, or what is left of it."""
        if self._gone:
            return
        if message["type"] == "http.response.start":
            await asyncio.sleep(0 if self._taken else self._trouble.delay)
            await self._send(message)
        elif message["type"] == "http.response.body":
            await self._send_body(message)
        elif message["type"] == "websocket.send":
            await self._send_frame(message)
        else:
            await self._send(message)

    async def _send_body(self, message: Message) -> None:
        body, more = self._spoil(message.get("body", b"")), message.get("more_body", False)
        cut = self._trouble.first(Kind.CUT)
        if cut is None:
            await self._send({**message, "body": body})
            return
        limit = cut.number
        if cut.share is not None:
            self._kept.append(body)
            if more:
                return
            body = b"".join(self._kept)
            limit = int(len(body) * cut.share)
        room = limit - self._bytes
        self._bytes += len(body)
        # The last, empty message of a stream marks its end: it is cut off too.
        if len(body) > room or (cut.share is not None and not more):
            await self._send({**message, "body": body[:room], "more_body": True})
            await self._leave()
        else:
            await self._send({**message, "body": body})

    async def _send_frame(self, message: Message) -> None:
        data = (message.get("text") or "").encode()
        cut = self._trouble.first(Kind.CUT)
        self._bytes += len(data)
        if cut and self._bytes > cut.number:
            await self._leave()
            return
        if b'"audioContent"' in data:
            data = self._spoil(data)
        await self._send({"type": "websocket.send", "text": data.decode()})

    def _spoil(self, data: bytes) -> bytes:
        """A whole answer is spoilt as it is, a stream or WebSocket after so many good lines."""
        fault = self._trouble.first(Kind.MALFORMED)
        if fault is None or not data:
            return data
        if self._place not in {"stream", "socket"}:
            return damage(data, fault.form)
        lines = data.splitlines(keepends=True)
        first = self._lines
        self._lines += len(lines)
        if first <= fault.after < self._lines:
            lines[fault.after - first] = damage(lines[fault.after - first], fault.form)
        return b"".join(lines)

    async def _leave(self) -> None:
        self._gone = True
        await self._hang_up()


def _make_refusal(status: int) -> Refusal:
    message = _MESSAGES.get(status, f"fault on demand: {status}")
    return Refusal(_CODES.get(status, 14 if status > 500 else 3), message, status=status)


async def _refuse(refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
    """An HTTP answer, also to a handshake."""
    if scope["type"] == "websocket":
        await receive()
    await show_refusal(scope["path"], refusal)(scope, receive, send)
