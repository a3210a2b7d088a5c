"""Connections kept for the next request, last in, first out.

httpcore's own pool looks at every connection, the square of their number, for each request; at
20 requests in flight that costs more than the requests (httpcore 1.0.9, Nov 2026). Here a request
takes the connection that was used last. Concurrency is limited elsewhere, so nobody waits here.
Only for HTTP/1.1: an HTTP/2 connection is shared, and httpcore's pool does that well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpcore
import httpx

from vivavoce.inworld.network import Backend

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Iterator

KEEPALIVE_SECONDS = 30.0


class Pool(httpcore.ConnectionPool):
    """Connections for blocking calls; operations on lists are atomic, so threads may share."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(ssl_context=context)
        self._context = context
        self._idle: dict[str, list[httpcore.HTTPConnection]] = {}

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request; its connection comes back when the answer is closed."""
        origin = request.url.origin
        idle = self._idle.setdefault(str(origin), [])
        while True:
            connection = self._take(origin, idle)
            try:
                response = connection.handle_request(request)
            except httpcore.ConnectionNotAvailable:
                connection.close()
                continue
            except BaseException:
                connection.close()
                raise
            break
        content = Content(response.stream, connection, idle)
        return httpcore.Response(
            response.status,
            headers=response.headers,
            content=content,
            extensions=response.extensions,
        )

    def close(self) -> None:
        """Close what is kept."""
        for idle in self._idle.values():
            while idle:
                idle.pop().close()
        super().close()

    def _take(
        self, origin: httpcore.Origin, idle: list[httpcore.HTTPConnection]
    ) -> httpcore.HTTPConnection:
        while idle:
            try:
                connection = idle.pop()
            except IndexError:  # another thread was faster
                break
            if connection.is_idle() and not connection.has_expired():
                return connection
            connection.close()
        return httpcore.HTTPConnection(
            origin, ssl_context=self._context, keepalive_expiry=KEEPALIVE_SECONDS
        )


class Content:
    """An answer's bytes; closing it gives the connection back if it is still good."""

    def __init__(
        self,
        stream: Any,
        connection: httpcore.HTTPConnection,
        idle: list[httpcore.HTTPConnection],
    ) -> None:
        self._stream, self._connection, self._idle = stream, connection, idle

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        """Put the answer away."""
        self._stream.close()
        if self._connection.is_idle():
            self._idle.append(self._connection)
        else:
            self._connection.close()


class AsyncPool(httpcore.AsyncConnectionPool):
    """Connections for the tasks of one event loop."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(ssl_context=context)
        self._context = context
        self._backend = Backend()
        self._idle: dict[str, list[httpcore.AsyncHTTPConnection]] = {}

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request; its connection comes back when the answer is closed."""
        origin = request.url.origin
        idle = self._idle.setdefault(str(origin), [])
        while True:
            connection = await self._take(origin, idle)
            try:
                response = await connection.handle_async_request(request)
            except httpcore.ConnectionNotAvailable:
                await connection.aclose()
                continue
            except BaseException:
                await connection.aclose()
                raise
            break
        content = AsyncContent(response.stream, connection, idle)
        return httpcore.Response(
            response.status,
            headers=response.headers,
            content=content,
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        """Close what is kept."""
        for idle in self._idle.values():
            while idle:
                await idle.pop().aclose()
        await super().aclose()

    async def _take(
        self, origin: httpcore.Origin, idle: list[httpcore.AsyncHTTPConnection]
    ) -> httpcore.AsyncHTTPConnection:
        while idle:
            connection = idle.pop()
            if connection.is_idle() and not connection.has_expired():
                return connection
            await connection.aclose()
        return httpcore.AsyncHTTPConnection(
            origin,
            ssl_context=self._context,
            keepalive_expiry=KEEPALIVE_SECONDS,
            network_backend=self._backend,
        )


class AsyncContent:
    """An answer's bytes; closing it gives the connection back if it is still good."""

    def __init__(
        self,
        stream: Any,
        connection: httpcore.AsyncHTTPConnection,
        idle: list[httpcore.AsyncHTTPConnection],
    ) -> None:
        self._stream, self._connection, self._idle = stream, connection, idle

    def __aiter__(self) -> AsyncIterator[bytes]:
        stream: AsyncIterator[bytes] = aiter(self._stream)
        return stream

    async def aclose(self) -> None:
        """Put the answer away."""
        await self._stream.aclose()
        if self._connection.is_idle():
            self._idle.append(self._connection)
        else:
            await self._connection.aclose()


class Transport(httpx.HTTPTransport):
    """httpx's transport over `Pool`."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(verify=context)
        self._pool = Pool(context)


class AsyncTransport(httpx.AsyncHTTPTransport):
    """httpx's transport over `AsyncPool`."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(verify=context)
        self._pool = AsyncPool(context)
