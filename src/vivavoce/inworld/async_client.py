"""The service, asked from tasks; `client.py` with `await`."""

from __future__ import annotations

import asyncio
import inspect
import time
from typing import TYPE_CHECKING, Any, Self, TypeVar

from vivavoce.errors import UsageError
from vivavoce.inworld import async_groups, groups
from vivavoce.inworld.auth import (
    ApiKey,
    BearerToken,
    FetchedToken,
    NoAuth,
    SessionTokens,
    TokenShelf,
)
from vivavoce.inworld.calls import Close, Emit, Open, Read, Renew, Send, Sleep
from vivavoce.inworld.checks import Endpoint, check_openai, check_speech
from vivavoce.inworld.errors import InworldError
from vivavoce.inworld.limits import AsyncGate
from vivavoce.inworld.protocol import synthesis, tokens
from vivavoce.inworld.secret import Secret, guard_logs
from vivavoce.inworld.settings import Settings, choose_auth, choose_base_url
from vivavoce.inworld.tasks import AsyncWire
from vivavoce.inworld.transport import build_async_client
from vivavoce.inworld.values import Token

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from vivavoce.inworld.async_websocket import AsyncSession
    from vivavoce.inworld.auth import Auth
    from vivavoce.inworld.calls import Step, Steps
    from vivavoce.inworld.values import Speech, SpeechChunk
    from vivavoce.inworld.wire import OpenAISpeechRequest, SpeechRequest

T = TypeVar("T")


