"""Faults in requests for speech."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vivavoce.inworld.checks.faults import (
    Endpoint,
    find_dialect,
    find_language_faults,
    find_length_faults,
    find_range_faults,
    find_type_faults,
    refuse,
)
from vivavoce.speech.audio import Encoding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.dialects import Dialect
    from vivavoce.inworld.wire import (
        AudioConfig,
        DeliveryMode,
        DictionarySettings,
        LipsyncConfig,
        OpenAISpeechRequest,
        ScriptBody,
        SpeechRequest,
        SynthesisContext,
    )

# The form of the audio is the same for all models: docs.inworld.ai, HTTP reference, Aug 2026.
SAMPLE_RATES = (8000, 16000, 22050, 24000, 32000, 44100, 48000)
_RATE_RANGES = {
    Encoding.ALAW: (8000, 8000),
    Encoding.MULAW: (8000, 8000),
    Encoding.MP3: (16000, 48000),
    Encoding.OGG_OPUS: (8000, 48000),
}
_BIT_RATES = {Encoding.MP3: (32_000, 320_000), Encoding.OGG_OPUS: (32_000, 192_000)}
_DICTIONARY = re.compile(r"workspaces/[^/\s]+/pronunciationDictionaries/[^/\s]+")
_VISEME_SETS = (None, "OPENXR")


def check_speech(
    request: SpeechRequest, endpoint: Endpoint, *, known_models_only: bool = True
) -> None:
    """Refuse a request the service would refuse, or would silently not honour.

    Args:
        request: what is about to be sent.
        endpoint: where to; it decides the length of the text and some fields.
        known_models_only: also refuse models without a dialect table.

    Raises:
        InvalidRequestError: with every fault found.
    """
    wrong = list(find_type_faults(request))
    refuse(wrong)
    table, unknown = find_dialect(request.model_id)
    faults = [*(unknown if known_models_only else ()), *_find_faults(request, endpoint)]
    if table is not None:
        faults += _find_model_faults(request, endpoint, table)
    refuse(faults)


def check_openai(request: OpenAISpeechRequest) -> None:
    """The same for the OpenAI-compatible endpoint."""
    refuse(find_type_faults(request))
    table, faults = find_dialect(request.model)
    faults += _find_blank("input", request.input)
    faults += [] if request.voice else ["A voice is missing."]
    if table is not None:
        most = int(table.limit(Endpoint.OPENAI))
        faults += find_length_faults("input", request.input, 1, most)
        faults += find_range_faults("speed", request.speed, *table.accepts("speaking_rate"))
        if request.instructions and not table.accepts("instruction"):
            faults.append(f"{table.title} ignores instructions.")
    refuse(faults)


def find_audio_faults(config: AudioConfig | None) -> Iterator[str]:
    """Sample rates and bit rates the encoding does not know."""
    if config is None:
        return
    encoding = config.audio_encoding or Encoding.MP3
    rate = config.sample_rate_hertz
    if rate is not None and rate not in SAMPLE_RATES:
        yield f"{rate} Hz is no sample rate the service knows; take one of {_join(SAMPLE_RATES)}."
    elif encoding in _RATE_RANGES:
        yield from find_range_faults(
            f"the sample rate of {encoding}", rate, *_RATE_RANGES[encoding]
        )
    if config.bit_rate is None:
        return
    if encoding in _BIT_RATES:
        yield from find_range_faults("the bit rate", config.bit_rate, *_BIT_RATES[encoding])
    else:
        yield f"{encoding} has no bit rate; only MP3 and OGG_OPUS do."


def find_delivery_faults(mode: DeliveryMode | None, table: Dialect) -> Iterator[str]:
    """A delivery mode the model does not have."""
    known = table.accepts("delivery_mode")
    if mode is not None and mode not in (known or ()):
        yield f"{table.title} has no delivery mode {mode}."


def find_temperature_faults(value: float | None, table: Dialect) -> Iterator[str]:
    """A temperature out of range, or one that would be ignored."""
    if value is None:
        return
    if not table.accepts("temperature"):
        yield f"{table.title} ignores temperature; use delivery_mode."
    elif not 0 <= value <= 2:
        yield f"temperature is {value:g}; it must be above 0 and at most 2."


def find_dictionary_faults(
    settings: DictionarySettings | None, table: Dialect | None, *, custom: bool | None
) -> Iterator[str]:
    """Dictionaries badly named, too many, or beside the workspace's own."""
    if settings is not None:
        names = [reference.dictionary for reference in settings.dictionaries]
        yield from (
            f"{n!r} is no full dictionary name." for n in names if not _DICTIONARY.fullmatch(n)
        )
        most = int(table.accepts("dictionaries") or 0) if table is not None else 3
        if most and not 1 <= len(set(names)) == len(names) <= most:
            yield f"Name 1 to {most} different dictionaries."
        if custom is not None:
            yield "Named dictionaries and enable_custom_pronunciation exclude each other."
    if table is not None and (settings is not None or custom) and not table.accepts("dictionaries"):
        yield f"{table.title} ignores pronunciation dictionaries."


