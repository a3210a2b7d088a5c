"""The sound alone, half the size and nothing lost: FLAC, from the `audio` extra."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.exports import Export

if TYPE_CHECKING:
    from vivavoce.speech import Take


def render(take: Take) -> bytes:
    """The samples as a FLAC file.

    Raises:
        MissingExtraError: without the `audio` extra.
    """
    from vivavoce.speech import Encoding  # noqa: PLC0415 - with what it takes to encode
    from vivavoce.speech.audio_codecs import encode  # noqa: PLC0415 - few write compressed sound

    return encode(take.audio, Encoding.FLAC)


EXPORT = Export(
    name="flac",
    title="Sound, compressed without loss",
    suffix=".flac",
    media_type="audio/flac",
    render=render,
)
