"""The Voice API (docs.inworld.ai, Voice API, Aug to autumn 2026)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from vivavoce.inworld.calls import Call
from vivavoce.inworld.protocol.exchange import ask, remove
from vivavoce.inworld.retry import Repeat
from vivavoce.inworld.wire import (
    ClonedVoice,
    DesignedVoices,
    Language,
    LanguageList,
    VoicePage,
    VoicePreview,
    VoiceRecord,
    encode,
)

if TYPE_CHECKING:
    from vivavoce.inworld.calls import Steps
    from vivavoce.inworld.retry import RetryPolicy
    from vivavoce.inworld.wire import (
        CloneRequest,
        DesignRequest,
        LocalizeRequest,
        PublishRequest,
        VoiceUpdate,
    )

ROOT = "/voices/v1/voices"
CLONE_TIMEOUT = 300.0
DESIGN_TIMEOUT = 120.0
_MOST_PAGES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceQuery:
    """Which voices to list.

    Attributes:
        filter: such as `source = "SYSTEM" AND lang_code = "en-US"`; further keys are `gender`,
            `age_group`, `categories:`, `tags:`, `owned`, `community`.
        languages: older form, such as `EN_US`.
        page_size: up to 2,000.
        order_by: as the service takes it.
    """

    filter: str = ""
    languages: tuple[str, ...] = ()
    page_size: int | None = None
    order_by: str = ""

    def pairs(self, page_token: str = "") -> tuple[tuple[str, str], ...]:
        """The query of the call."""
        pairs = [("languages", language) for language in self.languages]
        pairs += [("filter", self.filter)] if self.filter else []
        pairs += [("pageSize", str(self.page_size))] if self.page_size is not None else []
        pairs += [("orderBy", self.order_by)] if self.order_by else []
        return tuple(pairs + ([("pageToken", page_token)] if page_token else []))


def list_page(query: VoiceQuery, token: str, policy: RetryPolicy) -> Steps[VoicePage]:
    """One page of voices."""
    return ask(Call(method="GET", path=ROOT, query=query.pairs(token)), VoicePage, policy)


def list_all(query: VoiceQuery, policy: RetryPolicy) -> Steps[tuple[VoiceRecord, ...]]:
    """All pages. A token that comes twice ends the list: the service would go in circles."""
    voices: list[VoiceRecord] = []
    token, seen = "", {""}
    for _ in range(_MOST_PAGES):
        page = yield from list_page(query, token, policy)
        voices += page.voices
        token = page.next_page_token
        if token in seen:
            break
        seen.add(token)
    return tuple(voices)


def list_legacy(language: str, policy: RetryPolicy) -> Steps[tuple[VoiceRecord, ...]]:
    """The older list, which needs no permission for voices and also exists on premises."""
    query = (("filter", f"language={language}"),) if language else ()
    page = yield from ask(Call(method="GET", path="/tts/v1/voices", query=query), VoicePage, policy)
    return page.voices


def get(voice_id: str, policy: RetryPolicy) -> Steps[VoiceRecord]:
    """One voice."""
    return ask(Call(method="GET", path=_path(voice_id)), VoiceRecord, policy)


def update(voice_id: str, change: VoiceUpdate, policy: RetryPolicy) -> Steps[VoiceRecord]:
    """Change a voice; setting the same values twice changes nothing more."""
    call = Call(method="PATCH", path=_path(voice_id), body=encode(change))
    return ask(call, VoiceRecord, policy)


def delete(voice_id: str, policy: RetryPolicy) -> Steps[None]:
    """Delete a voice for good."""
    return remove(Call(method="DELETE", path=_path(voice_id)), policy)


def clone(request: CloneRequest, policy: RetryPolicy) -> Steps[ClonedVoice]:
    """Make a voice from recordings."""
    call = Call(
        method="POST",
        path=f"{ROOT}:clone",
        body=encode(request),
        repeat=Repeat.DOUBLES,
        read_timeout=CLONE_TIMEOUT,
    )
    return ask(call, ClonedVoice, policy)


def design(request: DesignRequest, policy: RetryPolicy) -> Steps[DesignedVoices]:
    """Make samples of a described voice."""
    call = Call(
        method="POST",
        path=f"{ROOT}:design",
        body=encode(request),
        repeat=Repeat.DOUBLES,
        read_timeout=DESIGN_TIMEOUT,
    )
    return ask(call, DesignedVoices, policy)


def publish(voice_id: str, request: PublishRequest, policy: RetryPolicy) -> Steps[VoiceRecord]:
    """Keep a designed voice; its answer is the voice itself."""
    call = Call(
        method="POST",
        path=f"{_path(voice_id)}:publish",
        body=encode(request),
        repeat=Repeat.DOUBLES,
    )
    return ask(call, VoiceRecord, policy)


def preview(voice_id: str, model_id: str, policy: RetryPolicy) -> Steps[bytes]:
    """A free MP3 sample; path and query as documented, in snake case and under `/tts/v1`."""
    query = (("voice_id", voice_id), ("model_id", model_id))
    call = Call(method="GET", path="/tts/v1/voice:preview", query=query)
    answer = yield from ask(call, VoicePreview, policy)
    return answer.audio_content


def localize(voice_id: str, request: LocalizeRequest, policy: RetryPolicy) -> Steps[dict[str, Any]]:
    """Ask for prompts in another language; the answer's shape is not documented."""
    call = Call(
        method="POST",
        path=f"{_path(voice_id)}:localize",
        body=encode(request),
        repeat=Repeat.DOUBLES,
        read_timeout=DESIGN_TIMEOUT,
    )
    return ask(call, dict[str, Any], policy)


def list_languages(policy: RetryPolicy) -> Steps[tuple[Language, ...]]:
    """All languages of the service."""
    call = Call(method="GET", path="/voices/v1/supportedLanguages")
    answer = yield from ask(call, LanguageList, policy)
    return answer.supported_languages or answer.languages


def _path(voice_id: str) -> str:
    return f"{ROOT}/{quote(voice_id, safe='')}"
