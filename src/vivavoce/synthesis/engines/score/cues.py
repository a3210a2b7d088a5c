"""What a local voice has to do, cue by cue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vivavoce.text import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A delivery, as multiples of the voice's neutral values.

    Attributes:
        rate: words a minute.
        pitch: height.
        range: liveliness of the melody.
        volume: loudness.
        whisper: whether the voice is left out.
    """

    rate: float = 1.0
    pitch: float = 1.0
    range: float = 1.0
    volume: float = 1.0
    whisper: bool = False

    def combine(self, other: Style, strength: float = 1.0) -> Style:
        """Both at once; `strength` weakens (below 1) or strengthens the other one."""
        return Style(
            rate=self.rate * other.rate**strength,
            pitch=self.pitch * other.pitch**strength,
            range=self.range * other.range**strength,
            volume=self.volume * other.volume**strength,
            whisper=self.whisper or other.whisper,
        )


NEUTRAL = Style()


@dataclass(frozen=True, slots=True)
class Plain:
    """Words to be read as they are spelt.

    Attributes:
        text: as long as `span`, so that every letter keeps its place.
        span: where it stands in the request's text.
        stressed: whether to lean on it.
    """

    text: str
    span: Span
    stressed: bool = False


@dataclass(frozen=True, slots=True)
class Respelled:
    """One word to be spoken as its IPA says.

    Attributes:
        ipa: without slashes.
        span: where it stands in the request's text, slashes included.
    """

    ipa: str
    span: Span


@dataclass(frozen=True, slots=True)
class Spelled:
    """Characters to be named one by one; `text` is as long as `span`."""

    text: str
    span: Span


Piece = Plain | Respelled | Spelled


@dataclass(frozen=True, slots=True)
class Speak:
    """Pieces spoken in one breath.

    Attributes:
        pieces: in order.
        style: the delivery in force.
        language: BCP-47 tag of a `<lang>` span, or "" for the request's language.
        last: whether no more speech follows, so that no pause is needed behind it.
    """

    pieces: tuple[Piece, ...]
    style: Style = NEUTRAL
    language: str = ""
    last: bool = True


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence of so many seconds."""

    seconds: float
    span: Span


@dataclass(frozen=True, slots=True)
class Sound:
    """A non-verbal sound by its canonical name, such as `clear throat`."""

    name: str
    span: Span


Cue = Speak | Pause | Sound


@dataclass(frozen=True, slots=True)
class Score:
    """Everything to be done for one request.

    Attributes:
        cues: in order.
        notes: what could not be honoured, one plain sentence each.
    """

    cues: tuple[Cue, ...]
    notes: tuple[str, ...] = ()
