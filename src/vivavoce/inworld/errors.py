"""What can go wrong between here and the service, as one tree under `ServiceError`.

::

    ServiceError
    └── InworldError              carries request id, HTTP status, gRPC code, what had arrived
        ├── InvalidRequestError   refused: before sending (no status), or by the service (400)
        ├── AuthError             no or bad credentials (401)
        ├── ForbiddenError        the key does not exist or may not do this (403)
        ├── NotFoundError         no such voice, job, dictionary, path (404)
        ├── ConflictError         somebody changed it meanwhile (409)
        ├── RateLimitError        too much at once (429)
        ├── ServerError           trouble on the other side (5xx)
        ├── NetworkError          the way to the service failed
        │   └── StalledError      it took too long
        ├── ProtocolError         the answer is not what the service promises
        │   └── TooLargeError     the answer is larger than allowed
        ├── JobError              an async or batch job failed
        └── DoubtError            a change was sent, its answer lost; whether it happened is unknown
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from vivavoce.errors import ServiceError

if TYPE_CHECKING:
    from vivavoce.inworld.values import SpeechChunk


@dataclass(frozen=True, slots=True)
class Exchange:
    """What is known about the call that failed.

    Attributes:
        request_id: the service's name for it, else ours; quote it to support. "" if never sent.
        status: HTTP status, or None where there was no answer.
        code: gRPC code of the error body, or None.
        details: further parts of the error body.
        arrived: pieces of audio that had come before, already decoded from base64.
    """

    request_id: str = ""
    status: int | None = None
    code: int | None = None
    details: tuple[Any, ...] = field(default=(), repr=False)
    arrived: tuple[SpeechChunk, ...] = field(default=(), repr=False)


class InworldError(ServiceError):
    """The service, or the way to it, failed.

    Attributes:
        exchange: what is known about the call.
    """

    def __init__(self, message: str, exchange: Exchange | None = None) -> None:
        super().__init__(message)
        self.exchange = exchange or Exchange()

    @property
    def request_id(self) -> str:
        """See `Exchange`."""
        return self.exchange.request_id

    @property
    def status(self) -> int | None:
        """See `Exchange`."""
        return self.exchange.status

    @property
    def code(self) -> int | None:
        """See `Exchange`."""
        return self.exchange.code

    @property
    def arrived(self) -> tuple[SpeechChunk, ...]:
        """See `Exchange`."""
        return self.exchange.arrived

    def with_arrived(self, chunks: tuple[SpeechChunk, ...]) -> Self:
        """The same error, told what had arrived before it."""
        self.exchange = replace(self.exchange, arrived=chunks)
        return self


class InvalidRequestError(InworldError):
    """The request is wrong; sending it again will not help.

    Attributes:
        faults: one plain sentence each, where they were found before sending.
    """

    def __init__(
        self, message: str, exchange: Exchange | None = None, *, faults: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message, exchange)
        self.faults = faults


class AuthError(InworldError):
    """No credentials, or bad ones."""


class ForbiddenError(InworldError):
    """The key does not exist, or lacks a permission."""


class NotFoundError(InworldError):
    """No such voice, job, dictionary or path."""


class ConflictError(InworldError):
    """What was to be changed has changed meanwhile."""


class RateLimitError(InworldError):
    """Too many requests in flight, or too fast.

    Attributes:
        retry_after: seconds the service asks to wait, or None (it has not been seen to tell).
    """

    retry_after: float | None = None


class ServerError(InworldError):
    """Trouble on the service's side."""

    retry_after: float | None = None


class NetworkError(InworldError):
    """The way to the service failed.

    Attributes:
        sent: whether the request may have reached the service.
        partial: the part of the answer's body that had come.
    """

    partial: bytes = b""

    def __init__(
        self, message: str, exchange: Exchange | None = None, *, sent: bool = True
    ) -> None:
        super().__init__(message, exchange)
        self.sent = sent


class StalledError(NetworkError):
    """Connecting, sending or waiting took longer than allowed."""


class ProtocolError(InworldError):
    """The answer is not what the service promises: no JSON, cut off, no audio in it."""


class TooLargeError(ProtocolError):
    """The answer is larger than allowed."""


class JobError(InworldError):
    """An async or batch job failed."""


class DoubtError(InworldError):
    """A change was sent and its answer lost; look before trying again."""
