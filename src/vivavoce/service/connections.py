"""Connections that do not do their part: slow readers, slow senders, and those to be cut.

ASGI has no way to break a connection, so the transport is taken from uvicorn's own `send`, which
is a method of the object that owns it, and handed down in the scope. Under another server nothing
is broken by force.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SLICE = 64 * 1024
"""A larger body is sent in slices, so that a client that stops reading is noticed."""

_POLL = 0.05

MOST_CONNECTIONS = 800
"""Connections open at a time, WebSockets among them; a process has 1,024 files by default."""


_TRANSPORT = "vivavoce.transport"


async def hang_up(scope: Scope, patience: float) -> None:
    """Close the connection once what was written has left, or by force."""
    transport: asyncio.Transport | None = scope.get(_TRANSPORT)
    if transport is None:
        return
    transport.close()
    await _wait_until_written(transport, patience)
    await _let_go()


async def _let_go() -> None:
    """The loop tells the server of a lost connection in its next turns."""
    for _ in range(2):
        await asyncio.sleep(0)


async def _wait_until_written(transport: asyncio.Transport, patience: float) -> None:
    """Abort a connection whose other end does not take the rest, two slices at most, in time."""
    deadline = time.monotonic() + 2 * patience
    while transport.get_write_buffer_size():
        if time.monotonic() > deadline:
            transport.abort()
            return
        await asyncio.sleep(_POLL)


class Patience:
    """Gives up on clients that stop reading.

    Args:
        app: what is served.
        seconds: a client may take to accept the next 64 KiB.
    """

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app, self._seconds = app, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        transport = getattr(getattr(send, "__self__", None), "transport", None)
        if not isinstance(transport, asyncio.Transport):
            await self._app(scope, receive, send)
            return
        scope[_TRANSPORT] = transport

        async def pass_on(message: Message) -> None:
            for part in _cut_up(message):
                if transport.is_closing() and part["type"] == "http.response.body":
                    return
                try:
                    async with asyncio.timeout(self._seconds):
                        await send(part)
                except TimeoutError:
                    transport.abort()
                    await _let_go()
                    return

        try:
            await self._app(scope, receive, pass_on)
        except asyncio.CancelledError:
            if not transport.is_closing():
                raise
        if scope["type"] == "http" or transport.is_closing():
            await _wait_until_written(transport, self._seconds)
        if transport.is_closing():
            await _let_go()


def _cut_up(message: Message) -> list[Message]:
    body = message.get("body", b"")
    if message["type"] != "http.response.body" or len(body) <= _SLICE:
        return [message]
    parts: list[Message] = [
        {"type": message["type"], "body": body[at : at + _SLICE], "more_body": True}
        for at in range(0, len(body), _SLICE)
    ]
    parts[-1]["more_body"] = message.get("more_body", False)
    return parts


def demand_requests(protocol: Any, seconds: float) -> Any:
    """Uvicorn's HTTP protocol, which also closes connections that begin no request in time.

    Args:
        protocol: one of uvicorn's classes.
        seconds: until the head of the first, or of a next request has come.
    """

    class Demanding(protocol):  # type: ignore[misc]
        _deadline: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:
            super().connection_made(transport)
            if len(self.connections) > MOST_CONNECTIONS:
                transport.abort()
            self._deadline = self.loop.call_later(seconds, transport.abort)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            busy = self.cycle is not None and not self.cycle.response_complete
            if busy or self.transport.get_protocol() is not self:
                self._forget_deadline()
            elif self._deadline is None:
                self._deadline = self.loop.call_later(seconds, self.transport.abort)

        def connection_lost(self, exc: Exception | None) -> None:
            self._forget_deadline()
            super().connection_lost(exc)

        def _forget_deadline(self) -> None:
            if self._deadline is not None:
                self._deadline.cancel()
                self._deadline = None

    return Demanding
