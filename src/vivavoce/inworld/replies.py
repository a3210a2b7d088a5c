"""From HTTP answers to values or typed errors."""

from __future__ import annotations

import re
import time
from binascii import Error as Base64Error
from binascii import a2b_base64
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import msgspec

from vivavoce.inworld import errors
from vivavoce.inworld.errors import Exchange, InworldError, ProtocolError
from vivavoce.inworld.retry import read_retry_after
from vivavoce.inworld.secret import clean_message
from vivavoce.inworld.wire import Status, decode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vivavoce.inworld.calls import Reply

T = TypeVar("T")

_BY_STATUS: dict[int, type[InworldError]] = {
    400: errors.InvalidRequestError,
    401: errors.AuthError,
    403: errors.ForbiddenError,
    404: errors.NotFoundError,
    409: errors.ConflictError,
    413: errors.InvalidRequestError,
    422: errors.InvalidRequestError,
    429: errors.RateLimitError,
}
_BY_CODE: dict[int, type[InworldError]] = {
    2: errors.ServerError,
    3: errors.InvalidRequestError,
    4: errors.ServerError,
    5: errors.NotFoundError,
    7: errors.ForbiddenError,
    8: errors.RateLimitError,
    9: errors.InvalidRequestError,
    10: errors.ConflictError,
    13: errors.ServerError,
    14: errors.ServerError,
    16: errors.AuthError,
}
_ADVICE: dict[type[InworldError], str] = {
    errors.AuthError: "Inworld did not accept the credentials; check INWORLD_API_KEY",
    errors.ForbiddenError: (
        "Inworld does not allow this; check that the key still exists and has the permission"
    ),
    errors.NotFoundError: "Inworld does not know it; check voice id, name and base URL",
    errors.ConflictError: "It was changed meanwhile; read it again and repeat the change",
    errors.RateLimitError: "Too many requests at once for this plan; lower the concurrency",
    errors.ServerError: "Inworld has trouble; try again later",
    errors.InvalidRequestError: "Inworld refused the request",
}
_AUDIO = re.compile(rb'"audioContent"\s*:\s*"([A-Za-z0-9+/=]*)')


def check_reply(reply: Reply) -> None:
    """Pass a good answer.

    Raises:
        InworldError: the error that a bad one stands for.
    """
    if not 200 <= reply.status < 300:
        raise read_error(reply)


def read_error(reply: Reply) -> InworldError:
    """The error in an answer whose HTTP status is not 2xx: wrapped, bare, or no JSON at all."""
    status = read_status(reply.body)
    kind = _BY_STATUS.get(reply.status) or (
        errors.ServerError if reply.status >= 500 else _kind_by_code(status)
    )
    said = status.message if status is not None else _describe(reply)
    error = _make(kind, said, reply, status)
    if isinstance(error, errors.RateLimitError | errors.ServerError):
        error.retry_after = read_retry_after(reply.headers.get("retry-after"), time.time())
    return error


def error_from_status(status: Status, *, request_id: str, http: int | None = 200) -> InworldError:
    """The error that a line of a stream or a frame of a WebSocket reports."""
    kind = _kind_by_code(status)
    exchange = Exchange(request_id, http, status.code, status.details)
    return _build(kind, status.message, exchange)


def read_status(body: bytes) -> Status | None:
    """The gRPC-shaped error in a body, wrapped in `error` or bare; None if there is none."""
    try:
        value = msgspec.json.decode(body)
    except msgspec.MsgspecError:
        return None
    inner = value.get("error", value) if isinstance(value, dict) else None
    if not isinstance(inner, dict) or not ({"code", "message"} & inner.keys()):
        return None
    return Status(
        code=inner["code"] if isinstance(inner.get("code"), int) else 0,
        message=str(inner.get("message") or ""),
        details=tuple(d) if isinstance(d := inner.get("details"), list) else (),
    )


def read_answer(reply: Reply, kind: type[T]) -> T:
    """A good answer as a value.

    Raises:
        InworldError: if the status is not 2xx, or the body is an error all the same.
        ProtocolError: if the body is not of that shape.
    """
    check_reply(reply)
    try:
        return decode(reply.body, kind)
    except msgspec.MsgspecError as error:
        raise_protocol(f"The answer cannot be read ({error}): {_describe(reply)}", reply)


def raise_protocol(message: str, reply: Reply) -> NoReturn:
    """Raise the `ProtocolError` with what is known about the call."""
    raise ProtocolError(
        clean_message(message) + _quote_id(reply.request_id),
        Exchange(reply.request_id, reply.status),
    ) from None


def rescue_audio(data: bytes) -> bytes:
    """The audio in a body or line that cannot be read whole, as far as its Base64 goes."""
    found = _AUDIO.search(data)
    if found is None:
        return b""
    letters = found[1].rstrip(b"=")
    spare = len(letters) % 4
    letters += b"=" * (4 - spare) if spare > 1 else b""
    try:
        return a2b_base64(letters[: len(letters) // 4 * 4])
    except Base64Error:
        return b""


def _kind_by_code(status: Status | None) -> type[InworldError]:
    return InworldError if status is None else _BY_CODE.get(status.code, InworldError)


def _make(kind: type[InworldError], said: str, reply: Reply, status: Status | None) -> InworldError:
    details: tuple[Any, ...] = status.details if status is not None else ()
    code = status.code if status is not None else None
    return _build(kind, said, Exchange(reply.request_id, reply.status, code, details))


def _build(kind: type[InworldError], said: str, exchange: Exchange) -> InworldError:
    advice = _ADVICE.get(kind, "Inworld answered with an error")
    said = clean_message(said).rstrip(".") or f"HTTP status {exchange.status}"
    violations = "; ".join(_violations(exchange.details))
    where = f" ({violations})" if violations else ""
    return kind(f"{advice}: {said}{where}.{_quote_id(exchange.request_id)}", exchange)


def _violations(details: tuple[Any, ...]) -> list[str]:
    """Which fields were at fault, as far as the service names them."""
    rows = [d.get("fieldViolations") for d in details if isinstance(d, dict)]
    fields = [v.get("field") for row in rows if isinstance(row, list) for v in row if v]
    return [clean_message(field, longest=100) for field in fields if isinstance(field, str)]


def _quote_id(request_id: str) -> str:
    return f" (request {request_id})" if request_id else ""


def _describe(reply: Reply) -> str:
    """What kind of thing came instead of JSON; its text is shown only where it is short."""
    kind = reply.headers.get("content-type", "").partition(";")[0] or "no type"
    if 300 <= reply.status < 400:
        return f"HTTP {reply.status}, a redirect; check the base URL"
    if not reply.body:
        return f"HTTP {reply.status} with an empty body"
    return f"HTTP {reply.status} with {len(reply.body)} bytes of {kind} instead of JSON"


def header_request_id(headers: Mapping[str, str], ours: str) -> str:
    """The service's name for an exchange, cleaned, else our own."""
    return clean_message(headers.get("x-inworld-request-id", ""), longest=64) or ours
