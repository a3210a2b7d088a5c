"""The natural voice: a small neural voice for English, offline, from the `natural` extra.

It speaks English with one voice at about a hundredth of real time and tells when each word is
heard. Other languages and non-verbal sounds are espeak-ng's, where that is installed. Nothing is
ever downloaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.dialects import dialect
from vivavoce.errors import MissingExtraError, UnknownNameError
from vivavoce.speech import Chunk, Engine, EngineStatus, Provenance, Request, Voice
from vivavoce.syntax import parse
from vivavoce.synthesis.engines._natural import network
from vivavoce.synthesis.engines._natural.performing import perform
from vivavoce.synthesis.engines._tables import read_styles, read_table
from vivavoce.synthesis.engines.score import compose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class NaturalEngine(Engine):
    """hibari-tts as an engine."""

    name = "natural"

    def status(self) -> EngineStatus:
        """Whether the package and its runtime are here; nothing heavy is loaded."""
        from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow

        try:
            packages = [(name, version(name)) for name in ("hibari-tts", "onnxruntime", "numpy")]
        except PackageNotFoundError:
            missing = MissingExtraError("natural", "The natural voice")
            return EngineStatus(ready=False, detail=str(missing))
        return EngineStatus(ready=True, detail=", ".join(" ".join(pair) for pair in packages))

    def voices(self) -> Sequence[Voice]:
        """The one voice inside the package."""
        return (
            Voice(
                network.VOICE,
                "Heart",
                "en-US",
                "female",
                description="American English, neural",
                source=self.name,
            ),
        )

    def stream(self, request: Request) -> Iterator[Chunk]:
        """Speak a request sentence by sentence."""
        if request.voice in read_table(self.name)["voices"]["downloaded"]:
            raise UnknownNameError("natural voice", request.voice, [network.VOICE])
        note = ""
        if request.voice != network.VOICE:
            note = f"{request.voice} is not on this machine: the natural voice speaks in its place"
        score = compose(
            parse(request.text),
            dialect(request.model),
            read_styles(self.name),
            instruction=request.instruction,
            language=request.language,
        )
        network.load()
        return perform(score, request, note)

    def provenance(self, request: Request) -> Provenance:
        """Who speaks, and what the text was read as."""
        from importlib.metadata import version  # noqa: PLC0415 - slow

        return Provenance(
            engine=self.name,
            engine_version=f"hibari-tts {version('hibari-tts')}",
            model=request.model,
            dialect_version=dialect(request.model).version,
            characters=len(request.text),
        )


ENGINE = NaturalEngine()
