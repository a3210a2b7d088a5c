"""Plan a script: which requests speak it, in which voice, and where their letters stand.

One utterance is one request where the model's limits allow it. A longer one is cut at a paragraph,
a sentence, a clause or a blank, never inside markup, and every piece opens with the delivery that
is in force there, since steering does not cross requests (inworld-tts-2: docs.inworld.ai, Steering,
Aug 2026). Pure: nothing is read or sent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from vivavoce.dialects import Dialect, Force, TagKind, delivery, dialect
from vivavoce.speech import Request, SourceMap
from vivavoce.syntax import Script, parse
from vivavoce.synthesis.cuts import Cutter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.syntax import CastMember, Utterance

DEFAULT_MODEL = "inworld-tts-2"
DEFAULT_VOICE = "Dennis"


@dataclass(frozen=True, slots=True)
class Step:
    """One request of a plan.

    Attributes:
        request: what to send.
        utterance: the utterance it speaks, or a part of.
        part: counted from 0 within the utterance.
        parts: how many pieces the utterance has.
        voice_known: False where the script names no voice for the speaker.
    """

    request: Request
    utterance: Utterance
    part: int
    parts: int
    voice_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the caller wants instead of what the script says; None leaves it to the script."""

    model: str | None = None
    language: str | None = None
    voice: str | None = None
    speaking_rate: float | None = None
    sample_rate: int | None = None
    limit: str = "sync_characters"


def plan_script(script: Script, wishes: Wishes | None = None) -> list[Step]:
    """The requests that speak a script, in order.

    Utterances in which nothing is spoken (no letter, no digit, no sound) are left out.

    Raises:
        UnknownNameError: if the model has no dialect.
    """
    wishes = wishes or Wishes()
    model = wishes.model or str(script.front_matter.value("model") or DEFAULT_MODEL)
    planner = _Planner(script, dialect(model), wishes)
    return [step for utterance in script.utterances for step in planner.steps(utterance)]


class _Planner:
    def __init__(self, script: Script, chosen: Dialect, wishes: Wishes) -> None:
        self._script, self._dialect, self._wishes = script, chosen, wishes
        self._cutter = Cutter(chosen, wishes.limit)

    def steps(self, utterance: Utterance) -> Iterator[Step]:
        text, source_map = join_lines(utterance)
        if not any(c.isalnum() for c in text):
            return
        member = self._script.cast.get(utterance.speaker)
        base, known = self._base(member, utterance)
        document = parse(text)
        start = Force(TagKind.INSTRUCTION, base.instruction) if base.instruction else None
        stretches = delivery.of(document, self._dialect, start=start, language=base.language)
        pieces = self._cutter.cut(document, stretches)
        for part, piece in enumerate(pieces):
            request = replace(
                base,
                text=piece.text,
                instruction=base.instruction if piece.from_start else "",
                source_map=_compose(piece.origin, source_map),
            )
            yield Step(request, utterance, part, len(pieces), known)

    def _base(self, member: CastMember | None, utterance: Utterance) -> tuple[Request, bool]:
        wishes = self._wishes
        voice = wishes.voice or (member.voice if member else "") or self._setting(None, "voice")
        language = wishes.language or self._setting(member, "language")
        rate = wishes.speaking_rate or self._setting(member, "speaking_rate") or 1.0
        request = Request(
            text="",
            voice=str(voice or utterance.speaker or DEFAULT_VOICE),
            model=self._dialect.name,
            language=str(language) if language else None,
            speaking_rate=_number(rate, 1.0),
            sample_rate=wishes.sample_rate or self._setting(None, "sample_rate"),
            normalize=self._setting(None, "normalize"),
            seed=self._setting(None, "seed"),
        )
        return self._steered(request, member), bool(voice)

    def _steered(self, request: Request, member: CastMember | None) -> Request:
        """The request with the fields that only some models honour."""
        accepts = self._dialect.accepts
        mode = self._setting(member, "delivery_mode")
        temperature = self._setting(member, "temperature")
        instruction = self._setting(member, "instruction")
        return replace(
            request,
            delivery_mode=str(mode).upper() if mode and accepts("delivery_mode") else None,
            temperature=_number(temperature, None) if accepts("temperature") else None,
            instruction=str(instruction) if instruction and accepts("instruction") else "",
        )

    def _setting(self, member: CastMember | None, key: str) -> Any:
        own = member.value(key) if member else None
        return self._script.front_matter.value(key) if own is None else own


def _number(value: Any, default: float | None) -> Any:
    return float(value) if isinstance(value, (int, float)) else default


def join_lines(utterance: Utterance) -> tuple[str, SourceMap]:
    """The text to speak: lines joined by one blank, without indentation, and where it stood."""
    source = utterance.source.text
    parts: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    at = 0
    for start, end in utterance.segments:
        offset = start
        for line in source[start:end].splitlines(keepends=True):
            bare = line.strip()
            if bare:
                if parts:
                    parts.append(" ")
                    at += 1
                begin = offset + line.index(bare[0])
                pieces.append((at, begin, len(bare)))
                parts.append(bare)
                at += len(bare)
            offset += len(line)
    return "".join(parts), SourceMap(tuple(pieces))


def _compose(first: SourceMap, second: SourceMap) -> SourceMap:
    """The map that goes through `first` and then through `second`."""
    pieces: list[tuple[int, int, int]] = []
    for start, middle, length in first.pieces:
        for begin, target, size in second.pieces:
            low, high = max(middle, begin), min(middle + length, begin + size)
            if low < high:
                pieces.append((start + low - middle, target + low - begin, high - low))
    return SourceMap(tuple(pieces))
