"""One exchange over httpx for tasks; `blocking.py` with `await`."""

from __future__ import annotations

from contextlib import AsyncExitStack, suppress
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

import httpx

from vivavoce.inworld.calls import Call, Reply
from vivavoce.inworld.errors import InworldError
from vivavoce.inworld.groups import keep_partial
from vivavoce.inworld.replies import header_request_id
from vivavoce.inworld.retry import Repeat
from vivavoce.inworld.transport import (
    build_headers,
    build_request,
    build_timeout,
    new_request_id,
    refuse_size,
    translate,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable

    from vivavoce.inworld.limits import AsyncGate, Slot
    from vivavoce.inworld.secret import Secret
    from vivavoce.inworld.settings import Settings
    from vivavoce.inworld.transport import AsyncDeliver

T = TypeVar("T")


class AsyncOwner(Protocol):
    """What an exchange needs of its client."""

    base_url: str
    settings: Settings
    gate: AsyncGate

    async def get_authorization(self) -> Secret | None:
        """The header for one request."""
        ...


class AsyncWire:
    """One exchange at a time; leaving it closes the answer and frees the slot."""

    def __init__(self, deliver: AsyncDeliver, owner: AsyncOwner) -> None:
        self._deliver = deliver
        self._owner = owner
        self._open = AsyncExitStack()
        self._slot: Slot | None = None
        self._chunks: AsyncIterator[bytes] | None = None
        self._request_id = ""
        self._size = 0
        self._largest = 0
        self.authorization: Secret | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def send(self, call: Call) -> Reply:
        """The whole answer."""
        parts: list[bytes] = []
        try:
            head = await self.open(call)
            while data := await self.read():
                parts.append(data)
        except InworldError as error:
            keep_partial(error, parts)
            raise
        finally:
            await self.close()
        return Reply(head.status, head.headers, b"".join(parts), head.request_id)

    async def open(self, call: Call) -> Reply:
        """The head of the answer; the rest is read piece by piece."""
        if call.repeat is Repeat.PAID:
            gate = self._owner.gate
            slot = self._slot = await gate.acquire()
            self._open.callback(lambda: gate.release(slot))
        self.authorization = call.authorization
        if call.credentials and call.authorization is None:
            self.authorization = await self._owner.get_authorization()
        self._request_id, self._size = new_request_id(), 0
        self._largest = call.largest or self._owner.settings.largest_answer
        response = await self._guard(self._request(call), answered=False)
        self._open.push_async_callback(response.aclose)
        self._chunks = response.aiter_bytes()
        self._request_id = header_request_id(response.headers, self._request_id)
        if self._slot is not None:
            self._slot.limited = response.status_code == httpx.codes.TOO_MANY_REQUESTS
            self._slot.succeeded = response.is_success
        return Reply(response.status_code, response.headers, b"", self._request_id)

    async def read(self) -> bytes:
        """The next bytes of the answer, empty at its end."""
        assert self._chunks is not None
        data = await self._guard(anext(self._chunks, b""), answered=True)
        self._size += len(data)
        if self._size > self._largest:
            raise refuse_size(self._largest, self._request_id)
        return data

    async def close(self, *, limited: bool = False) -> None:
        """Put the answer away and free the slot."""
        if self._slot is not None:
            self._slot.limited = self._slot.limited or limited
        self._slot = None
        with suppress(httpx.HTTPError):
            await self._open.aclose()

    async def _request(self, call: Call) -> httpx.Response:
        request = build_request(
            call,
            self._owner.base_url,
            build_headers(call, self.authorization, self._request_id),
            build_timeout(self._owner.settings.timeouts, call.read_timeout),
        )
        return await self._deliver(request)

    async def _guard(self, action: Awaitable[T], *, answered: bool) -> T:
        """Await httpx; its exceptions hold the request, so they are not passed on."""
        try:
            return await action
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            failure = translate(error, self._request_id, answered=answered, partial=b"")
        raise failure
