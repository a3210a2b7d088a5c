"""What both drivers need of httpx: how a request is built and what its exceptions mean."""

from __future__ import annotations

import importlib.util
import socket
import ssl
import uuid
from collections.abc import Awaitable, Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

import httpx

from vivavoce.inworld.errors import (
    Exchange,
    InvalidRequestError,
    NetworkError,
    StalledError,
    TooLargeError,
)
from vivavoce.inworld.pools import KEEPALIVE_SECONDS, AsyncTransport, Transport
from vivavoce.inworld.secret import clean_message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.inworld.calls import Call
    from vivavoce.inworld.errors import InworldError
    from vivavoce.inworld.secret import Secret
    from vivavoce.inworld.settings import Settings, Timeouts

Deliver = Callable[[httpx.Request], httpx.Response]
AsyncDeliver = Callable[[httpx.Request], Awaitable[httpx.Response]]

_BEFORE_SENDING = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_WAITED_FOR = {
    httpx.ConnectTimeout: "connect",
    httpx.PoolTimeout: "get a free connection",
    httpx.WriteTimeout: "send the request",
    httpx.ReadTimeout: "hear anything more",
}


def build_options(settings: Settings, base_url: str) -> dict[str, Any]:
    """Arguments for `httpx.Client` and `httpx.AsyncClient`."""
    connections = max(settings.concurrency, 1) + 10
    return {
        "http2": use_http2(settings, base_url),
        "timeout": build_timeout(settings.timeouts, None),
        "limits": httpx.Limits(
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=KEEPALIVE_SECONDS,
        ),
    }


def build_client(settings: Settings, base_url: str) -> tuple[httpx.Client, Deliver]:
    """A client for blocking calls, and how to send a request with it.

    Redirects, cookies and auth flows, which cost a third of a request's time, are of no use here:
    where nothing else is needed the request goes to the transport itself.
    """
    options = build_options(settings, base_url)
    if options["http2"] or getproxies():
        client = httpx.Client(**options)
        return client, partial(client.send, stream=True)
    transport = Transport(build_context(base_url))
    return httpx.Client(**options, transport=transport), transport.handle_request


def build_async_client(settings: Settings, base_url: str) -> tuple[httpx.AsyncClient, AsyncDeliver]:
    """A client for tasks, and how to send a request with it."""
    options = build_options(settings, base_url)
    if options["http2"] or getproxies():
        client = httpx.AsyncClient(**options)
        return client, partial(client.send, stream=True)
    transport = AsyncTransport(build_context(base_url))
    return httpx.AsyncClient(**options, transport=transport), transport.handle_async_request


def build_request(
    call: Call, base_url: str, headers: dict[str, str], timeout: httpx.Timeout
) -> httpx.Request:
    """A call as httpx sends it."""
    return httpx.Request(
        call.method,
        call.path if "://" in call.path else base_url + call.path,
        params=list(call.query) or None,
        content=call.body,
        headers=headers,
        extensions={"timeout": timeout.as_dict()},
    )


def build_context(base_url: str) -> ssl.SSLContext:
    """What certificates are trusted; reading them takes time and memory, so only where needed."""
    if base_url.startswith("https:"):
        return httpx.create_ssl_context()
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def use_http2(settings: Settings, base_url: str) -> bool:
    """Whether to offer HTTP/2; without TLS there is no way to agree on it."""
    if not base_url.startswith("https:"):
        return False
    if settings.http2 is None:
        return importlib.util.find_spec("h2") is not None
    return settings.http2


def build_timeout(timeouts: Timeouts, read: float | None) -> httpx.Timeout:
    """The four parts; `read` stands in for the client's own where a call is known to be slow."""
    return httpx.Timeout(
        connect=timeouts.connect,
        read=timeouts.read if read is None else max(read, timeouts.read),
        write=timeouts.write,
        pool=timeouts.pool,
    )


def build_headers(call: Call, authorization: Secret | None, request_id: str) -> dict[str, str]:
    """The headers of a call."""
    headers = {"User-Agent": f"vivavoce/{get_version()}", "Accept-Encoding": "identity"}
    if call.credentials or call.authorization is not None:
        headers["X-Request-Id"] = request_id
    if call.body is not None:
        headers["Content-Type"] = "application/json"
    if authorization is not None:
        headers["Authorization"] = authorization.reveal()
    return headers


def new_request_id() -> str:
    """A name for a call, until the service gives it one."""
    return uuid.uuid4().hex


@cache
def get_version() -> str:
    """This program's version."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - rarely needed

    try:
        return version("vivavoce")
    except PackageNotFoundError:
        return "0"


def translate(error: Exception, request_id: str, *, answered: bool, partial: bytes) -> InworldError:
    """The typed error for an exception of httpx.

    It does not refer to the exception: that one holds the request with its credentials.

    Args:
        error: what httpx raised.
        request_id: our name for the call.
        answered: whether the head of the answer had come.
        partial: what had come of its body.
    """
    exchange = Exchange(request_id)
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return InvalidRequestError(f"The address cannot be used: {clean_message(str(error))}.")
    sent = not isinstance(error, _BEFORE_SENDING)
    if isinstance(error, httpx.TimeoutException):
        waited = _WAITED_FOR.get(type(error), "get an answer")
        failure: NetworkError = StalledError(
            f"Inworld took too long to {waited}. Check the network, or allow more time."
            f" (request {request_id})",
            exchange,
            sent=sent,
        )
    else:
        failure = NetworkError(_explain(error, request_id, answered=answered), exchange, sent=sent)
    failure.partial = partial
    return failure


def refuse_size(largest: int, request_id: str) -> TooLargeError:
    """The error for an answer beyond the limit."""
    return TooLargeError(
        f"The answer is larger than {largest} bytes and was not read on. (request {request_id})",
        Exchange(request_id),
    )


def _explain(error: Exception, request_id: str, *, answered: bool) -> str:
    causes = list(_find_causes(error))
    said = next(filter(None, (clean_message(str(e)) for e in causes)), type(error).__name__)
    if not isinstance(error, httpx.ConnectError):
        what = "broke off in the middle of the answer" if answered else "was lost before an answer"
        return f"The connection to Inworld {what} ({said}). (request {request_id})"
    if any(isinstance(cause, ssl.SSLError) for cause in causes) or "[SSL" in said:
        return f"No secure connection to Inworld ({said}). Check base URL, clock and certificates."
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return f"The host's name cannot be found ({said}). Check the base URL and the network."
    return f"No connection to Inworld ({said}). Check the base URL and the network."


def _find_causes(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and what it came from, outermost first."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
