"""Speech for text that is still being written, over a WebSocket, with blocking calls.

::

    with client.connect() as session:
        context = session.open(ContextSettings(voice_id="Ashley", model_id="inworld-tts-2"))
        context.send("Wind is rising from the west. ", flush=True)
        context.finish()
        for chunk in context.speech():
            play(chunk.content)
"""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self

from vivavoce.inworld import sessions
from vivavoce.inworld.errors import NetworkError
from vivavoce.inworld.sockets import KEEPALIVE_SECONDS, Mark, SocketCore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vivavoce.inworld.secret import Secret
    from vivavoce.inworld.settings import Settings
    from vivavoce.inworld.sockets import ContextState
    from vivavoce.inworld.values import SpeechChunk
    from vivavoce.inworld.wire import ContextSettings


class Session:
    """One WebSocket with any number of contexts; may be shared by threads.

    Raises:
        MissingExtraError: on construction, if the extra `stream` is not installed.
    """

    def __init__(
        self, base_url: str, authorize: Callable[[], Secret | None], settings: Settings
    ) -> None:
        self._library = sessions.load("sync.client")
        self._closed_error: type[Exception] = sessions.load("exceptions").ConnectionClosed
        self._handshake_error: type[Exception] = sessions.load("exceptions").WebSocketException
        self._url, self._authorize, self._settings = (
            sessions.build_url(base_url),
            authorize,
            settings,
        )
        self._core = SocketCore(known_models_only=settings.known_models_only)
        self._reading = threading.Lock()
        self._changing = threading.RLock()
        self._over = threading.Event()
        self._stack = ExitStack()
        self._socket: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self, settings: ContextSettings, context_id: str | None = None) -> Context:
        """Open a context. A connection that was lost while no context was open is made anew.

        Raises:
            InvalidRequestError: before sending, if the settings are wrong.
            NetworkError: if no connection can be made.
        """
        with self._changing:
            if self._socket is None or (self._core.failure is not None and self._core.is_idle):
                self._connect()
            state, frame = self._core.create(settings, context_id)
            self.send(frame)
        return Context(self, state)

    def keepalive(self) -> None:
        """Give a sign of life for every context; done by itself every few minutes."""
        with self._changing:
            for frame in self._core.keepalive():
                self.send(frame)

    def close(self) -> None:
        """Close the connection; what is still being spoken is lost."""
        self._over.set()
        self._stack.close()

    def send(self, frame: bytes | None) -> None:
        """Send a frame, if there is one."""
        if frame is None:
            return
        failure = None
        try:
            self._socket.send(frame.decode())
        except self._closed_error as error:
            failure = sessions.translate_closing(error)
        if failure is not None:
            self._core.fail(failure)
            raise failure

    def next_event(self, state: ContextState) -> SpeechChunk | Mark:
        """The next thing heard of a context; whoever waits reads for all.

        Raises:
            InworldError: if the context or the connection failed.
        """
        wait = self._settings.timeouts.read
        deadline = time.monotonic() + wait
        while True:
            with self._reading:
                if (event := self._core.take(state)) is not None:
                    return event
                if self._receive(deadline - time.monotonic(), wait):
                    deadline = time.monotonic() + wait

    @property
    def core(self) -> SocketCore:
        """The protocol's state."""
        return self._core

    def _receive(self, seconds: float, wait: float) -> bool:
        """Read a frame, or note why there is none."""
        try:
            data = self._socket.recv(timeout=max(seconds, 0.0))
        except TimeoutError:
            self._core.fail(sessions.explain_silence(wait, answered=self._core.answered))
        except self._closed_error as error:
            self._core.fail(sessions.translate_closing(error))
        else:
            self._core.receive(data)
            return True
        return False

    def _connect(self) -> None:
        options = sessions.build_options(self._authorize(), self._settings)
        self._stack.close()
        failure = None
        try:
            self._socket = self._stack.enter_context(self._library.connect(self._url, **options))
        except (OSError, self._handshake_error) as error:
            failure = sessions.translate_opening(error)
        if failure is not None:
            raise failure
        self._core.restart()
        threading.Thread(target=self._stay_alive, args=(self._socket,), daemon=True).start()

    def _stay_alive(self, socket: Any) -> None:
        while not self._over.wait(KEEPALIVE_SECONDS) and socket is self._socket:
            try:
                self.keepalive()
            except NetworkError:
                return


class Context:
    """One voice over a session: text in, speech out."""

    def __init__(self, session: Session, state: ContextState) -> None:
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

    def send(self, text: str, *, flush: bool = False) -> None:
        """Add text, at most 2,000 characters; `flush` has it spoken at once."""
        self._session.send(self._session.core.send_text(self._state, text, flush=flush))

    def flush(self) -> None:
        """Have it spoken what was sent; does nothing if that holds no words."""
        self._session.send(self._session.core.flush(self._state))

    def finish(self) -> None:
        """Have the rest spoken, then close."""
        self._session.send(self._session.core.close(self._state))

    def cancel(self) -> None:
        """Throw away what is not spoken yet."""
        self._session.send(self._session.core.cancel(self._state))

    def events(self) -> Iterator[SpeechChunk | Mark]:
        """Everything heard of it, until it is closed.

        Raises:
            InworldError: if it fails; `arrived` holds what was heard since the last flush.
        """
        while True:
            event = self._session.next_event(self._state)
            yield event
            if event is Mark.CLOSED:
                return

    def speech(self, *, flush: bool = False) -> Iterator[SpeechChunk]:
        """Speech until it is closed, or, with `flush`, until the next flush is done.

        Times are seconds from the start of the context's audio, through all flushes.
        """
        for event in self.events():
            if flush and event is Mark.FLUSHED:
                return
            if not isinstance(event, Mark):
                yield event
