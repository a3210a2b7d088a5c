"""What protocols ask their drivers to do.

A protocol is a generator that does no I/O: it yields one of these steps and is sent what came of
it. `client.Client` and `async_client.AsyncClient` drive the same protocols, one with blocking
calls, one with `await`.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from vivavoce.inworld.retry import Repeat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vivavoce.inworld.secret import Secret
    from vivavoce.inworld.values import SpeechChunk

T = TypeVar("T")

LARGEST_FILE = 1024 * 1024 * 1024
"""Bytes of a job's file: 100,000 characters make about two hours of audio."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One HTTP request.

    Attributes:
        method: `GET`, `POST`, `PATCH`, `DELETE`.
        path: under the base URL, or a whole address.
        query: names and values, in order.
        body: JSON bytes, or None.
        repeat: what a second sending would do.
        credentials: False for signed addresses, which must not see any.
        authorization: a header to use instead of the client's own credentials.
        read_timeout: seconds to wait for the next bytes, or None for the client's setting.
        largest: bytes of answer that are accepted, or None for the client's setting.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    body: bytes | None = field(default=None, repr=False)
    repeat: Repeat = Repeat.HARMLESS
    credentials: bool = True
    authorization: Secret | None = None
    read_timeout: float | None = None
    largest: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer; of a stream, its head.

    Attributes:
        status: HTTP status.
        headers: names in lower case.
        body: whole, or empty for a stream.
        request_id: the service's name for the exchange, else ours.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    request_id: str


@dataclass(frozen=True, slots=True)
class Send:
    """Send a request and read the whole answer; is sent a `Reply`."""

    call: Call


@dataclass(frozen=True, slots=True)
class Open:
    """Send a request and read the head of the answer; is sent a `Reply` without a body."""

    call: Call


@dataclass(frozen=True, slots=True)
class Read:
    """Read on; is sent bytes, empty at the end."""


@dataclass(frozen=True, slots=True)
class Close:
    """Put the answer away and free its slot.

    Attributes:
        limited: the service said that this was one request too many.
    """

    limited: bool = False


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Renew:
    """Get a new token because the old one was refused; is sent whether there is one."""


@dataclass(frozen=True, slots=True)
class Emit:
    """Hand a piece of speech to the caller."""

    chunk: SpeechChunk


Step = Send | Open | Read | Close | Sleep | Renew | Emit
Steps = Generator[Step, Any, T]
