"""A score spoken by the natural voice."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from vivavoce.dialects.delivery import is_english
from vivavoce.errors import VivavoceError
from vivavoce.phonetics.alphabets import misaki
from vivavoce.speech import Alignment, Chunk, Phone, Request, Viseme, Word
from vivavoce.synthesis.engines._espeak import casting
from vivavoce.synthesis.engines._espeak.performing import perform as perform_with_espeak
from vivavoce.synthesis.engines._natural import network, reading
from vivavoce.synthesis.engines._natural.network import RATE, Speech
from vivavoce.synthesis.engines._tables import read_table
from vivavoce.synthesis.engines._timeline import Timeline
from vivavoce.synthesis.engines._timing import (
    Segment,
    find_shapes,
    find_words,
    share_time,
    trim_marks,
)
from vivavoce.synthesis.engines.score import Cue, Pause, Score, Sound, Speak

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.synthesis.engines._natural.reading import Sentence

_LEAD = 0.15
"""Seconds kept of the third of a second that the network begins with."""

_STAND_IN = "en-us+f2"
"""espeak's voice for what the natural voice cannot say."""


def perform(score: Score, request: Request, note: str) -> Iterator[Chunk]:
    """Audio and times for a score: a chunk with the notes, then one a sentence."""
    performance = _Performance(request)
    notes = tuple(text for text in (note, *score.notes) if text)
    yield performance.open(notes)
    for cue in score.cues:
        yield from performance.play(cue)


class _Performance:
    """One request being spoken."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._network = network.load()
        self._timeline = Timeline(RATE, request.sample_rate)

    def open(self, notes: tuple[str, ...]) -> Chunk:
        """No audio yet, but what is known beforehand."""
        return self._timeline.add(notes=notes)

    def play(self, cue: Cue) -> Iterator[Chunk]:
        """One cue as chunks."""
        if isinstance(cue, Pause):
            yield self._timeline.pause(cue.seconds)
        elif isinstance(cue, Sound):
            yield self._delegate(cue)
        elif is_english(language := self._find_language(cue) or None):
            yield from self._speak(cue)
        else:
            cue = replace(cue, language=language or "")
            yield self._delegate(cue, f"{language}: espeak-ng speaks in its place")

    def _find_language(self, cue: Speak) -> str:
        """The language asked for, or else the one whose letters the text is written in."""
        text = "".join(piece.span.of(self._request.text) for piece in cue.pieces)
        return cue.language or self._request.language or casting.detect(text)

    def _delegate(self, cue: Speak | Sound, note: str = "") -> Chunk:
        """Have espeak-ng do it, where it is installed."""
        request = replace(self._request, sample_rate=RATE)
        try:
            part = casting.cast(_STAND_IN, None, "")
            chunk = next(perform_with_espeak(Score((cue,)), request, part))
        except VivavoceError as error:
            shown = (
                cue.span.of(request.text)
                if isinstance(cue, Sound)
                else note.split(":", maxsplit=1)[0]
            )
            return self._timeline.add(notes=(f"{shown} was left out: {error}",))
        notes = (*((note,) if note else ()), *chunk.notes)
        # one sample more, since the last time may round to just behind the resampled audio
        return self._timeline.add(chunk.audio.samples + bytes(2), chunk.alignment, notes)

    def _speak(self, cue: Speak) -> Iterator[Chunk]:
        normalize = self._request.normalize is not False
        known = self._network.vocabulary.__contains__
        for sentence in reading.read(cue.pieces, known, normalize=normalize):
            speech = self._network.speak(
                sentence.phones,
                cue.style,
                speed=self._request.speaking_rate,
                seed=self._request.seed or 0,
            )
            cut = _find_cut(sentence, speech)
            alignment = align(self._request.text, sentence, speech, cut)
            yield self._timeline.add(speech.samples[2 * cut :], alignment, sentence.notes)


def _find_cut(sentence: Sentence, speech: Speech) -> int:
    """How many samples to drop from the silence at the head."""
    first = next((i for i, owner in enumerate(sentence.owners) if owner is not None), None)
    if first is None or speech.estimated:
        return 0
    return max(0, speech.ends[first] - round(_LEAD * RATE))


def align(text: str, sentence: Sentence, speech: Speech, cut: int = 0) -> Alignment:
    """Words, phones and visemes of a sentence, from the network's durations.

    Args:
        text: the request's.
        sentence: what was spoken.
        speech: what came of it.
        cut: samples dropped at the head.
    """
    samples = len(speech.samples) // 2 - cut
    late = {} if speech.estimated else read_table("natural")["times"]
    phones = list(_read_phones(sentence, speech, cut, round(late.get("end", 0) * RATE)))
    intervals = _find_intervals(sentence, speech, cut, round(late.get("start", 0) * RATE))
    tokens = [(token, intervals.get(index)) for index, token in enumerate(sentence.tokens)]
    spoken = [(t, i) for t, i in tokens if i or any(map(str.isalnum, t.span.of(text)))]
    timed = list(share_time(text, spoken, samples, len))
    spans = [trim_marks(text, token.span) for token, _, _ in timed]
    words = tuple(
        Word(span.of(text), start / RATE, end / RATE, span)
        for span, (_, start, end) in zip(spans, timed, strict=True)
    )
    owned = find_words([p for p in phones if p.name], [(start, end) for _, start, end in timed])
    return Alignment(
        words,
        tuple(Phone(p.name, p.start / RATE, p.end / RATE, index) for p, index in owned),
        tuple(Viseme(s, a / RATE, b / RATE) for s, a, b in find_shapes(phones, samples)),
        speech.estimated,
    )


def _find_intervals(
    sentence: Sentence, speech: Speech, cut: int, late: int
) -> dict[int, tuple[int, int]]:
    """From when to when each token's sounds last, lateness taken off the starts."""
    intervals: dict[int, tuple[int, int]] = {}
    for index, (phone, owner) in enumerate(zip(sentence.phones, sentence.owners, strict=True)):
        if owner is None or _is_pause(phone):
            continue
        start = max(0, speech.ends[index] - late - cut)
        end = max(start, min(speech.ends[index + 1], speech.heard) - late // 2 - cut)
        intervals[owner] = (intervals.get(owner, (start, end))[0], end)
    return intervals


def _read_phones(sentence: Sentence, speech: Speech, cut: int, late: int) -> Iterator[Segment]:
    """Every sound with its stress mark, and the longer pauses."""
    since, stress = None, ""
    limit = len(speech.samples) // 2 - cut
    for index, phone in enumerate(sentence.phones):
        start, end = (max(0, min(speech.ends[i] - late - cut, limit)) for i in (index, index + 1))
        if phone in "ˈˌ":
            since, stress = start, phone
        elif phone != " ":
            name = "" if _is_pause(phone) else stress + misaki.to_ipa(phone)
            yield Segment(name, start if since is None else since, end)
            since, stress = None, ""
    if sentence.phones:
        yield Segment("", max(0, min(speech.ends[-2] - late - cut, limit)), limit)


def _is_pause(phone: str) -> bool:
    return phone.isspace() or unicodedata.category(phone).startswith("P")
