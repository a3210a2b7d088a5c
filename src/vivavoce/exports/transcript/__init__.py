"""A take as a reader sees it: lines of words, plain text, and markup shown as what it does."""

from vivavoce.exports.transcript.build import build
from vivavoce.exports.transcript.read import of
from vivavoce.exports.transcript.values import (
    Line,
    Mark,
    MarkKind,
    Piece,
    Stretch,
    Token,
    Transcript,
)

__all__ = [
    "Line",
    "Mark",
    "MarkKind",
    "Piece",
    "Stretch",
    "Token",
    "Transcript",
    "build",
    "of",
]
