"""What espeak-ng is told and tells, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple


class EventKind(IntEnum):
    """What an event tells (`espeak_EVENT_TYPE` in speak_lib.h)."""

    LIST_END = 0
    WORD = 1
    SENTENCE = 2
    MARK = 3
    PLAY = 4
    END = 5
    MESSAGE_END = 6
    PHONEME = 7
    SAMPLE_RATE = 8


class Event(NamedTuple):
    """Something that begins at a sample.

    Attributes:
        kind: what.
        position: code points from the start of the text, from 0.
        length: code points.
        sample: number of samples before it.
        name: of a phoneme, in IPA, stress mark included; "" for a pause and for other kinds.
    """

    kind: int
    position: int
    length: int
    sample: int
    name: str = ""


class Prosody(NamedTuple):
    """The library's four dials.

    Attributes:
        rate: words a minute, 80 to 450.
        pitch: 0 to 100.
        range: of the pitch, 0 to 100.
        volume: 0 to 200.
    """

    rate: int = 175
    pitch: int = 50
    range: int = 50
    volume: int = 100


NEUTRAL = Prosody()


@dataclass(frozen=True, slots=True)
class EspeakVoice:
    """A voice file of the library.

    Attributes:
        identifier: what selects it, such as `gmw/en-US`.
        name: what people call it.
        languages: codes it serves, best first, such as `en-us`.
        gender: `male`, `female`, or "".
    """

    identifier: str
    name: str
    languages: tuple[str, ...]
    gender: str = ""