class AsyncClient:
    """The service, asked from the tasks of one event loop.

    Everything is as in `Client`, with `await`; a cancelled task frees its slot and connection.

    Attributes:
        voices: list, get, update, delete, clone, design, publish, preview, localize.
        dictionaries: pronunciation dictionaries.
        jobs: async and batch jobs.
        tokens: tokens for code that must not hold the key.

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
        self.gate = AsyncGate(self.settings.concurrency)
        self._http, self._deliver = build_async_client(self.settings, self.base_url)
        self._shelf = TokenShelf()
        self._minting = asyncio.Lock()
        self.voices = async_groups.AsyncVoices(self)
        self.dictionaries = async_groups.AsyncDictionaries(self)
        self.jobs = async_groups.AsyncJobs(self)
        self.tokens = async_groups.AsyncTokens(self)

    def __repr__(self) -> str:
        return f"AsyncClient(base_url={self.base_url!r}, auth={type(self.auth).__name__})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def synthesize(self, request: SpeechRequest) -> Speech:
        """All the speech in one answer; see `Client.synthesize`."""
        self._check(request, Endpoint.SYNC)
        return await self.run(synthesis.synthesize(request, self.settings.retry))

    def stream(self, request: SpeechRequest) -> AsyncSpeechStream:
        """Speech as it is made; use it in an `async with` block. See `Client.stream`."""
        self._check(request, Endpoint.STREAM)
        return AsyncSpeechStream(self, request)

    async def synthesize_script(
        self, request: SpeechRequest, *, experimental: bool = False
    ) -> dict[str, Any]:
        """A script in one call, the answer as it comes; see `Client.synthesize_script`."""
        groups.require_experimental("The answer to a script", experimental=experimental)
        self._check(request, Endpoint.SYNC)
        return await self.run(synthesis.synthesize_script(request, self.settings.retry))

    async def speak_openai(self, request: OpenAISpeechRequest) -> bytes:
        """Audio from the OpenAI-compatible endpoint; see `Client.speak_openai`."""
        check_openai(request)
        return await self.run(synthesis.speak_openai(request, self.settings.retry))

    def connect(self) -> AsyncSession:
        """A WebSocket for text that is still being written; see `Client.connect`."""
        from vivavoce.inworld.async_websocket import AsyncSession  # noqa: PLC0415 - optional

        return AsyncSession(self.base_url, self.get_authorization, self.settings)

    async def get_authorization(self) -> Secret | None:
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
                return Secret(f"Bearer {(await self._take_token()).reveal()}")

    async def run(self, steps: Steps[T]) -> T:
        """Drive a protocol that emits nothing."""
        async with AsyncWire(self._deliver, self) as wire:
            result: Any = None
            try:
                step = next(steps)
                while True:
                    failure: InworldError | None = None
                    try:
                        result = await self._perform(step, wire)
                    except InworldError as error:
                        failure = error
                    step = steps.throw(failure) if failure is not None else steps.send(result)
            except StopIteration as done:
                value: T = done.value
                return value
            finally:
                steps.close()

    async def drive(self, steps: Steps[None]) -> AsyncGenerator[SpeechChunk, None]:
        """Drive a protocol, handing out what it emits."""
        async with AsyncWire(self._deliver, self) as wire:
            try:
                step = next(steps)
                while True:
                    if isinstance(step, Emit):
                        yield step.chunk
                        step = steps.send(None)
                        continue
                    failure: InworldError | None = None
                    try:
                        result = await self._perform(step, wire)
                    except InworldError as error:
                        failure = error
                    step = steps.throw(failure) if failure is not None else steps.send(result)
            except StopIteration:
                return
            finally:
                steps.close()

    def _check(self, request: SpeechRequest, endpoint: Endpoint) -> None:
        check_speech(request, endpoint, known_models_only=self.settings.known_models_only)

    async def _perform(self, step: Step, wire: AsyncWire) -> Any:
        match step:
            case Send(call):
                return await wire.send(call)
            case Open(call):
                return await wire.open(call)
            case Read():
                return await wire.read()
            case Close(limited):
                return await wire.close(limited=limited)
            case Sleep(seconds):
                return await asyncio.sleep(seconds)
            case Renew():
                return await self._renew(wire.authorization)
        raise AssertionError(step)

    async def _take_token(self) -> Secret:
        async with self._minting:
            if self._shelf.needs_new(time.time()):
                self._shelf.put(await self._mint(), time.time())
            token = self._shelf.take()
        guard_logs(token)
        return token

    async def _mint(self) -> Token:
        if isinstance(self.auth, SessionTokens):
            guard_logs(self.auth.key)
            return await self.run(tokens.create_session(self.auth))
        assert isinstance(self.auth, FetchedToken)
        if inspect.iscoroutinefunction(self.auth.fetch):
            token = await self.auth.fetch()
        else:
            # It may well ask a server; the event loop must not wait for it.
            token = await asyncio.to_thread(self.auth.fetch)
        if inspect.isawaitable(token):
            token = await token
        if not isinstance(token, Token):
            raise UsageError("The function that fetches tokens must return a Token.")
        return token

    async def _renew(self, refused: Secret | None) -> bool:
        if refused is None or not isinstance(self.auth, SessionTokens | FetchedToken):
            return False
        async with self._minting:
            self._shelf.drop(Secret(refused.reveal().removeprefix("Bearer ")))
        return True


class AsyncSpeechStream:
    """Chunks of speech as they come. Closing it, or leaving its block, frees its slot."""

    def __init__(self, client: AsyncClient, request: SpeechRequest) -> None:
        self._request = request
        self._progress = synthesis.Progress()
        self._chunks = client.drive(
            synthesis.stream(request, client.settings.retry, self._progress)
        )

    def __aiter__(self) -> AsyncIterator[SpeechChunk]:
        return self

    async def __anext__(self) -> SpeechChunk:
        return await anext(self._chunks)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @property
    def request_id(self) -> str:
        """The service's name for the exchange, once it has answered."""
        return self._progress.request_id

    @property
    def characters(self) -> int:
        """What the service has counted so far."""
        return self._progress.characters

    async def close(self) -> None:
        """Stop listening."""
        await self._chunks.aclose()

    async def collect(self) -> Speech:
        """Listen to the end; everything, chunks already handed out included."""
        async for _ in self:
            pass
        return synthesis.collect(self._request, self._progress)
