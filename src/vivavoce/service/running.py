"""Running the service under uvicorn until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from vivavoce.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vivavoce.service.state import State

_KEPT_SECONDS = 75
"""How long a connection may rest between requests; longer than clients keep one, who would else
send a request on one that is just being closed."""

_STOPPING_SECONDS = 1.2
"""What is under way when the service is told to stop may take so long; then it is cut."""


def run(state: State, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted or terminated; `ready` is called with the URL once calls are taken.

    Args:
        state: what the service holds.
        host: address to bind.
        port: 0 for any free one.
        ready: told the URL.

    Raises:
        MissingExtraError: without the `serve` extra.
        OSError: if the address cannot be had.
    """
    try:
        import uvicorn  # noqa: PLC0415 - an optional library
        from uvicorn.protocols.http.auto import AutoHTTPProtocol  # noqa: PLC0415 - as above

        from vivavoce.service.app import make_app  # noqa: PLC0415 - as above
        from vivavoce.service.connections import demand_requests  # noqa: PLC0415 - as above
    except ImportError as error:
        raise MissingExtraError("serve", "The local stand-in service") from error

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            asyncio.get_running_loop().call_later(_STOPPING_SECONDS, self._cut)
            await super().shutdown(sockets)

        def _cut(self) -> None:
            for connection in list(self.server_state.connections):
                connection.transport.abort()
            for task in list(self.server_state.tasks):
                task.cancel()

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started and sockets:
                shown = f"[{host}]" if ":" in host else host
                ready(f"http://{shown}:{sockets[0].getsockname()[1]}")

    config = uvicorn.Config(
        make_app(state),
        http=demand_requests(AutoHTTPProtocol, state.patience),
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=256 * 1024,
        ws_ping_interval=None,  # the service is not known to ping; idle sockets end after 10 min
        timeout_graceful_shutdown=5,
        timeout_keep_alive=_KEPT_SECONDS,
    )
    with listen(host, port) as listening, _end_by_signal():
        Server(config).run(sockets=[listening])


@contextmanager
def _end_by_signal() -> Iterator[None]:
    """Uvicorn stops in good order, then raises the signal again, which here just ends the run."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGTERM, before)


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections, each of which sends what it has at once.

    asyncio turns off Nagle's algorithm only for sockets made in another way; left on, it holds the
    body of an answer back for the 40 ms that Linux takes to acknowledge the head.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=512)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening
