"""One take in the making: what is heard goes out at once, and stays whatever happens next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from vivavoce.errors import SpeechError
from vivavoce.notebook.widgets.workbench.describing import describe_word
from vivavoce.speech import Alignment, Audio, Take
from vivavoce.synthesis.headwords import place_words
from vivavoce.synthesis.perform import GAP, join_takes, speak

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vivavoce.speech import Chunk, Engine
    from vivavoce.syntax import Script
    from vivavoce.synthesis.plan import Step
    from vivavoce.synthesis.store import Arrival, TakeStore


class Heard(Protocol):
    """Told of every piece of sound."""

    def __call__(self, sound: bytes, *, rate: int, after: float, words: list[Any]) -> None:
        """Hand it on.

        Args:
            sound: PCM16.
            rate: hertz.
            after: seconds from the start of the take before which it must not be heard.
            words: as the page reads them, seconds from the start of the take.

        Raises:
            Exception: whatever stops the take.
        """


class Performance:
    """Speaks a plan step by step.

    Args:
        script: the script.
        steps: its plan.
        engine: who speaks.
        heard: told of every piece.
        done: by request hash, takes of an earlier attempt that need not be paid for again.
        store: where every chunk is written down before it is heard; None keeps nothing on disk.
    """

    def __init__(
        self,
        script: Script,
        steps: Sequence[Step],
        engine: Engine,
        *,
        heard: Heard,
        done: dict[str, Take] | None = None,
        store: TakeStore | None = None,
    ) -> None:
        self._script, self._steps, self._engine, self._heard = script, steps, engine, heard
        self._done = done or {}
        self._store = store
        self._arrival: Arrival | None = None
        self._chunks: list[Chunk] = []
        self.takes: list[Take] = []

    def run(self) -> Take:
        """Speak all of it.

        Raises:
            SpeechError: if there is nothing to speak, or the engine fails.
            FileError: if a chunk cannot be written down.
        """
        if not self._steps:
            raise SpeechError("There is nothing to speak here. Put the cursor on spoken text.")
        after = 0.0
        for step in self._steps:
            self._chunks.clear()
            hear = partial(self._hear, step, after)
            self.takes.append(self._recall(step, hear) or self._speak(step, hear))
            after += self.takes[-1].audio.duration + GAP
        return join_takes(self._script, self._steps, self.takes)

    def save(self, note: str) -> Take | None:
        """What was heard before it broke off, as a take; None if that is nothing."""
        takes = list(self.takes)
        sound = [chunk.audio for chunk in self._chunks if len(chunk.audio)]
        if sound and len(takes) < len(self._steps):
            takes.append(self._gather(self._steps[len(takes)], sound))
        if not takes:
            return None
        take = join_takes(self._script, self._steps[: len(takes)], takes)
        notes = (*take.provenance.notes, note)
        return replace(take, provenance=replace(take.provenance, notes=notes))

    def _recall(self, step: Step, hear: Callable[[Chunk], None]) -> Take | None:
        from vivavoce.speech import Chunk  # noqa: PLC0415 - only a second attempt recalls

        take = self._done.get(step.request.hash)
        if take is not None:
            hear(Chunk(take.audio, take.alignment))
        return take

    def _speak(self, step: Step, hear: Callable[[Chunk], None]) -> Take:
        if self._store is None:
            return speak(self._engine, step.request, hear)
        arrival = self._arrival = self._store.receive(step.request)
        try:
            take = speak(self._engine, step.request, hear)
        except BaseException:
            arrival.abandon()
            raise
        finally:
            self._arrival = None
        arrival.complete(take)
        return take

    def _gather(self, step: Step, sound: list[Audio]) -> Take:
        request = step.request
        words = tuple(word for chunk in self._chunks for word in chunk.alignment.words)
        made_at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        origin = replace(self._engine.provenance(request), made_at=made_at)
        return Take(request.text, (request,), Audio.join(sound), Alignment(words=words), origin)

    def _hear(self, step: Step, after: float, chunk: Chunk) -> None:
        if self._arrival is not None:
            self._arrival.add(chunk)
        self._chunks.append(chunk)
        source = self._script.source
        placed = place_words(Alignment(words=chunk.alignment.words), step, source.text)
        words = [describe_word(source, word, after=after) for word in placed.words]
        audio = chunk.audio
        self._heard(audio.samples, rate=audio.sample_rate, after=after, words=words)
