"""Answers that carry speech.

Everything but the audio is kept raw at first: a fault in the times or the count must not cost
audio that has been paid for.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from vivavoce.inworld.wire.base import Answer, decode

T = TypeVar("T")
NOTHING = msgspec.Raw()


class Usage(Answer, frozen=True, kw_only=True):
    """What was counted: the length of the text, once; 0 in later lines of a stream."""

    processed_characters_count: int = 0
    model_id: str = ""


class PhoneTime(Answer, frozen=True, kw_only=True):
    """One speech sound and its mouth shape."""

    phone_symbol: str = ""
    start_time_seconds: float = 0.0
    duration_seconds: float = 0.0
    viseme_symbol: str = ""


class WordPhones(Answer, frozen=True, kw_only=True):
    """The sounds of one word; `is_partial` is deprecated and may be missing."""

    word_index: int = 0
    phones: tuple[PhoneTime, ...] = ()
    is_partial: bool = False


class WordAlignment(Answer, frozen=True, kw_only=True):
    """Times of words. Newer answers list blanks and punctuation as words of their own."""

    words: tuple[str, ...] = ()
    word_start_time_seconds: tuple[float, ...] = ()
    word_end_time_seconds: tuple[float, ...] = ()
    phonetic_details: tuple[WordPhones, ...] = ()


class CharacterAlignment(Answer, frozen=True, kw_only=True):
    """Times of characters."""

    characters: tuple[str, ...] = ()
    character_start_time_seconds: tuple[float, ...] = ()
    character_end_time_seconds: tuple[float, ...] = ()


class LipsyncAlignment(Answer, frozen=True, kw_only=True):
    """Visemes of the OPENXR set; the members of an entry are not documented (autumn 2026)."""

    visemes: tuple[dict[str, Any], ...] = ()


class TimestampInfo(Answer, frozen=True, kw_only=True):
    """All times of an answer, or of one chunk."""

    word_alignment: WordAlignment | None = None
    character_alignment: CharacterAlignment | None = None
    lipsync_alignment: LipsyncAlignment | None = None


class AudioAnswer(Answer, frozen=True, kw_only=True):
    """One piece of audio with what belongs to it."""

    audio_content: bytes | None = None
    usage: msgspec.Raw = NOTHING
    timestamp_info: msgspec.Raw = NOTHING
    status: msgspec.Raw = NOTHING


class Status(Answer, frozen=True, kw_only=True):
    """A gRPC status, as errors travel everywhere."""

    code: int = 0
    message: str = ""
    details: tuple[Any, ...] = ()


class Line(AudioAnswer, frozen=True, kw_only=True):
    """One line of a stream: wrapped in `result`, bare for empty text, or an error."""

    result: AudioAnswer | None = None
    error: Status | None = None


def read_usage(raw: msgspec.Raw) -> Usage:
    """The usage, or an empty one if there is none or it cannot be read."""
    return _read(raw, Usage) or Usage()


def read_times(raw: msgspec.Raw) -> TimestampInfo | None:
    """The times, or None if there are none or they cannot be read."""
    return _read(raw, TimestampInfo)


def _read(raw: msgspec.Raw, kind: type[T]) -> T | None:
    data = bytes(raw)
    if not data or data == b"null":
        return None
    try:
        return decode(data, kind)
    except msgspec.MsgspecError:
        return None