def find_context_faults(
    context: SynthesisContext | None, lipsync: LipsyncConfig | None, table: Dialect | None
) -> Iterator[str]:
    """Too much context, or visemes of an unknown set."""
    if context is not None and table is not None:
        said = sum(len(previous.text) for previous in context.previous_requests)
        most = int(table.limit("context_characters"))
        if said > most:
            yield f"The previous texts have {said} characters together; at most {most} are allowed."
    if lipsync is not None and lipsync.viseme_set not in _VISEME_SETS:
        yield f"There is no viseme set {lipsync.viseme_set!r}; OPENXR is the only one."


def _find_faults(request: SpeechRequest, endpoint: Endpoint) -> Iterator[str]:
    """Faults whatever the model."""
    yield from _find_source_faults(request)
    yield from find_audio_faults(request.audio_config)
    yield from find_language_faults(request.language)
    if request.timestamp_transport_strategy is not None:
        if endpoint is not Endpoint.STREAM:
            yield "timestamp_transport_strategy is for streams only."
        elif request.timestamp_type is None:
            yield "timestamp_transport_strategy needs a timestamp_type."
    if request.output_mode is not None and request.script is None:
        yield "output_mode is for scripts only."
    if request.voice_design is not None:
        prompt = request.voice_design.design_prompt
        yield from find_length_faults("The design prompt", prompt, 7, 1024)
        if endpoint is not Endpoint.SYNC:
            yield "voice_design is only known to work in a sync request."


def _find_source_faults(request: SpeechRequest) -> Iterator[str]:
    """Exactly one source of words, and exactly one of the voice."""
    if request.script is not None:
        if request.text is not None or request.voice_id or request.voice_design is not None:
            yield "A script stands instead of text, voice_id and voice_design."
        yield from _find_script_faults(request.script)
        return
    if request.text is None:
        yield "A text is missing."
    else:
        yield from _find_blank("text", request.text)
    if bool(request.voice_id) == (request.voice_design is not None):
        yield "Name either a voice_id or a voice_design."


def _find_script_faults(script: ScriptBody) -> Iterator[str]:
    if not script.utterances:
        yield "The script has no utterances."
    for number, utterance in enumerate(script.utterances, 1):
        yield from _find_blank(f"The text of utterance {number}", utterance.text)
        if not utterance.voice_config.voice_id:
            yield f"Utterance {number} has no voice."
    names = [voice.voice_id for voice in script.voices]
    spoken = {utterance.voice_config.voice_id for utterance in script.utterances}
    yield from (
        f"Voice {n!r} is set twice." for n in sorted({n for n in names if names.count(n) > 1})
    )
    yield from (f"Voice {n!r} is set but never speaks." for n in names if n not in spoken)


def _find_model_faults(request: SpeechRequest, endpoint: Endpoint, table: Dialect) -> Iterator[str]:
    """Faults that depend on the model."""
    speaking_rate = table.accepts("speaking_rate")
    config = request.audio_config
    rates = [config.speaking_rate] if config is not None else []
    if request.script is not None:
        yield from _find_script_model_faults(request.script, endpoint, table)
        rates += [voice.speaking_rate for voice in request.script.voices]
    elif request.text is not None and len(request.text) > (most := int(table.limit(endpoint))):
        yield f"text has {len(request.text)} characters; at most {most} are allowed here."
    for rate in rates:
        yield from find_range_faults("speaking_rate", rate, *speaking_rate)
    yield from find_delivery_faults(request.delivery_mode, table)
    yield from find_temperature_faults(request.temperature, table)
    for name, value in (
        ("instruction", request.instruction),
        ("voice_design", request.voice_design),
    ):
        if value and not table.accepts(name):
            yield f"{table.title} ignores {name}."
    yield from find_context_faults(request.synthesis_context, request.lipsync_config, table)
    yield from find_dictionary_faults(
        request.pronunciation_dictionary_settings,
        table,
        custom=request.enable_custom_pronunciation,
    )


def _find_script_model_faults(
    script: ScriptBody, endpoint: Endpoint, table: Dialect
) -> Iterator[str]:
    if not table.accepts("script"):
        yield f"{table.title} knows no scripts."
        return
    said = sum(len(utterance.text) for utterance in script.utterances)
    most = int(table.limit(endpoint if endpoint is Endpoint.ASYNC else "script_characters"))
    if said > most:
        yield f"The script has {said} characters; at most {most} are allowed here."
    for voice in script.voices:
        yield from find_delivery_faults(voice.delivery_mode, table)


def _find_blank(what: str, text: str) -> list[str]:
    return [] if text.strip() else [f"{what} is empty."]


def _join(numbers: tuple[int, ...]) -> str:
    return ", ".join(str(number) for number in numbers)
