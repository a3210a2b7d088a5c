"""Have a plan spoken: requests in, one take out, every word tied to the letters of the script."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING

from vivavoce.errors import SpeechError
from vivavoce.speech import Alignment, Audio, Passage, Provenance, Take
from vivavoce.synthesis.headwords import place_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vivavoce.speech import Chunk, Engine, Request
    from vivavoce.syntax import Script
    from vivavoce.synthesis.plan import Step

GAP = 0.3
"""Silence between two utterances, in seconds, as the vendor's own SDK 1.2.1 puts between pieces."""


def speak(engine: Engine, request: Request, heard: Callable[[Chunk], None] | None = None) -> Take:
    """One request as a take whose spans point into the request's text.

    Args:
        engine: who speaks.
        request: what to speak.
        heard: called with every chunk before the next one is asked for.

    Raises:
        SpeechError: if the engine fails or says nothing at all.
    """
    began = perf_counter()
    latency = 0.0
    pieces: list[Audio] = []
    alignment = Alignment()
    notes: dict[str, None] = {}
    for chunk in engine.stream(request):
        latency = latency or perf_counter() - began
        if heard:
            heard(chunk)
        pieces.append(chunk.audio)
        alignment += chunk.alignment
        notes |= dict.fromkeys(chunk.notes)
    if not pieces:
        raise SpeechError(f"{engine.name} said nothing for {request.text[:60]!r}.")
    provenance = replace(
        engine.provenance(request),
        made_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        latency=round(latency, 6),
        seconds=round(perf_counter() - began, 6),
        notes=tuple(notes),
    )
    return Take(request.text, (request,), Audio.join(pieces), alignment, provenance)


def join_takes(script: Script, steps: Sequence[Step], takes: Sequence[Take]) -> Take:
    """The takes of a plan as one take of the whole script.

    Args:
        script: the script.
        steps: its plan.
        takes: one for each step, spans pointing into the request's text.

    Raises:
        ValueError: if there is no take, or sample rates differ.
    """
    if not takes:
        raise ValueError("there is nothing to join")
    rate = takes[0].audio.sample_rate
    gap = Audio.silence(GAP, rate)
    pieces: list[Audio] = []
    alignment = Alignment()
    passages: list[Passage] = []
    samples = 0
    for step, take in zip(steps, takes, strict=True):
        if pieces:
            pieces.append(gap)
            samples += len(gap)
        at = samples / rate
        placed = place_words(take.alignment, step, script.text)
        alignment += placed.shift(at, words=len(alignment.words))
        samples += len(take.audio)
        pieces.append(take.audio)
        passages.append(_passage(step, at, samples / rate))
    return Take(
        script.text,
        tuple(request for take in takes for request in take.requests),
        Audio.join(pieces),
        alignment,
        _merge([take.provenance for take in takes]),
        _merge_passages(passages),
        _title(script),
    )


def _passage(step: Step, start: float, end: float) -> Passage:
    utterance = step.utterance
    return Passage(utterance.span, start, end, utterance.speaker, step.request.voice, utterance.id)


def _merge_passages(passages: list[Passage]) -> tuple[Passage, ...]:
    """One passage an utterance, whatever number of pieces it was spoken in."""
    merged: list[Passage] = []
    for passage in passages:
        if merged and merged[-1].span == passage.span:
            merged[-1] = replace(merged[-1], end=passage.end)
        else:
            merged.append(passage)
    return tuple(merged)


def _merge(parts: list[Provenance]) -> Provenance:
    notes = dict.fromkeys(note for part in parts for note in part.notes)
    return replace(
        parts[0],
        seconds=sum(part.seconds for part in parts),
        cost=sum(part.cost for part in parts),
        characters=sum(part.characters for part in parts),
        request_id=parts[0].request_id if len(parts) == 1 else "",
        notes=tuple(notes),
    )


def _title(script: Script) -> str:
    title = script.front_matter.value("title")
    if isinstance(title, str) and title.strip():
        return title.strip()
    if script.headings:
        return script.headings[0].of(script.text).strip().lstrip("#").strip()
    return ""


def perform(
    script: Script,
    steps: Sequence[Step],
    engine: Engine,
    progress: Callable[[int, int], None] | None = None,
) -> Take:
    """Speak a whole plan.

    Args:
        script: the script.
        steps: its plan.
        engine: who speaks.
        progress: called with the number of requests spoken and their total.

    Raises:
        SpeechError: if there is nothing to speak, or the engine fails.
    """
    if not steps:
        raise SpeechError("There is nothing to speak: the script has no spoken text.")
    takes: list[Take] = []
    for number, step in enumerate(steps):
        if progress:
            progress(number, len(steps))
        takes.append(speak(engine, step.request))
    if progress:
        progress(len(steps), len(steps))
    return join_takes(script, steps, takes)
