"""Speech for text that is still being written, for tasks; `websocket.py` with `await`."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from vivavoce.inworld import sessions
from vivavoce.inworld.errors import NetworkError
from vivavoce.inworld.sockets import KEEPALIVE_SECONDS, Mark, SocketCore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from vivavoce.inworld.secret import Secret
    from vivavoce.inworld.settings import Settings
    from vivavoce.inworld.sockets import ContextState
    from vivavoce.inworld.values import SpeechChunk
    from vivavoce.inworld.wire import ContextSettings


class AsyncSession:
    """One WebSocket with any number of contexts, for the tasks of one event loop.

    Raises:
        MissingExtraError: on construction, if the extra `stream` is not installed.
    """

    def __init__(
        self,
        base_url: str,
        authorize: Callable[[], Awaitable[Secret | None]],
        settings: Settings,
    ) -> None:
        self._library = sessions.load("asyncio.client")
        self._closed_error: type[Exception] = sessions.load("exceptions").ConnectionClosed
        self._handshake_error: type[Exception] = sessions.load("exceptions").WebSocketException
        self._url, self._authorize, self._settings = (
            sessions.build_url(base_url),
            authorize,
            settings,
        )
        self._core = SocketCore(known_models_only=settings.known_models_only)
        self._reading = asyncio.Lock()
        self._changing = asyncio.Lock()
        self._life: asyncio.Task[None] | None = None
        self._socket: Any = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def open(self, settings: ContextSettings, context_id: str | None = None) -> AsyncContext:
        """Open a context; see `Session.open`."""
        async with self._changing:
            if self._socket is None or (self._core.failure is not None and self._core.is_idle):
                await self._connect()
            state, frame = self._core.create(settings, context_id)
            await self.send(frame)
        return AsyncContext(self, state)

    async def keepalive(self) -> None:
        """Give a sign of life for every context; done by itself every few minutes."""
        for frame in self._core.keepalive():
            await self.send(frame)

    async def close(self) -> None:
        """Close the connection; what is still being spoken is lost."""
        if self._life is not None:
            self._life.cancel()
            with suppress(asyncio.CancelledError):
                await self._life
        if self._socket is not None:
            await self._socket.close()

    async def send(self, frame: bytes | None) -> None:
        """Send a frame, if there is one."""
        if frame is None:
            return
        failure = None
        try:
            await self._socket.send(frame.decode())
        except self._closed_error as error:
            failure = sessions.translate_closing(error)
        if failure is not None:
            self._core.fail(failure)
            raise failure

    async def next_event(self, state: ContextState) -> SpeechChunk | Mark:
        """The next thing heard of a context; whoever waits reads for all.

        Raises:
            InworldError: if the context or the connection failed.
        """
        wait = self._settings.timeouts.read
        deadline = time.monotonic() + wait
        while True:
            async with self._reading:
                if (event := self._core.take(state)) is not None:
                    return event
                if await self._receive(deadline - time.monotonic(), wait):
                    deadline = time.monotonic() + wait

    @property
    def core(self) -> SocketCore:
        """The protocol's state."""
        return self._core

    async def _receive(self, seconds: float, wait: float) -> bool:
        """Read a frame, or note why there is none."""
        try:
            async with asyncio.timeout(max(seconds, 0.0)):
                data = await self._socket.recv()
        except TimeoutError:
            self._core.fail(sessions.explain_silence(wait, answered=self._core.answered))
        except self._closed_error as error:
            self._core.fail(sessions.translate_closing(error))
        else:
            self._core.receive(data)
            return True
        return False

    async def _connect(self) -> None:
        options = sessions.build_options(await self._authorize(), self._settings)
        failure = None
        try:
            self._socket = await self._library.connect(self._url, **options)
        except (OSError, self._handshake_error) as error:
            failure = sessions.translate_opening(error)
        if failure is not None:
            raise failure
        self._core.restart()
        if self._life is not None:
            self._life.cancel()
        self._life = asyncio.create_task(self._stay_alive())

    async def _stay_alive(self) -> None:
        while True:
            await asyncio.sleep(KEEPALIVE_SECONDS)
            try:
                await self.keepalive()
            except NetworkError:
                return


class AsyncContext:
    """One voice over a session: text in, speech out."""

    def __init__(self, session: AsyncSession, state: ContextState) -> None:
        self._session = session
        self._state = state

    @property
    def context_id(self) -> str:
        """Its name on the connection."""
        return self._state.context_id

    @property
    def characters(self) -> int:
        """What the service has counted so far."""
        return self._state.characters

    async def send(self, text: str, *, flush: bool = False) -> None:
        """Add text, at most 2,000 characters; `flush` has it spoken at once."""
        await self._session.send(self._session.core.send_text(self._state, text, flush=flush))

    async def flush(self) -> None:
        """Have it spoken what was sent; does nothing if that holds no words."""
        await self._session.send(self._session.core.flush(self._state))

    async def finish(self) -> None:
        """Have the rest spoken, then close."""
        await self._session.send(self._session.core.close(self._state))

    async def cancel(self) -> None:
        """Throw away what is not spoken yet."""
        await self._session.send(self._session.core.cancel(self._state))

    async def events(self) -> AsyncIterator[SpeechChunk | Mark]:
        """Everything heard of it, until it is closed; see `Context.events`."""
        while True:
            event = await self._session.next_event(self._state)
            yield event
            if event is Mark.CLOSED:
                return

    async def speech(self, *, flush: bool = False) -> AsyncIterator[SpeechChunk]:
        """Speech until it is closed, or until the next flush is done; see `Context.speech`."""
        while True:
            event = await self._session.next_event(self._state)
            if event is Mark.CLOSED or (flush and event is Mark.FLUSHED):
                return
            if not isinstance(event, Mark):
                yield event
