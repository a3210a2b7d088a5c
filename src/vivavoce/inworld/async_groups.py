"""Parts of `AsyncClient` that have a name of their own, such as `client.voices`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vivavoce.inworld import checks
from vivavoce.inworld.groups import WAIT_SECONDS, build_token_request, require_experimental
from vivavoce.inworld.protocol import dictionaries, jobs, tokens, voices
from vivavoce.inworld.wire import PublishRequest

if TYPE_CHECKING:
    from vivavoce.inworld.async_client import AsyncClient
    from vivavoce.inworld.values import Token
    from vivavoce.inworld.wire import (
        BatchRequest,
        BatchResults,
        ClonedVoice,
        CloneRequest,
        DesignedVoices,
        DesignRequest,
        Dictionary,
        DictionaryDraft,
        DictionaryPage,
        DictionaryUpdate,
        JobResult,
        Language,
        LocalizeRequest,
        Operation,
        SpeechRequest,
        VoicePage,
        VoiceRecord,
        VoiceUpdate,
    )


class AsyncVoices:
    """The Voice API."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self._retry = client.settings.retry

    async def list(self, query: voices.VoiceQuery | None = None) -> tuple[VoiceRecord, ...]:
        """All voices, or those that match."""
        query = query or voices.VoiceQuery()
        checks.check_query(query)
        return await self._client.run(voices.list_all(query, self._retry))

    async def list_page(self, query: voices.VoiceQuery, token: str = "") -> VoicePage:
        """One page; go on with its `next_page_token`."""
        checks.check_query(query)
        return await self._client.run(voices.list_page(query, token, self._retry))

    async def list_legacy(self, language: str = "") -> tuple[VoiceRecord, ...]:
        """The older list: needs no permission for voices, exists on premises."""
        return await self._client.run(voices.list_legacy(language, self._retry))

    async def get(self, voice_id: str) -> VoiceRecord:
        """One voice."""
        return await self._client.run(voices.get(voice_id, self._retry))

    async def update(self, voice_id: str, change: VoiceUpdate) -> VoiceRecord:
        """Change name, description, tags and the like."""
        return await self._client.run(voices.update(voice_id, change, self._retry))

    async def delete(self, voice_id: str) -> None:
        """Delete a voice for good."""
        await self._client.run(voices.delete(voice_id, self._retry))

    async def clone(self, request: CloneRequest) -> ClonedVoice:
        """Make a voice from recordings; look at what was found wrong with each."""
        checks.check_clone(request)
        return await self._client.run(voices.clone(request, self._retry))

    async def design(self, request: DesignRequest) -> DesignedVoices:
        """Make samples from a description; publish the one to keep."""
        checks.check_design(request)
        return await self._client.run(voices.design(request, self._retry))

    async def publish(self, voice_id: str, request: PublishRequest | None = None) -> VoiceRecord:
        """Keep a designed voice."""
        return await self._client.run(
            voices.publish(voice_id, request or PublishRequest(), self._retry)
        )

    async def preview(self, voice_id: str, model_id: str) -> bytes:
        """A free MP3 sample with a text of the service's choice."""
        return await self._client.run(voices.preview(voice_id, model_id, self._retry))

    async def localize(
        self, voice_id: str, request: LocalizeRequest, *, experimental: bool = False
    ) -> dict[str, Any]:
        """Prompts in another language; the shape of the answer is not documented."""
        require_experimental("The answer to localizing", experimental=experimental)
        checks.check_localize(request)
        return await self._client.run(voices.localize(voice_id, request, self._retry))

    async def list_languages(self) -> tuple[Language, ...]:
        """All languages of the service."""
        return await self._client.run(voices.list_languages(self._retry))


class AsyncDictionaries:
    """Pronunciation dictionaries. A lost answer is looked into, never repeated blindly."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self._retry = client.settings.retry

    async def list(self, workspace: str) -> tuple[Dictionary, ...]:
        """All dictionaries of a workspace, entries and all."""
        return await self._client.run(dictionaries.list_all(workspace, self._retry))

    async def list_page(self, workspace: str, token: str = "") -> DictionaryPage:
        """One page of at most five."""
        size = dictionaries.PAGE_SIZE
        return await self._client.run(dictionaries.list_page(workspace, token, size, self._retry))

    async def get(self, name: str) -> Dictionary:
        """One dictionary."""
        checks.check_name(name)
        return await self._client.run(dictionaries.get(name, self._retry))

    async def create(self, workspace: str, draft: DictionaryDraft) -> Dictionary:
        """Create one; names need not be unique, so look first if you want only one."""
        checks.check_dictionary(draft)
        return await self._client.run(dictionaries.create(workspace, draft, self._retry))

    async def update(self, name: str, change: DictionaryUpdate) -> Dictionary:
        """Replace what the change sets, as long as nobody else changed it since its `etag`."""
        checks.check_name(name)
        checks.check_update(change)
        mask = dictionaries.mask_of(change)
        return await self._client.run(dictionaries.update(name, change, mask, self._retry))

    async def edit(self, name: str, change: dictionaries.Change) -> Dictionary:
        """Read, change with your function, write; again if somebody was faster."""
        checks.check_name(name)
        return await self._client.run(dictionaries.edit(name, change, self._retry))

    async def delete(self, name: str, etag: str, *, allow_missing: bool = False) -> None:
        """Delete one."""
        checks.check_name(name)
        checks.refuse([] if etag else ["Deleting needs the etag that was read before."])
        steps = dictionaries.delete(name, etag, self._retry, allow_missing=allow_missing)
        await self._client.run(steps)


class AsyncJobs:
    """Async and batch jobs."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self._retry = client.settings.retry

    async def submit(self, request: SpeechRequest) -> Operation:
        """Hand in one long text."""
        known = self._client.settings.known_models_only
        checks.check_speech(request, checks.Endpoint.ASYNC, known_models_only=known)
        return await self._client.run(jobs.submit(request, self._retry))

    async def submit_batch(self, request: BatchRequest) -> Operation:
        """Hand in many texts."""
        known = self._client.settings.known_models_only
        checks.check_batch(request, known_models_only=known)
        return await self._client.run(jobs.submit_batch(request, self._retry))

    async def poll(self, name: str) -> Operation:
        """How a job stands."""
        return await self._client.run(jobs.poll(name, self._retry))

    async def wait(
        self, name: str, *, seconds: float = WAIT_SECONDS, every: float = jobs.POLL_SECONDS
    ) -> JobResult:
        """Ask until the job is done."""
        return await self._client.run(jobs.wait(name, seconds, every, self._retry))

    async def download(self, uri: str) -> bytes:
        """A job's file, fetched without credentials."""
        return await self._client.run(jobs.download(uri, self._retry))

    async def read_batch(self, uri: str) -> BatchResults:
        """The results file of a batch."""
        return await self._client.run(jobs.read_batch(uri, self._retry))


class AsyncTokens:
    """Tokens for code that must not hold the key."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self._retry = client.settings.retry

    async def create(
        self,
        *,
        ttl: float | None = None,
        single_use: bool = True,
        client_reference: str | None = None,
    ) -> Token:
        """Mint a token that lives `ttl` seconds (1 to 3,600; 15 minutes if left out)."""
        request = build_token_request(
            self._client.auth, ttl=ttl, single_use=single_use, client_reference=client_reference
        )
        return await self._client.run(tokens.create(request, self._retry))
