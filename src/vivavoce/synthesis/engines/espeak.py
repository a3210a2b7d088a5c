"""The local voice: espeak-ng, in this process, with no account and no network.

It speaks some 140 languages at about a thousandth of real time and tells when each phone is heard.
Deliveries become prosody, whispers are real, non-verbal sounds are stand-ins built from phonemes:
enough to hear a script's timing and to find a slip, not to judge a performance. What was replaced
stands in the take's notes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.dialects import dialect
from vivavoce.errors import VivavoceError
from vivavoce.phonetics.espeak_library import library
from vivavoce.speech import Chunk, Engine, EngineStatus, Provenance, Request, Voice
from vivavoce.syntax import parse
from vivavoce.synthesis.engines._espeak import casting
from vivavoce.synthesis.engines._espeak.performing import perform
from vivavoce.synthesis.engines._tables import read_styles
from vivavoce.synthesis.engines.score import compose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class EspeakEngine(Engine):
    """espeak-ng as an engine."""

    name = "espeak"

    def status(self) -> EngineStatus:
        """Whether the library is here and works."""
        try:
            espeak = library()
        except VivavoceError as error:
            return EngineStatus(ready=False, detail=str(error))
        origin = espeak.location.origin
        detail = f"espeak-ng {espeak.version} from {origin}, data in {espeak.data}"
        return EngineStatus(ready=True, detail=detail)

    def voices(self) -> Sequence[Voice]:
        """One voice a language, and the variants that any of them may take."""
        return tuple(casting.list_voices())

    def stream(self, request: Request) -> Iterator[Chunk]:
        """Speak a request cue by cue, the first within some tens of milliseconds."""
        part = casting.cast(request.voice, request.language, request.text)
        score = compose(
            parse(request.text),
            dialect(request.model),
            read_styles("espeak"),
            instruction=request.instruction,
            language=request.language,
        )
        return perform(score, request, part)

    def provenance(self, request: Request) -> Provenance:
        """Who speaks, and what the text was read as."""
        return Provenance(
            engine=self.name,
            engine_version=library().version,
            model=request.model,
            dialect_version=dialect(request.model).version,
            characters=len(request.text),
        )


ENGINE = EspeakEngine()
