"""A take cut into captions; what SRT and WebVTT share."""

from vivavoce.exports.captions.cues import Cue, cut_cues
from vivavoce.exports.captions.formats import render_srt, render_vtt
from vivavoce.exports.captions.times import format_time

__all__ = ["Cue", "cut_cues", "format_time", "render_srt", "render_vtt"]
