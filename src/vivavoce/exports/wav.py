"""The sound alone: 16-bit mono WAV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.exports import Export

if TYPE_CHECKING:
    from vivavoce.speech import Take


def render(take: Take) -> bytes:
    """The samples under a RIFF header."""
    return take.audio.to_wav()


EXPORT = Export(name="wav", title="Sound", suffix=".wav", media_type="audio/wav", render=render)
