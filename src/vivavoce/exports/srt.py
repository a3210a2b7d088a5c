"""SubRip captions: what most video players and editors read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.exports import Export, transcript
from vivavoce.exports.captions import render_srt

if TYPE_CHECKING:
    from vivavoce.speech import Take


def render(take: Take) -> bytes:
    """Numbered cues; a speaker is named where a turn opens."""
    return render_srt(transcript.of(take)).encode("utf-8", "replace")


EXPORT = Export(
    name="srt",
    title="SubRip captions",
    suffix=".srt",
    media_type="application/x-subrip",
    render=render,
)
