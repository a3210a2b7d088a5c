"""What a transcript is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vivavoce.text import Span


class MarkKind(StrEnum):
    """What a piece of markup is for."""

    EMOTION = "emotion"
    STYLE = "style"
    SOUND = "sound"
    INSTRUCTION = "instruction"
    RESET = "reset"
    BREAK = "break"
    TAG = "tag"
    ANGLE = "angle"
    EMPHASIS = "emphasis"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of markup.

    Attributes:
        span: where it stands in the script.
        kind: what it is for.
        label: what a reader sees in its place; "" shows nothing.
    """

    span: Span
    kind: MarkKind
    label: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of spoken text with one delivery in force.

    Attributes:
        span: where it stands in the script.
        label: the emotion, style or instruction, as a reader says it; "" for none.
        set_by: the markup that set it, or None.
    """

    span: Span
    label: str
    set_by: Span | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters that lights as one: a word, or several read from the same letters.

    Attributes:
        text: what a reader sees.
        said: the words heard, where they differ from `text`, as of "1998".
        start: seconds.
        end: seconds.
        words: indices into the alignment's words, first and behind the last.
        span: its letters in the script, or None.
        ipa: the transcription that stands in the script in the word's place, or "".
    """

    text: str
    said: str
    start: float
    end: float
    words: tuple[int, int]
    span: Span | None = None
    ipa: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line.

    Attributes:
        text: what a reader sees.
        token: index of the token that lights here, or None.
        mark: the markup shown here, or None.
        delivery: label of the delivery in force.
    """

    text: str
    token: int | None = None
    mark: Mark | None = None
    delivery: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One utterance, or one line of a text without utterances.

    Attributes:
        pieces: what it holds, in order.
        start: seconds.
        end: seconds.
        speaker: a name, or "".
        voice: voice id, or "".
        id: the utterance's id, or "".
        heading: the heading it stands under, if it is the first line there.
    """

    pieces: tuple[Piece, ...]
    start: float
    end: float
    speaker: str = ""
    voice: str = ""
    id: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """A take as a reader sees it.

    Attributes:
        lines: in order of the script.
        tokens: in order of time.
    """

    lines: tuple[Line, ...]
    tokens: tuple[Token, ...]

    def hues(self) -> dict[str, int]:
        """A colour for each delivery, in degrees; by order of appearance, far from each other."""
        labels = dict.fromkeys(p.delivery for line in self.lines for p in line.pieces if p.delivery)
        return {label: (200 + at * 137) % 360 for at, label in enumerate(labels)}

    def deliveries(self) -> list[tuple[str, float, float]]:
        """Label, start and end in seconds of every delivery, runs of words joined."""
        runs: list[tuple[str, float, float]] = []
        labels = {
            piece.token: piece.delivery
            for line in self.lines
            for piece in line.pieces
            if piece.token is not None
        }
        for index, token in enumerate(self.tokens):
            label = labels.get(index, "")
            if runs and runs[-1][0] == label:
                runs[-1] = (label, runs[-1][1], max(runs[-1][2], token.end))
            else:
                runs.append((label, token.start, token.end))
        return [run for run in runs if run[0]]
