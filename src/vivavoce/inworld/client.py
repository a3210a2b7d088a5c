"""The service, asked with blocking calls."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, Self, TypeVar

from vivavoce.errors import UsageError
from vivavoce.inworld import groups
from vivavoce.inworld.auth import (
    ApiKey,
    BearerToken,
    FetchedToken,
    NoAuth,
    SessionTokens,
    TokenShelf,
)
from vivavoce.inworld.blocking import Wire
from vivavoce.inworld.calls import Close, Emit, Open, Read, Renew, Send, Sleep
from vivavoce.inworld.checks import Endpoint, check_openai, check_speech
from vivavoce.inworld.errors import InworldError
from vivavoce.inworld.limits import Gate
from vivavoce.inworld.protocol import synthesis, tokens
from vivavoce.inworld.secret import Secret, guard_logs
from vivavoce.inworld.settings import Settings, choose_auth, choose_base_url
from vivavoce.inworld.transport import build_client
from vivavoce.inworld.values import Token

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from vivavoce.inworld.auth import Auth
    from vivavoce.inworld.calls import Step, Steps
    from vivavoce.inworld.values import Speech, SpeechChunk
    from vivavoce.inworld.websocket import Session
    from vivavoce.inworld.wire import OpenAISpeechRequest, SpeechRequest

T = TypeVar("T")


class Client:
    """The service, asked with blocking calls; may be shared by threads.

    Attributes:
        voices: list, get, update, delete, clone, design, publish, preview, localize.
        dictionaries: pronunciation dictionaries.
        jobs: async and batch jobs.
        tokens: tokens for code that must not hold the key.

    Args:
        key: the API key as copied; left out, it comes from `INWORLD_API_KEY`.
        auth: other credentials instead of a key.
        base_url: a `Region` or an own server; left out, `INWORLD_BASE_URL` or the global server.
        settings: time-outs, retries, concurrency.

    Raises:
        ConfigError: if credentials or address are missing or not in the right form.
    """

    def __init__(
        self,
        key: str | None = None,
        *,
        auth: Auth | None = None,
        base_url: str | None = None,
        settings: Settings | None = None,
    ) -> None:
        self.settings = settings or Settings()
        self.auth = choose_auth(key, auth)
        self.base_url = choose_base_url(base_url, self.auth)
        self.gate = Gate(self.settings.concurrency)
        self._http, self._deliver = build_client(self.settings, self.base_url)
        self._shelf = TokenShelf()
        self._minting = threading.Lock()
        self.voices = groups.Voices(self)
        self.dictionaries = groups.Dictionaries(self)
        self.jobs = groups.Jobs(self)
        self.tokens = groups.Tokens(self)

    def __repr__(self) -> str:
        return f"Client(base_url={self.base_url!r}, auth={type(self.auth).__name__})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def synthesize(self, request: SpeechRequest) -> Speech:
        """All the speech in one answer.

        Raises:
            InvalidRequestError: before sending, if the service would refuse or ignore something.
            InworldError: if it fails; what had arrived is in `arrived`.
        """
        self._check(request, Endpoint.SYNC)
        return self.run(synthesis.synthesize(request, self.settings.retry))

    def stream(self, request: SpeechRequest) -> SpeechStream:
        """Speech as it is made. Use it in a `with` block to free its slot if you stop early.

        Raises:
            InvalidRequestError: before sending, if the service would refuse or ignore something.
        """
        self._check(request, Endpoint.STREAM)
        return SpeechStream(self, request)

    def synthesize_script(
        self, request: SpeechRequest, *, experimental: bool = False
    ) -> dict[str, Any]:
        """A script in one call (tts-2). The shape of the answer is not documented.

        Args:
            request: with a `script` instead of a text.
            experimental: say that you know that the answer is whatever the service sends.

        Raises:
            UsageError: without `experimental`.
            InvalidRequestError: before sending.
        """
        groups.require_experimental("The answer to a script", experimental=experimental)
        self._check(request, Endpoint.SYNC)
        return self.run(synthesis.synthesize_script(request, self.settings.retry))

    def speak_openai(self, request: OpenAISpeechRequest) -> bytes:
        """Audio from the OpenAI-compatible endpoint, in the format asked for.

        Raises:
            InvalidRequestError: before sending, if the service would refuse it.
        """
        check_openai(request)
        return self.run(synthesis.speak_openai(request, self.settings.retry))

    def connect(self) -> Session:
        """A WebSocket for text that is still being written; needs the extra `stream`.

        Raises:
            MissingExtraError: if the extra is not installed.
        """
        from vivavoce.inworld.websocket import Session  # noqa: PLC0415 - an optional library

        return Session(self.base_url, self.get_authorization, self.settings)

    def get_authorization(self) -> Secret | None:
        """The header for one request, minting a token if need be."""
        match self.auth:
            case ApiKey(key, bearer):
                guard_logs(key)
                return Secret(f"{'Bearer' if bearer else 'Basic'} {key.reveal()}")
            case BearerToken(token):
                guard_logs(token)
                return Secret(f"Bearer {token.reveal()}")
            case NoAuth():
                return None
            case _:
                return Secret(f"Bearer {self._take_token().reveal()}")

    def run(self, steps: Steps[T]) -> T:
        """Drive a protocol that emits nothing."""
        driven = self.drive(steps)
        while True:
            try:
                next(driven)
            except StopIteration as done:
                value: T = done.value
                return value

    def drive(self, steps: Steps[T]) -> Generator[SpeechChunk, None, T]:
        """Drive a protocol, handing out what it emits."""
        with Wire(self._deliver, self) as wire:
            try:
                step = next(steps)
                while True:
                    if isinstance(step, Emit):
                        yield step.chunk
                        step = steps.send(None)
                        continue
                    failure: InworldError | None = None
                    try:
                        result = self._perform(step, wire)
                    except InworldError as error:
                        failure = error
                    step = steps.throw(failure) if failure is not None else steps.send(result)
            except StopIteration as done:
                value: T = done.value
                return value
            finally:
                steps.close()

    def _check(self, request: SpeechRequest, endpoint: Endpoint) -> None:
        check_speech(request, endpoint, known_models_only=self.settings.known_models_only)

    def _perform(self, step: Step, wire: Wire) -> Any:
        match step:
            case Send(call):
                return wire.send(call)
            case Open(call):
                return wire.open(call)
            case Read():
                return wire.read()
            case Close(limited):
                return wire.close(limited=limited)
            case Sleep(seconds):
                return time.sleep(seconds)
            case Renew():
                return self._renew(wire.authorization)
        raise AssertionError(step)

    def _take_token(self) -> Secret:
        with self._minting:
            if self._shelf.needs_new(time.time()):
                self._shelf.put(self._mint(), time.time())
            token = self._shelf.take()
        guard_logs(token)
        return token

    def _mint(self) -> Token:
        if isinstance(self.auth, SessionTokens):
            guard_logs(self.auth.key)
            return self.run(tokens.create_session(self.auth))
        assert isinstance(self.auth, FetchedToken)
        token = self.auth.fetch()
        if not isinstance(token, Token):
            raise UsageError(
                "The function that fetches tokens must return a Token, not wait for it."
            )
        return token

    def _renew(self, refused: Secret | None) -> bool:
        if refused is None or not isinstance(self.auth, SessionTokens | FetchedToken):
            return False
        with self._minting:
            self._shelf.drop(Secret(refused.reveal().removeprefix("Bearer ")))
        return True


class SpeechStream:
    """Chunks of speech as they come. Closing it, or leaving its `with` block, frees its slot."""

    def __init__(self, client: Client, request: SpeechRequest) -> None:
        self._request = request
        self._progress = synthesis.Progress()
        self._chunks = client.drive(
            synthesis.stream(request, client.settings.retry, self._progress)
        )

    def __iter__(self) -> Iterator[SpeechChunk]:
        return self

    def __next__(self) -> SpeechChunk:
        return next(self._chunks)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def request_id(self) -> str:
        """The service's name for the exchange, once it has answered."""
        return self._progress.request_id

    @property
    def characters(self) -> int:
        """What the service has counted so far."""
        return self._progress.characters

    def close(self) -> None:
        """Stop listening."""
        self._chunks.close()

    def collect(self) -> Speech:
        """Listen to the end; everything, chunks already handed out included."""
        for _ in self:
            pass
        return synthesis.collect(self._request, self._progress)
