"""Frames of the WebSocket (docs.inworld.ai, WebSocket guide and reference, Aug 2026)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec

from vivavoce.inworld.wire.answers import AudioAnswer, Status
from vivavoce.inworld.wire.base import Answer, Body
from vivavoce.inworld.wire.speech import (
    AudioConfig,
    DeliveryMode,
    DictionarySettings,
    LipsyncConfig,
    Normalization,
    SynthesisContext,
    TimestampTransport,
    TimestampType,
)


class AutoModeStrategy(StrEnum):
    """Where the service cuts by itself (tts-2, preview)."""

    CLIENT_SEGMENTED = "CLIENT_SEGMENTED"
    SENTENCE_BOUNDARY = "SENTENCE_BOUNDARY"


class ContextSettings(Body, frozen=True, kw_only=True):
    """How a context speaks. There is no `instruction` here.

    Attributes:
        voice_id: a stored voice.
        model_id: always required.
        max_buffer_delay_ms: speak what is buffered this long after the last text; 0 is off.
        buffer_char_threshold: speak at this many characters; 0 means 1,000, the most is 2,000.
        auto_mode: the service decides when to speak.
    """

    voice_id: str
    model_id: str
    audio_config: AudioConfig | None = None
    temperature: float | None = None
    timestamp_type: TimestampType | None = None
    timestamp_transport_strategy: TimestampTransport | None = None
    language: str | None = None
    delivery_mode: DeliveryMode | None = None
    apply_text_normalization: Normalization | None = None
    lipsync_config: LipsyncConfig | None = None
    max_buffer_delay_ms: int | None = None
    buffer_char_threshold: int | None = None
    auto_mode: bool | None = None
    auto_mode_strategy: AutoModeStrategy | None = None
    synthesis_context: SynthesisContext | None = None
    pronunciation_dictionary_settings: DictionarySettings | None = None
    enable_custom_pronunciation: bool | None = msgspec.field(
        default=None, name="enable_custom_pronunciation"
    )


class Empty(Body, frozen=True, kw_only=True):
    """`{}`."""


class SendText(Body, frozen=True, kw_only=True, rename=None):
    """Text to buffer; with `flush_context` it is spoken at once."""

    text: str
    flush_context: Empty | None = None


class ClientFrame(Body, frozen=True, kw_only=True, rename=None):
    """One message to the service: an id beside exactly one of the others."""

    context_id: str = msgspec.field(name="contextId")
    create: ContextSettings | None = None
    send_text: SendText | None = None
    flush_context: Empty | None = None
    close_context: Empty | None = None
    cancel_context: Empty | None = None


class ServerResult(Answer, frozen=True, kw_only=True):
    """What a server message is about."""

    context_id: str = ""
    context_created: dict[str, Any] | None = None
    audio_chunk: AudioAnswer | None = None
    flush_completed: dict[str, Any] | None = None
    context_closed: dict[str, Any] | None = None
    status: Status | None = None


class ServerFrame(Answer, frozen=True, kw_only=True):
    """One message from the service."""

    result: ServerResult | None = None
    error: Status | None = None
