"""What every route needs of the web: bodies of limited size, answers, the shared state."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, aclosing
from typing import TYPE_CHECKING, Any, cast

import msgspec
from starlette.responses import Response, StreamingResponse

from vivavoce.service.bodies import read_object
from vivavoce.service.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from starlette.requests import Request as Call
    from starlette.types import Receive, Scope, Send

    from vivavoce.service.state import State

LARGEST_BODY = 24 * 1024 * 1024
"""Room for three samples of 4 MB in base64."""

_LARGE_BODY = 64 * 1024
"""Bytes from which reading takes longer than others should wait."""

STREAM = "/tts/v1/voice:stream"


def answer(body: Any, status: int = 200) -> Response:
    """A JSON answer."""
    return Response(msgspec.json.encode(body), status, media_type="application/json")


class HeldLines(StreamingResponse):
    """A stream that gives back what it holds however it ends, be it before its first line."""

    def __init__(
        self, lines: AsyncGenerator[bytes, None], held: ExitStack, *, media_type: str
    ) -> None:
        super().__init__(lines, media_type=media_type)
        self._lines, self._held = lines, held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        with self._held:
            async with aclosing(self._lines):
                await super().__call__(scope, receive, send)


def show_refusal(path: str, refusal: Refusal) -> Response:
    """A refusal as the answer of a path; only the stream wraps it."""
    body = refusal.body()
    response = answer({"error": body} if path == STREAM else body, refusal.status)
    if refusal.code == 16:
        response.headers["www-authenticate"] = refusal.message
    return response


def current(call: Call) -> State:
    """What the service holds."""
    return cast("State", call.app.state.service)


async def read_body(call: Call, *, missing: bytes = b"") -> dict[str, Any]:
    """The object in the body, within its size and time; reading a large one holds up nobody else.

    Args:
        call: the request.
        missing: stands for an empty body.

    Raises:
        Refusal: 413 if it is too large, 408 if it comes too slowly, 400 if it is no JSON object.
    """
    try:
        async with asyncio.timeout(current(call).patience):
            data = await gather(call, LARGEST_BODY) or missing
    except TimeoutError:
        raise Refusal(4, "request body timed out", status=408) from None
    if len(data) <= _LARGE_BODY:
        return read_object(data)
    return await asyncio.to_thread(read_object, data)


async def gather(call: Call, most: int) -> bytes:
    """The bytes of a body.

    Raises:
        Refusal: 413 if there are more than `most`.
    """
    data = bytearray()
    async for piece in call.stream():
        data += piece
        if len(data) > most:
            raise Refusal(3, "request body is too large", status=413)
    return bytes(data)


def require_write(call: Call) -> None:
    """Refuse keys without write permission; synthesis does not depend on it."""
    if not call.state.caller.writes:
        raise Refusal(7, "API key does not have write permission")
