"""Bodies that ask for speech (docs.inworld.ai, HTTP and stream references, Aug to autumn 2026)."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from vivavoce.inworld.wire.base import Body
from vivavoce.speech.audio import Encoding


class DeliveryMode(StrEnum):
    """How freely tts-2 varies its delivery. `EXPRESSIVE` is an old alias nobody should send."""

    STABLE = "STABLE"
    BALANCED = "BALANCED"
    CREATIVE = "CREATIVE"


class TimestampType(StrEnum):
    """What times are given for."""

    WORD = "WORD"
    CHARACTER = "CHARACTER"


class TimestampTransport(StrEnum):
    """Whether times travel with the audio they belong to, or after it."""

    SYNC = "SYNC"
    ASYNC = "ASYNC"


class Normalization(StrEnum):
    """Whether numbers and abbreviations are spelt out; leaving it out lets the service choose."""

    ON = "ON"
    OFF = "OFF"


class OutputMode(StrEnum):
    """How the audio of a script comes back.

    The name of the combined form is not documented: leave the field out for it.
    """

    PER_UTTERANCE = "PER_UTTERANCE"


class AudioConfig(Body, frozen=True, kw_only=True):
    """The form of the audio.

    Attributes:
        audio_encoding: see `Encoding`; the service's own default is MP3.
        sample_rate_hertz: the service's own default is 48000.
        bit_rate: bits a second, MP3 and Opus only.
        speaking_rate: 0.5 to 1.5; above 0.8 is recommended.
    """

    audio_encoding: Encoding | None = None
    sample_rate_hertz: int | None = None
    bit_rate: int | None = None
    speaking_rate: float | None = None


class PreviousRequest(Body, frozen=True, kw_only=True):
    """A text spoken before."""

    text: str


class SynthesisContext(Body, frozen=True, kw_only=True):
    """Texts spoken before, so that the delivery fits them; 2,000 characters in all, not billed."""

    previous_requests: tuple[PreviousRequest, ...] = ()


class LipsyncConfig(Body, frozen=True, kw_only=True):
    """Switches visemes on that are computed from the audio; `OPENXR` is the only set."""

    viseme_set: str | None = None


class DictionaryReference(Body, frozen=True, kw_only=True):
    """A named pronunciation dictionary.

    Attributes:
        dictionary: `workspaces/{workspace}/pronunciationDictionaries/{uuid}`, not the bare id.
    """

    dictionary: str


class DictionarySettings(Body, frozen=True, kw_only=True):
    """One to three different dictionaries; the first that has a word wins."""

    dictionaries: tuple[DictionaryReference, ...] = ()


class VoiceDesign(Body, frozen=True, kw_only=True):
    """A voice described for one request only, never saved.

    Attributes:
        design_prompt: 7 to 1,024 characters.
    """

    design_prompt: str


class UtteranceVoice(Body, frozen=True, kw_only=True):
    """The stored voice of one utterance."""

    voice_id: str


class ScriptUtterance(Body, frozen=True, kw_only=True):
    """One turn of a script."""

    text: str
    voice_config: UtteranceVoice


class ScriptVoice(Body, frozen=True, kw_only=True):
    """Settings for one voice throughout a script."""

    voice_id: str
    speaking_rate: float | None = None
    delivery_mode: DeliveryMode | None = None


class ScriptBody(Body, frozen=True, kw_only=True):
    """Utterances in order (docs.inworld.ai, Script synthesis, autumn 2026)."""

    utterances: tuple[ScriptUtterance, ...]
    voices: tuple[ScriptVoice, ...] = ()


class SpeechRequest(Body, frozen=True, kw_only=True):
    """A request for speech: sync, stream, async, or an item of a batch.

    Attributes:
        text: what to say; instead of it a `script`.
        voice_id: a stored voice; instead of it a `voice_design`, or the voices of a `script`.
        model_id: always required.
        audio_config: form of the audio.
        language: BCP-47; left out, the service detects it.
        delivery_mode: tts-2 only.
        instruction: English, tts-2 only, not on WebSocket.
        temperature: above 0 up to 2, ignored on tts-2.
        timestamp_type: asks for times.
        timestamp_transport_strategy: stream only.
        apply_text_normalization: numbers spelt out or not.
        enhance_generation: denoises the output.
        synthesis_context: texts spoken before.
        lipsync_config: asks for visemes computed from the audio.
        pronunciation_dictionary_settings: named dictionaries; never beside the next field.
        enable_custom_pronunciation: the workspace's own dictionary. Printed in snake case.
        voice_design: a voice for this request only (sync, tts-2).
        seed: to compare two takes; range and guarantee are not documented.
        script: utterances instead of a text (tts-2).
        output_mode: for scripts.
    """

    text: str | None = None
    voice_id: str | None = None
    model_id: str
    audio_config: AudioConfig | None = None
    language: str | None = None
    delivery_mode: DeliveryMode | None = None
    instruction: str = ""
    temperature: float | None = None
    timestamp_type: TimestampType | None = None
    timestamp_transport_strategy: TimestampTransport | None = None
    apply_text_normalization: Normalization | None = None
    enhance_generation: bool | None = None
    synthesis_context: SynthesisContext | None = None
    lipsync_config: LipsyncConfig | None = None
    pronunciation_dictionary_settings: DictionarySettings | None = None
    enable_custom_pronunciation: bool | None = msgspec.field(
        default=None, name="enable_custom_pronunciation"
    )
    voice_design: VoiceDesign | None = None
    seed: int | None = None
    script: ScriptBody | None = None
    output_mode: OutputMode | None = None


class OpenAIFormat(StrEnum):
    """Audio formats of the OpenAI-compatible endpoint; its `aac` does not work (autumn 2026)."""

    MP3 = "mp3"
    OPUS = "opus"
    FLAC = "flac"
    WAV = "wav"
    PCM = "pcm"


class OpenAISpeechRequest(Body, frozen=True, kw_only=True, rename=None):
    """`POST /v1/audio/speech` (docs.inworld.ai, Create speech, autumn 2026).

    Attributes:
        model: an Inworld id; `tts-1` and the like are refused.
        input: up to 4,000 characters; markup works.
        voice: an Inworld voice id, case-sensitive.
        response_format: default and sample rate are not documented.
        speed: 0.5 to 1.5.
        instructions: tts-2 only.
        stream_format: named in the documentation without values.
    """

    model: str
    input: str
    voice: str
    response_format: OpenAIFormat | None = None
    speed: float | None = None
    instructions: str | None = None
    stream_format: str | None = None
