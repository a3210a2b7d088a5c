"""The request log: a line a call, a flush or a connection, for people or for programs.

A line never holds a key, a query or a body; what a client chose (paths, names of contexts) is made
visible and shortened.
"""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from vivavoce.dialects import dialect
from vivavoce.text.visible import make_visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the log tells of one thing served.

    Attributes:
        method: `GET` and so on, `WEBSOCKET` for a connection, `FLUSH` for speech on one.
        path: without its query.
        status: of HTTP; of a flush what the same refusal would be over HTTP.
        model: that spoke.
        characters: as counted by the service.
        cost: US dollars, by the price of the model's table; nothing is billed.
        first_audio: seconds until the first audio left, from the request or flush on.
        seconds: until the end.
        context: name of a WebSocket context.
        faults: those on demand that struck.
    """

    method: str
    path: str
    status: int
    model: str | None = None
    characters: int = 0
    cost: float = 0.0
    first_audio: float | None = None
    seconds: float = 0.0
    context: str | None = None
    faults: tuple[str, ...] = ()


def show_text(entry: Entry) -> str:
    """An entry as a line for people."""
    parts = [entry.method, _shorten(entry.path)]
    if entry.context is not None:
        parts.append(f"context {_shorten(entry.context)}")
    parts.append(str(entry.status))
    if entry.model:
        parts += [entry.model, f"{entry.characters} characters", f"${entry.cost:.6f}"]
    if entry.first_audio is not None:
        parts.append(f"first audio {1000 * entry.first_audio:.0f} ms,")
    parts.append(f"{1000 * entry.seconds:.0f} ms")
    parts += [f"({make_visible(fault)})" for fault in entry.faults]
    return " ".join(parts)


def show_json(entry: Entry) -> str:
    """An entry as a line of JSON, ASCII only."""
    row = {k: v for k, v in asdict(entry).items() if v is not None and v != ()}
    row["path"] = entry.path[:_LONGEST]
    for name in ("first_audio", "seconds", "cost"):
        if name in row:
            row[name] = round(row[name], 6)
    return json.dumps(row)


def _shorten(text: str) -> str:
    shown = make_visible(text)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


def reckon(model: str, characters: int, *, batch: bool = False) -> float:
    """What the service would ask for them, in US dollars, by the prices in the model's table."""
    prices = dialect(model).table.get("prices", {})
    discount = prices.get("batch_discount") or 0.0 if batch else 0.0
    return float(characters * prices.get("per_million_usd", 0.0) * (1 - discount) / 1_000_000)


@dataclass(slots=True)
class Note:
    """What a call tells of itself while it is served; routes fill it in."""

    model: str | None = None
    characters: int = 0
    cost: float = 0.0

    def add(self, model: str, characters: int, *, billed: bool = True, batch: bool = False) -> None:
        """A text that is spoken for the call."""
        self.model = model
        self.characters += characters
        self.cost += reckon(model, characters, batch=batch) if billed else 0.0


class Log:
    """Adds the headers seen on the service (recorded Sep 2026) and tells of every call.

    Args:
        app: what is served.
        tell: takes an entry.
    """

    def __init__(self, app: ASGIApp, tell: Callable[[Entry], None]) -> None:
        self._app, self._tell = app, tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0
        first: float | None = None

        async def pass_on(message: Message) -> None:
            nonlocal status, first
            kind = message["type"]
            if kind.endswith(".response.start"):
                status = message["status"]
                spent = round(1000 * (time.perf_counter() - began))
                message["headers"] = [*message["headers"], *_add_headers(spent)]
            elif kind == "websocket.accept":
                status = 101
            if first is None and kind == "http.response.body" and message.get("body"):
                first = time.perf_counter() - began
            await send(message)

        scope["vivavoce.note"] = note = Note()
        try:
            await self._app(scope, receive, pass_on)
        finally:
            entry = Entry(
                method=scope.get("method", "WEBSOCKET"),
                path=scope["path"],
                status=status,
                model=note.model,
                characters=note.characters,
                cost=note.cost,
                first_audio=first if note.model and status == 200 else None,
                seconds=time.perf_counter() - began,
                faults=tuple(scope.get("vivavoce.faults", ())),
            )
            self._tell(entry)


def _add_headers(spent: int) -> list[tuple[bytes, bytes]]:
    return [
        (b"x-inworld-request-id", uuid.uuid4().hex.encode()),
        (b"x-envoy-upstream-service-time", str(spent).encode()),
        (b"server", b"istio-envoy"),
        (b"via", b"1.1 google"),
    ]
