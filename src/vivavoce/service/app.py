"""The application: routes, who may call, errors, and the layers around it."""

from __future__ import annotations

import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route, WebSocketRoute

from vivavoce.service import openapi, routes_jobs, routes_speech, routes_voices
from vivavoce.service.access import SESSION_PATHS
from vivavoce.service.connections import Patience
from vivavoce.service.control import Control
from vivavoce.service.disturbing import Disturbed
from vivavoce.service.refusals import Refusal, not_found
from vivavoce.service.request_log import Log
from vivavoce.service.sockets import serve_socket
from vivavoce.service.web import show_refusal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request as Call
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from vivavoce.service.state import State


def make_app(state: State) -> ASGIApp:
    """The service as an ASGI application."""

    @asynccontextmanager
    async def run(_app: Starlette) -> AsyncIterator[None]:
        state.pool.start()
        try:
            await state.pool.wait()
            yield
        finally:
            state.pool.stop()
            state.voices.close()

    routes: list[Any] = [*routes_speech.ROUTES[:2], *routes_voices.HEALTH]
    if not state.on_premises:
        routes += [*routes_speech.ROUTES[2:], *routes_voices.SESSIONS, *routes_voices.ROUTES]
        routes += routes_jobs.ROUTES
        routes.append(WebSocketRoute(openapi.SOCKET, serve_socket))
    guarded = [_guard(route) if isinstance(route, Route) else route for route in routes]
    guarded += [] if state.on_premises else [routes_jobs.DOWNLOADS]
    guarded.append(openapi.describe(state, filter(_is_http, guarded)))
    handlers: Any = {Refusal: _refuse, HTTPException: _miss, Exception: _break}
    app = Starlette(routes=guarded, exception_handlers=handlers, lifespan=run)
    app.router.redirect_slashes = False
    app.state.service = state
    return _wrap(app, state)


def _is_http(route: Any) -> bool:
    return isinstance(route, Route)


def _wrap(app: ASGIApp, state: State) -> ASGIApp:
    """What stands between the server and the application; faults only where asked for."""
    if state.control or state.strikes.wanted:
        app = Disturbed(app, state.strikes, state.patience)
    if state.control:
        app = Control(app, state.strikes)
    return Patience(Log(app, state.tell), state.patience)


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


async def _refuse(call: Call, error: Refusal) -> Response:
    return show_refusal(call.url.path, error)


async def _miss(call: Call, error: HTTPException) -> Response:
    if error.status_code == 405:
        response = show_refusal(call.url.path, Refusal(12, "Method Not Allowed", status=405))
        response.headers["allow"] = ", ".join(_list_methods(call))
        return response
    return show_refusal(call.url.path, not_found())


def _list_methods(call: Call) -> list[str]:
    found = [r for r in call.app.routes if _is_http(r) and r.path_regex.match(call.url.path)]
    verbs = [r for r in found if ":" in r.path.rpartition("/")[2]]
    return sorted({method for route in verbs or found for method in route.methods})


async def _break(call: Call, error: Exception) -> Response:
    sys.stderr.write(f"internal failure: {type(error).__name__}\n")
    return show_refusal(call.url.path, Refusal(13, "internal failure"))
