"""What speech is made of, as plain values: voices, requests, audio, alignments, takes."""

from vivavoce.speech.alignment import Alignment, Phone, Viseme, Word
from vivavoce.speech.audio import Audio, Encoding
from vivavoce.speech.engine import Chunk, Engine, EngineStatus
from vivavoce.speech.request import Request, SourceMap
from vivavoce.speech.take import Passage, Provenance, Take
from vivavoce.speech.voice import Voice

__all__ = [
    "Alignment",
    "Audio",
    "Chunk",
    "Encoding",
    "Engine",
    "EngineStatus",
    "Passage",
    "Phone",
    "Provenance",
    "Request",
    "SourceMap",
    "Take",
    "Viseme",
    "Voice",
    "Word",
]
