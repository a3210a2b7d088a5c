"""What a request wants spoken: one text, or a script of many utterances (autumn 2026, preview).

What a script asks is documented; how the service answers is not. So scripts are refused unless the
switch `scripts` is `experimental`, and the answers then given are a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from vivavoce.service.bodies import take_list, take_object, take_text
from vivavoce.service.orders import Order, is_speakable, refuse_empty
from vivavoce.service.refusals import invalid
from vivavoce.service.times import shift
from vivavoce.speech.riff import is_wave

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from vivavoce.service.workers import Piece, Pool

_MODEL = "inworld-tts-2"
_INSTEAD = ("text", "voiceId", "voiceDesign")
_SHARED = (
    "language", "timestampType", "timestampTransportStrategy", "applyTextNormalization",
    "instruction", "synthesisContext", "lipsyncConfig", "pronunciationDictionarySettings",
    "enableCustomPronunciation",
)  # fmt: skip
_APART = "PER_UTTERANCE"


@dataclass(frozen=True, slots=True)
class Script:
    """Utterances to be spoken; a plain text is one.

    Attributes:
        orders: one an utterance.
        apart: whether every utterance is to be heard by itself.
    """

    orders: tuple[Order, ...]
    apart: bool = False

    @property
    def head(self) -> Order:
        """The first order, which tells the form of the audio."""
        return self.orders[0]

    @property
    def count(self) -> int:
        """Characters to bill."""
        return sum(order.count for order in self.orders)

    @property
    def length(self) -> int:
        """Characters of all texts, as sent."""
        return sum(len(order.text) for order in self.orders)

    def hold_times(self) -> Script:
        """With times beside the audio, for answers in one piece."""
        orders = (replace(order, trailing=False, whole=True) for order in self.orders)
        return Script(tuple(orders), self.apart)


def split_script(
    body: dict[str, Any], limit: int, check: Callable[[dict[str, Any], int], Order]
) -> Script:
    """The script in a body whose names are camelCase.

    Args:
        body: of the request.
        limit: characters of all utterances together.
        check: reads the body of one utterance as if it were a request of its own.

    Raises:
        Refusal: with code 3 for what the page rules out (docs.inworld.ai, Script synthesis).
    """
    if take_text(body, "modelId") != _MODEL:
        raise invalid(f"script is supported by {_MODEL} only")
    for name in _INSTEAD:
        if body.get(name) is not None:
            raise invalid(f"set script or {name}, not both")
    script = take_object(body, "script")
    bodies = [_read_utterance(row, n) for n, row in enumerate(take_list(script, "utterances"))]
    if not bodies:
        raise invalid("script.utterances is required")
    total = sum(len(row["text"]) for row in bodies)
    if total > limit:
        raise invalid(f"script is too long: {total} characters, the limit is {limit}")
    settings = _read_voices(script)
    orders = [check(_fill(body, row, settings), limit) for row in bodies]
    return Script(tuple(orders), _read_mode(body))


def _read_utterance(row: Any, number: int) -> dict[str, Any]:
    place = f"script.utterances[{number}]"
    if not isinstance(row, dict):
        raise invalid(f"{place} must be an object")
    text = take_text(row, "text")
    voice = take_text(take_object(row, "voiceConfig"), "voiceId")
    if not is_speakable(text):
        raise refuse_empty()
    if not voice:
        raise invalid(f"{place}.voice_config.voice_id is required")
    return {"text": text, "voiceId": voice}


def _read_voices(script: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Settings by voice; voices that are not listed have none, of doubled ones the last counts."""
    rows = [row for row in take_list(script, "voices") if isinstance(row, dict)]
    return {take_text(row, "voiceId"): row for row in rows}


def _fill(
    body: dict[str, Any], row: dict[str, Any], settings: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    own = settings.get(row["voiceId"], {})
    config = take_object(body, "audioConfig")
    if own.get("speakingRate") is not None:
        config = config | {"speakingRate": own["speakingRate"]}
    shared = {name: body[name] for name in _SHARED if name in body}
    return shared | row | {"modelId": _MODEL, "audioConfig": config}


def _read_mode(body: dict[str, Any]) -> bool:
    mode = take_text(body, "outputMode")
    if mode and mode != _APART and not mode.endswith("_UNSPECIFIED"):
        raise invalid(f"output_mode: {mode} is not supported.")
    return mode == _APART


async def perform(pool: Pool, script: Script) -> AsyncIterator[tuple[int, Piece]]:
    """The pieces of a request, each with the number of its utterance.

    What is to be heard together has times from the start of the first utterance, and one header.
    """
    before = 0.0
    for number, order in enumerate(script.orders):
        spoken = 0.0
        async for piece in pool.stream(order):
            spoken += piece.seconds
            yield number, _follow(order, piece, before) if number and not script.apart else piece
        before += spoken


def _follow(order: Order, piece: Piece, before: float) -> Piece:
    headed = order.encoding == "WAV" and is_wave(piece.audio)
    audio = piece.audio[44:] if headed else piece.audio
    return piece._replace(audio=audio, times=shift(piece.times, before))
