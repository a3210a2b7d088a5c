"""A chunk of speech cut into the lines or frames it leaves in, each with its own times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vivavoce.service.times import Token
    from vivavoce.speech.audio import Audio

T = TypeVar("T")

SECONDS = 1.0
"""Length of a steady line of a stream (recorded, Sep 2026)."""


class Part(NamedTuple):
    """Audio of one line, with the tokens and visemes that begin in it."""

    samples: bytes
    seconds: float
    tokens: list[Token]
    visemes: list[dict[str, Any]]


def cut(
    audio: Audio,
    begin: float,
    tokens: Sequence[Token],
    visemes: Sequence[dict[str, Any]],
) -> Iterator[Part]:
    """Parts of a second, the last of half to one and a half.

    Args:
        audio: of a chunk.
        begin: where it stands in the request, in seconds.
        tokens: of the chunk, in order of time.
        visemes: rows of `lipsyncAlignment`, likewise.
    """
    size = round(SECONDS * audio.sample_rate)
    count = max(1, round(len(audio) / size))
    stops = [begin + (number + 1) * SECONDS for number in range(count - 1)]
    words = _deal(tokens, [token.start for token in tokens], stops)
    shapes = _deal(visemes, [row["startTimeSeconds"] for row in visemes], stops)
    for number in range(count):
        first = 2 * number * size
        samples = audio.samples[first : first + 2 * size if number < count - 1 else None]
        seconds = len(samples) / 2 / audio.sample_rate
        yield Part(samples, seconds, next(words), next(shapes))


def _deal(rows: Sequence[T], times: list[float], stops: list[float]) -> Iterator[list[T]]:
    """The rows before each stop, and those behind the last; times that step back stay in order."""
    at = 0
    for stop in stops:
        end = at
        while end < len(rows) and times[end] < stop:
            end += 1
        yield list(rows[at:end])
        at = end
    yield list(rows[at:])
