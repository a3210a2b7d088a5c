"""What the player's script reads: times, lanes, loudness; as JSON that no page can misread."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from vivavoce.exports.player.peaks import RATE, encode_peaks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vivavoce.exports.transcript import Transcript
    from vivavoce.speech import Take

_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def read_data(take: Take, transcript: Transcript, peaks: bytes) -> dict[str, Any]:
    """All the player needs to know about a take; seconds."""
    tokens = transcript.tokens
    data: dict[str, Any] = {
        "duration": round(take.audio.duration, 4),
        "words": _times((token.start, token.end) for token in tokens),
    }
    lanes = [lane for lane in _read_lanes(take, transcript) if lane["texts"]]
    if has_sounds(take):
        data |= {"lanes": lanes, "peaks": encode_peaks(peaks), "peak_rate": RATE}
    return data


def has_sounds(take: Take) -> bool:
    """Whether phones or visemes are known, so that lanes are worth their room."""
    return bool(take.alignment.phones or take.alignment.visemes)


def _read_lanes(take: Take, transcript: Transcript) -> list[dict[str, Any]]:
    runs, hues = transcript.deliveries(), transcript.hues()
    phones, visemes = take.alignment.phones, take.alignment.visemes
    marks = {
        piece.token: piece.text for line in transcript.lines for piece in line.pieces if piece.mark
    }
    words = [
        marks.get(at) or token.said or token.text for at, token in enumerate(transcript.tokens)
    ]
    return [
        _lane("delivery", "Delivery", [run[0] for run in runs], (run[1:] for run in runs))
        | {"hues": [hues[run[0]] for run in runs]},
        _lane("words", "Words", words, ((t.start, t.end) for t in transcript.tokens)),
        _lane("phones", "Sounds", [p.symbol for p in phones], ((p.start, p.end) for p in phones)),
        _lane("visemes", "Mouth", [v.symbol for v in visemes], ((v.start, v.end) for v in visemes)),
    ]


def _lane(
    kind: str, name: str, texts: list[str], times: Iterable[tuple[float, float]]
) -> dict[str, Any]:
    return {"kind": kind, "name": name, "texts": texts, "times": _times(times)}


def _times(spans: Iterable[tuple[float, float]]) -> list[float]:
    return [round(time, 4) for span in spans for time in span]


def embed_json(value: object) -> str:
    """JSON that may stand inside `<script>`: it cannot close it, whatever the strings say."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
