"""The application: routes, who may call, errors, headers and the request log."""

from __future__ import annotations

import sys
import time
import uuid
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route, WebSocketRoute

from vivavoce.service import routes_jobs, routes_speech, routes_voices
from vivavoce.service.access import SESSION_PATHS
from vivavoce.service.refusals import Refusal, not_found
from vivavoce.service.sockets import serve_socket
from vivavoce.service.web import answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request as Call
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from vivavoce.service.state import State

_STREAM = "/tts/v1/voice:stream"
_SOCKET = "/tts/v1/voice:streamBidirectional"


def make_app(state: State) -> ASGIApp:
    """The service as an ASGI application."""

    @asynccontextmanager
    async def run(_app: Starlette) -> AsyncIterator[None]:
        state.pool.start()
        try:
            yield
        finally:
            state.pool.stop()
            state.voices.close()

    routes: list[Any] = [*routes_speech.ROUTES[:2], *routes_voices.HEALTH]
    if not state.on_premises:
        routes += [*routes_speech.ROUTES[2:], *routes_voices.SESSIONS, *routes_voices.ROUTES]
        routes += routes_jobs.ROUTES
        routes.append(WebSocketRoute(_SOCKET, serve_socket))
    guarded = [_guard(route) if isinstance(route, Route) else route for route in routes]
    guarded += [] if state.on_premises else [routes_jobs.DOWNLOADS]
    handlers: Any = {Refusal: _refuse, HTTPException: _miss, Exception: _break}
    app = Starlette(routes=guarded, exception_handlers=handlers, lifespan=run)
    app.router.redirect_slashes = False
    app.state.service = state
    return _Log(app, state)


def _guard(route: Route) -> Route:
    """The route behind the key check; session tokens are asked for by signature instead."""
    inner = route.endpoint

    async def guarded(call: Call) -> Response:
        if call.url.path not in SESSION_PATHS:
            access = call.app.state.service.access
            call.state.caller = access.admit(call.headers.get("authorization", ""))
        done: Response = await inner(call)
        return done

    return Route(route.path, guarded, methods=list(route.methods or ()))


def _show(call: Call, refusal: Refusal) -> Response:
    body = refusal.body()
    response = answer({"error": body} if call.url.path == _STREAM else body, refusal.status)
    if refusal.code == 16:
        response.headers["www-authenticate"] = refusal.message
    return response


async def _refuse(call: Call, error: Refusal) -> Response:
    return _show(call, error)


async def _miss(call: Call, error: HTTPException) -> Response:
    if error.status_code == 405:
        return _show(call, Refusal(12, "Method Not Allowed", status=405))
    return _show(call, not_found())


async def _break(call: Call, error: Exception) -> Response:
    sys.stderr.write(f"internal failure: {type(error).__name__}\n")
    return _show(call, Refusal(13, "internal failure"))


class _Log:
    """Adds the headers seen on the service (recorded Sep 2026) and writes the request log."""

    def __init__(self, app: ASGIApp, state: State) -> None:
        self._app, self._state = app, state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0
        first = 0.0

        async def pass_on(message: Message) -> None:
            nonlocal status, first
            if message["type"] == "http.response.start":
                status = message["status"]
                spent = round(1000 * (time.perf_counter() - began))
                message["headers"] += [
                    (b"x-inworld-request-id", uuid.uuid4().hex.encode()),
                    (b"x-envoy-upstream-service-time", str(spent).encode()),
                    (b"server", b"istio-envoy"),
                    (b"via", b"1.1 google"),
                ]
            elif message.get("body") and not first:
                first = time.perf_counter() - began
            await send(message)

        await self._app(scope, receive, pass_on)
        said = scope.get("vivavoce.note", "")
        path = scope["path"].encode("unicode_escape").decode()[:200]
        self._state.tell(f"{scope['method']} {path} {status} {said} {1000 * first:.0f} ms")
