"""Faults in what is sent over a WebSocket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.inworld.checks.faults import (
    Endpoint,
    find_dialect,
    find_language_faults,
    find_range_faults,
    find_type_faults,
    refuse,
)
from vivavoce.inworld.checks.speech import (
    find_audio_faults,
    find_context_faults,
    find_delivery_faults,
    find_dictionary_faults,
    find_temperature_faults,
)
from vivavoce.speech.audio import Encoding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.inworld.wire import ContextSettings

_LARGEST_BUFFER = 2000


def check_context(settings: ContextSettings, *, known_models_only: bool = True) -> None:
    """Refuse settings the service would refuse, or would silently not honour.

    Raises:
        InvalidRequestError: with every fault found.
    """
    refuse(find_type_faults(settings))
    table, unknown = find_dialect(settings.model_id)
    faults = [*(unknown if known_models_only else ()), *_find_faults(settings)]
    if table is not None:
        faults += find_delivery_faults(settings.delivery_mode, table)
        faults += find_temperature_faults(settings.temperature, table)
        rate = settings.audio_config.speaking_rate if settings.audio_config else None
        faults += find_range_faults("speaking_rate", rate, *table.accepts("speaking_rate"))
    faults += find_context_faults(settings.synthesis_context, settings.lipsync_config, table)
    faults += find_dictionary_faults(
        settings.pronunciation_dictionary_settings,
        table,
        custom=settings.enable_custom_pronunciation,
    )
    refuse(faults)


def check_text(text: str, model: str) -> None:
    """Refuse a message that is too long.

    Raises:
        InvalidRequestError: if it is.
    """
    table, _ = find_dialect(model)
    most = int(table.limit(Endpoint.SOCKET)) if table is not None else _LARGEST_BUFFER
    if len(text) > most:
        refuse(
            [f"A message has {len(text)} characters; at most {most} are allowed. Send it in parts."]
        )


def _find_faults(settings: ContextSettings) -> Iterator[str]:
    if not settings.voice_id:
        yield "A voice_id is missing."
    yield from find_audio_faults(settings.audio_config)
    if settings.audio_config and settings.audio_config.audio_encoding is Encoding.FLAC:
        yield "A WebSocket carries no FLAC."
    yield from find_language_faults(settings.language)
    if settings.timestamp_transport_strategy is not None and settings.timestamp_type is None:
        yield "timestamp_transport_strategy needs a timestamp_type."
    threshold = settings.buffer_char_threshold
    yield from find_range_faults("buffer_char_threshold", threshold, 0, _LARGEST_BUFFER)
    if (settings.max_buffer_delay_ms or 0) < 0:
        yield "max_buffer_delay_ms cannot be negative."
    if settings.auto_mode_strategy is not None and not settings.auto_mode:
        yield "auto_mode_strategy needs auto_mode."
