"""A score spoken by espeak-ng."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from vivavoce.phonetics.espeak_library import Prosody, library
from vivavoce.speech import Alignment, Chunk, Request
from vivavoce.synthesis.engines._audio import amplify, to_little_endian
from vivavoce.synthesis.engines._espeak import casting
from vivavoce.synthesis.engines._espeak.mnemonics import inventory
from vivavoce.synthesis.engines._espeak.timing import align
from vivavoce.synthesis.engines._espeak.writing import write
from vivavoce.synthesis.engines._tables import read_table
from vivavoce.synthesis.engines._timeline import Timeline
from vivavoce.synthesis.engines.score import Cue, Pause, Score, Sound, Speak, Style
from vivavoce.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.synthesis.engines._espeak.casting import Part


def perform(score: Score, request: Request, part: Part) -> Iterator[Chunk]:
    """Audio and times for a score, one chunk a cue; at least one, even for nothing to say."""
    performance = _Performance(request, part)
    notes = tuple(note for note in (part.note, *score.notes) if note)
    for cue in score.cues or (Pause(0.0, Span(0, 0)),):
        chunk = performance.play(cue)
        yield replace(chunk, notes=notes + chunk.notes)
        notes = ()


class _Performance:
    """One request being spoken."""

    def __init__(self, request: Request, part: Part) -> None:
        self._text, self._part = request.text, part
        self._speed = request.speaking_rate
        self._library = library()
        self._timeline = Timeline(self._library.sample_rate, request.sample_rate)

    def play(self, cue: Cue) -> Chunk:
        """One cue as a chunk."""
        match cue:
            case Pause():
                return self._timeline.pause(cue.seconds)
            case Sound():
                return self._sound(cue)
            case Speak():
                return self._speak(cue)

    def _speak(self, cue: Speak) -> Chunk:
        part, notes = self._part, []
        if cue.language:
            other = casting.switch(part, cue.language)
            if other is None:
                notes.append(f'lang="{cue.language}": espeak-ng has no such language')
            part = other or part
        variant = part.variant
        if cue.style.whisper:
            variant = "whisperf" if part.female else "whisper"
        english = part.identifier.startswith("gmw/en")
        line = write(cue.pieces, partial(inventory, part.identifier), english=english)
        samples, events = self._library.synthesize(
            line.markup,
            part.identifier,
            variant=variant,
            prosody=_set_dials(cue.style, self._speed),
            ssml=line.ssml,
            end_pause=not cue.last and _ends_sentence(cue, self._text),
        )

        def count(word: str) -> int:
            ipa = self._library.text_to_ipa(word, part.identifier, variant=variant, phonemes=True)
            return max(1, sum(letter.isalpha() and letter not in "ˈˌː" for letter in ipa))

        alignment = align(
            self._text,
            line.tokens,
            events,
            samples=len(samples) // 2,
            rate=self._library.sample_rate,
            count=count,
        )
        return self._timeline.add(to_little_endian(samples), alignment, (*notes, *line.notes))

    def _sound(self, cue: Sound) -> Chunk:
        table = read_table("espeak")
        row = table["sounds"].get(table["like"].get(cue.name, cue.name))
        if row is None:
            return self._timeline.add(notes=(f"[{cue.name}]: no stand-in, left out",))
        variant = row.get("variant", self._part.variant)
        if variant == "whisper" and self._part.female:
            variant = "whisperf"
        samples, events = self._library.synthesize(
            f"[[{row['phonemes']}]]",
            casting.languages()[table["languages"]["default"]],
            variant=variant,
            prosody=_read_dials(row),
        )
        alignment = align(
            "",
            (),
            events,
            samples=len(samples) // 2,
            rate=self._library.sample_rate,
            count=len,
        )
        note = f"[{cue.name}] is a stand-in built from speech sounds"
        heard = Alignment(visemes=alignment.visemes)
        samples = to_little_endian(amplify(samples, row.get("gain", 1.0)))
        return self._timeline.add(samples, heard, (note,))


def _set_dials(style: Style, speed: float) -> Prosody:
    """A style on the library's scales, within its limits."""
    neutral, limits = read_table("espeak")["neutral"], read_table("espeak")["limits"]
    wanted = {
        "rate": neutral["rate"] * style.rate * speed,
        "pitch": neutral["pitch"] * style.pitch,
        "range": neutral["range"] * style.range,
        "volume": neutral["volume"] * style.volume,
    }
    return Prosody(**{k: round(max(limits[k][0], min(limits[k][1], v))) for k, v in wanted.items()})


def _read_dials(row: dict[str, Any]) -> Prosody:
    """A stand-in's dials; what it does not name is neutral."""
    dials = read_table("espeak")["neutral"] | row
    return Prosody(**{name: dials[name] for name in Prosody._fields})


def _ends_sentence(cue: Speak, text: str) -> bool:
    last = cue.pieces[-1].span.of(text).rstrip(" \t\n\"'”’)")
    return last.endswith((".", "!", "?", "…", "。", "！", "？"))
