"""Captions as text."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from vivavoce.exports.captions.cues import Cue, cut_cues
from vivavoce.exports.captions.times import format_time

if TYPE_CHECKING:
    from vivavoce.exports.transcript import Transcript

# SubRip has no escapes, and players take `<…>` and `{…}` for markup: look-alikes stand in.
_LOOK_ALIKES = str.maketrans({"<": "‹", ">": "›", "{": "(", "}": ")"})


def render_srt(transcript: Transcript) -> str:
    """Numbered cues; a speaker is named where a turn opens."""
    cues = cut_cues(transcript, lead=True)
    return "\n".join(_srt_cue(number, cue) for number, cue in enumerate(cues, start=1))


def _srt_cue(number: int, cue: Cue) -> str:
    lead = f"{_flatten(cue.speaker)}: " if cue.speaker and cue.opens else ""
    text = (lead + "\n".join(cue.rows)).translate(_LOOK_ALIKES)
    times = f"{format_time(cue.start, ',')} --> {format_time(cue.end, ',')}"
    return f"{number}\n{times}\n{text}\n"


def render_vtt(transcript: Transcript) -> str:
    """Cues with `<v Name>` before the text of a named speaker."""
    return "\n".join(("WEBVTT\n", *map(_vtt_cue, cut_cues(transcript))))


def _vtt_cue(cue: Cue) -> str:
    voice = f"<v {_escape(_flatten(cue.speaker))}>" if cue.speaker.strip() else ""
    times = f"{format_time(cue.start, '.')} --> {format_time(cue.end, '.')}"
    return f"{times}\n{voice}{_escape(chr(10).join(cue.rows))}\n"


def _flatten(name: str) -> str:
    return " ".join(name.split())


def _escape(text: str) -> str:
    return escape(text, quote=False)
