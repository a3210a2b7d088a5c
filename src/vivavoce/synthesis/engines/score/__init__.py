"""What a local voice has to do for a request: the text's markup turned into cues."""

from vivavoce.synthesis.engines.score.composing import compose
from vivavoce.synthesis.engines.score.cues import (
    NEUTRAL,
    Cue,
    Pause,
    Piece,
    Plain,
    Respelled,
    Score,
    Sound,
    Speak,
    Spelled,
    Style,
)
from vivavoce.synthesis.engines.score.styles import StyleTable

__all__ = [
    "NEUTRAL",
    "Cue",
    "Pause",
    "Piece",
    "Plain",
    "Respelled",
    "Score",
    "Sound",
    "Speak",
    "Spelled",
    "Style",
    "StyleTable",
    "compose",
]
