"""WebVTT captions: what `<track>` in a web page reads; speakers as voice spans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.exports import Export, transcript
from vivavoce.exports.captions import render_vtt

if TYPE_CHECKING:
    from vivavoce.speech import Take


def render(take: Take) -> bytes:
    """Cues with the speaker as a voice span."""
    return render_vtt(transcript.of(take)).encode("utf-8", "replace")


EXPORT = Export(
    name="vtt", title="WebVTT captions", suffix=".vtt", media_type="text/vtt", render=render
)
