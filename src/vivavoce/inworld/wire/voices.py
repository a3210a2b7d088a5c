"""Bodies of the Voice API (docs.inworld.ai, Voice API, Aug to autumn 2026)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec

from vivavoce.inworld.wire.base import Answer, Body


class VoiceRecord(Answer, frozen=True, kw_only=True):
    """A voice as the service describes it.

    Attributes:
        voice_id: what a request names, `{workspace}__{voice}` for own ones.
        source: `SYSTEM`, `IVC` (cloned), `PVC` (professionally cloned), `TVD` (designed).
        lang_code: older form, such as `EN_US`.
        language_code: BCP-47.
        languages: only in the legacy list.
        is_custom: only in the legacy list.
    """

    voice_id: str = ""
    name: str = ""
    display_name: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    lang_code: str = ""
    language_code: str = ""
    source: str = ""
    age_group: str = ""
    gender: str = ""
    categories: tuple[str, ...] = ()
    prompt_languages: tuple[str, ...] = ()
    viewer_state: Any = None
    owned: bool = False
    sharing: Any = None
    localizations: tuple[Any, ...] = ()
    workspace_tags: tuple[Any, ...] = ()
    languages: tuple[str, ...] = ()
    is_custom: bool = False


class VoicePage(Answer, frozen=True, kw_only=True):
    """A page of voices; an empty token means it is the last."""

    voices: tuple[VoiceRecord, ...] = ()
    next_page_token: str = ""


class VoiceUpdate(Body, frozen=True, kw_only=True):
    """What can be changed about a voice; fields left out stay as they are."""

    display_name: str | None = None
    description: str | None = None
    tags: tuple[str, ...] | None = None
    gender: str | None = None
    age_group: str | None = None


class VoiceSample(Body, frozen=True, kw_only=True):
    """A recording to clone from: WAV or MP3, 5 to 15 s recommended, 4 MB at most."""

    audio_data: bytes
    transcription: str | None = None


class AudioProcessing(Body, frozen=True, kw_only=True):
    """What is done to recordings first."""

    remove_background_noise: bool | None = None


class CloneRequest(Body, frozen=True, kw_only=True):
    """A voice to be made from one to three recordings. Set one language field at most."""

    display_name: str
    voice_samples: tuple[VoiceSample, ...]
    lang_code: str | None = None
    language_code: str | None = None
    description: str | None = None
    tags: tuple[str, ...] | None = None
    audio_processing_config: AudioProcessing | None = None


class Remark(Answer, frozen=True, kw_only=True):
    """One warning or error about a recording."""

    text: str = ""


class CheckedSample(Answer, frozen=True, kw_only=True):
    """What the service thinks of one recording."""

    lang_code: str = ""
    warnings: tuple[Remark, ...] = ()
    errors: tuple[Remark, ...] = ()
    transcription: str = ""
    audio_data: bytes = b""


class ClonedVoice(Answer, frozen=True, kw_only=True):
    """The new voice, and each recording checked."""

    voice: VoiceRecord = VoiceRecord()
    audio_samples_validated: tuple[CheckedSample, ...] = ()


class DesignPromptMode(StrEnum):
    """How a long design prompt is read (third-party, autumn 2026)."""

    ASSISTED = "DESIGN_PROMPT_MODE_ASSISTED"
    VERBATIM = "DESIGN_PROMPT_MODE_VERBATIM"


class DesignConfig(Body, frozen=True, kw_only=True):
    """One to three samples."""

    number_of_samples: int | None = None


class DesignRequest(Body, frozen=True, kw_only=True):
    """A voice to be made from a description.

    Attributes:
        design_prompt: printable ASCII, 30 to 250 characters, or up to 1,000 with a mode.
        preview_text: what the samples say, about 50 to 400 characters.
        lang_code: such as `EN_US`; or `language_code`, never both.
    """

    design_prompt: str
    preview_text: str
    lang_code: str | None = None
    language_code: str | None = None
    voice_design_config: DesignConfig | None = None
    design_prompt_mode: DesignPromptMode | None = None


class PreviewVoice(Answer, frozen=True, kw_only=True):
    """One sample; it expires unless published."""

    voice_id: str = ""
    preview_text: str = ""
    preview_audio: bytes = b""


class DesignedVoices(Answer, frozen=True, kw_only=True):
    """The samples of a design."""

    lang_code: str = ""
    preview_voices: tuple[PreviewVoice, ...] = ()


class PublishRequest(Body, frozen=True, kw_only=True):
    """Keeps a designed voice."""

    voice_id: str | None = None
    display_name: str | None = None
    description: str | None = None
    tags: tuple[str, ...] | None = None


class VoicePreview(Answer, frozen=True, kw_only=True):
    """A free sample, always MP3, with a text the service chose."""

    audio_content: bytes = b""


class LocalizeRequest(Body, frozen=True, kw_only=True):
    """Asks for prompts in another language (docs.inworld.ai, Localize a voice, autumn 2026).

    Only `candidate_count` is documented by name; the language field follows the rest of the API.
    """

    language_code: str | None = None
    candidate_count: int | None = None


class Language(Answer, frozen=True, kw_only=True):
    """A language of the service; `code` may be a dialect such as `arz` or `en-scottish`."""

    code: str = ""
    family_code: str = ""
    family_display_name: str = ""
    accent_display_name: str = ""
    display_name: str = ""
    creation_enabled: bool = False
    has_voices: bool = False


class LanguageList(Answer, frozen=True, kw_only=True):
    """Languages, under either of the two keys seen."""

    supported_languages: tuple[Language, ...] = ()
    languages: tuple[Language, ...] = msgspec.field(default=())
