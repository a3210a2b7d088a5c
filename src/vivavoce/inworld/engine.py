"""Inworld as one engine among others: a request in vivavoce's own names, chunks of speech back."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vivavoce.dialects import dialect
from vivavoce.errors import UnknownNameError, VivavoceError
from vivavoce.speech import (
    Alignment,
    Audio,
    Chunk,
    Encoding,
    Engine,
    EngineStatus,
    Provenance,
    Voice,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vivavoce.dialects import Dialect
    from vivavoce.inworld.client import Client
    from vivavoce.inworld.errors import NotFoundError
    from vivavoce.inworld.values import SpeechChunk
    from vivavoce.inworld.wire import (
        DeliveryMode,
        DictionarySettings,
        SpeechRequest,
        SynthesisContext,
        VoiceRecord,
    )
    from vivavoce.speech import Request

DEFAULT_SAMPLE_RATE = 24_000
_REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the service told about one request."""

    characters: int
    request_id: str


class InworldEngine(Engine):
    """Speech from Inworld, streamed with word times.

    Args:
        client: how to reach the service; left out, one is made with the key from the environment
            when it is first needed.
    """

    name = "inworld"

    def __init__(self, client: Client | None = None) -> None:
        self._own = client
        self._making = threading.Lock()
        self._receipts: OrderedDict[str, Receipt] = OrderedDict()

    def status(self) -> EngineStatus:
        """Ready when there are credentials; the service itself is not asked."""
        try:
            client = self._client()
        except VivavoceError as error:
            return EngineStatus(ready=False, detail=str(error))
        return EngineStatus(ready=True, detail=f"{client.base_url}, {type(client.auth).__name__}")

    def voices(self) -> Sequence[Voice]:
        """The service's voices and your own."""
        from vivavoce.inworld.errors import ForbiddenError, NotFoundError  # noqa: PLC0415 - httpx

        client = self._client()
        try:
            records = client.voices.list()
        except (ForbiddenError, NotFoundError):
            # A key without permission for voices, or a server on premises, has the older list.
            records = client.voices.list_legacy()
        return [read_voice(record) for record in records]

    def stream(self, request: Request) -> Iterator[Chunk]:
        """Speak; a text without anything to say is silence and costs nothing.

        Raises:
            UnknownNameError: for a voice or model the service lacks.
            InvalidRequestError: for a text beyond the limit: plan it in pieces first.
            InworldError: if the service fails; chunks handed out before stay good.
        """
        rate = request.sample_rate or DEFAULT_SAMPLE_RATE
        if not request.text.strip():
            yield Chunk(Audio(b"", rate), notes=("There is nothing to say in an empty text.",))
            return
        from vivavoce.inworld.errors import NotFoundError  # noqa: PLC0415 - imported when spoken

        body, notes = build_request(request, dialect(request.model), rate)
        try:
            yield from self._speak(request, body, notes)
        except NotFoundError as error:
            raise self._name_voice(request.voice, error) from None

    def provenance(self, request: Request) -> Provenance:
        """Model, dialect, and, once spoken, characters, price and the service's request id."""
        table = dialect(request.model)
        receipt = self._receipts.get(request.hash, Receipt(0, ""))
        price = float(table.table.get("prices", {}).get("per_million_usd", 0.0))
        return Provenance(
            engine=self.name,
            engine_version="tts/v1",
            model=table.name,
            dialect_version=table.version,
            cost=receipt.characters * price / 1_000_000,
            characters=receipt.characters,
            request_id=receipt.request_id,
        )

    def close(self) -> None:
        """Close the connections."""
        if self._own is not None:
            self._own.close()

    def _client(self) -> Client:
        with self._making:
            if self._own is None:
                from vivavoce.inworld.client import Client  # noqa: PLC0415 - httpx is slow to load

                self._own = Client()
            return self._own

    def _speak(
        self, request: Request, body: SpeechRequest, notes: tuple[str, ...]
    ) -> Iterator[Chunk]:
        voice = _Listener(request.sample_rate or DEFAULT_SAMPLE_RATE, notes)
        with self._client().stream(body) as stream:
            try:
                for chunk in stream:
                    yield voice.hear(chunk)
            finally:
                self._remember(request, Receipt(stream.characters, stream.request_id))
        yield from voice.finish(request.text)

    def _remember(self, request: Request, receipt: Receipt) -> None:
        self._receipts[request.hash] = receipt
        if len(self._receipts) > _REMEMBERED:
            self._receipts.popitem(last=False)

    def _name_voice(self, voice: str, error: NotFoundError) -> VivavoceError:
        """The likely voices, if the voice is what was not found."""
        try:
            known = [known.id for known in self.voices()]
        except VivavoceError:
            return error
        return error if voice in known else UnknownNameError("voice", voice, known)


class _Listener:
    """Decodes chunks, and keeps count of what was heard."""

    def __init__(self, sample_rate: int, notes: tuple[str, ...]) -> None:
        from vivavoce.speech.framing import ChunkDecoder  # noqa: PLC0415 - when speech arrives

        self._decoder = ChunkDecoder(Encoding.LINEAR16, sample_rate)
        self._notes = notes
        self._seconds = 0.0
        self._timed = False

    def hear(self, chunk: SpeechChunk) -> Chunk:
        """The chunk with its sound decoded."""
        audio = self._decoder.feed(chunk.content)
        self._seconds += audio.duration
        self._timed = self._timed or bool(chunk.alignment.words)
        notes, self._notes = self._notes, ()
        return Chunk(audio, chunk.alignment, notes)

    def finish(self, text: str) -> Iterator[Chunk]:
        """Words spaced by length, for a language without times."""
        from vivavoce.inworld.alignment import estimate_alignment  # noqa: PLC0415 - as above

        if not self._timed and self._seconds:
            words = estimate_alignment(text, self._seconds)
            if words != Alignment(estimated=True):
                note = "The service gave no times; words are spaced by their length."
                yield Chunk(Audio(b"", self._decoder.sample_rate), words, (note,))


def build_request(
    request: Request, table: Dialect, sample_rate: int
) -> tuple[SpeechRequest, tuple[str, ...]]:
    """The wire form of a request, and a note for each wish the model does not know."""
    from vivavoce.inworld import wire  # noqa: PLC0415 - imported when spoken

    wishes = {
        "delivery_mode": request.delivery_mode,
        "temperature": request.temperature,
        "instruction": request.instruction or None,
        "dictionaries": request.dictionaries or None,
    }
    dropped = [
        name for name, wish in wishes.items() if wish is not None and not table.accepts(name)
    ]
    kept = {name: None if name in dropped else wish for name, wish in wishes.items()}
    switch = {None: None, True: wire.Normalization.ON, False: wire.Normalization.OFF}
    body = wire.SpeechRequest(
        text=request.text,
        voice_id=request.voice,
        model_id=table.name,
        audio_config=wire.AudioConfig(
            audio_encoding=Encoding.LINEAR16,
            sample_rate_hertz=sample_rate,
            speaking_rate=None if request.speaking_rate == 1.0 else request.speaking_rate,
        ),
        language=request.language,
        delivery_mode=_read_mode(kept["delivery_mode"]),
        instruction=str(kept["instruction"] or ""),
        temperature=request.temperature if kept["temperature"] is not None else None,
        timestamp_type=wire.TimestampType.WORD,
        timestamp_transport_strategy=wire.TimestampTransport.SYNC,
        apply_text_normalization=switch[request.normalize],
        synthesis_context=_build_context(request),
        pronunciation_dictionary_settings=_build_dictionaries(request)
        if kept["dictionaries"]
        else None,
        seed=request.seed,
    )
    return body, tuple(f"{table.title} does not know {name}; it was left out." for name in dropped)


def read_voice(record: VoiceRecord) -> Voice:
    """A voice in vivavoce's own names."""
    languages = (record.language_code, *record.prompt_languages, *record.languages)
    old = record.lang_code.replace("_", "-").partition("-")
    fallback = f"{old[0].lower()}-{old[2]}" if old[2] else ""
    return Voice(
        id=record.voice_id,
        name=record.display_name or record.voice_id,
        language=next((tag for tag in languages if tag), fallback),
        gender=record.gender.lower(),
        description=record.description,
        tags=record.tags,
        source=record.source or ("IVC" if record.is_custom else ""),
    )


def _read_mode(name: object) -> DeliveryMode | None:
    from vivavoce.inworld.wire import DeliveryMode  # noqa: PLC0415 - imported when spoken

    if name is None:
        return None
    try:
        return DeliveryMode(str(name))
    except ValueError:
        raise UnknownNameError(
            "delivery mode", str(name), [m.value for m in DeliveryMode]
        ) from None


def _build_context(request: Request) -> SynthesisContext | None:
    from vivavoce.inworld.wire import PreviousRequest, SynthesisContext  # noqa: PLC0415 - as above

    if not request.previous:
        return None
    return SynthesisContext(
        previous_requests=tuple(PreviousRequest(text=text) for text in request.previous)
    )


def _build_dictionaries(request: Request) -> DictionarySettings:
    from vivavoce.inworld.wire import (  # noqa: PLC0415 - as above
        DictionaryReference,
        DictionarySettings,
    )

    return DictionarySettings(
        dictionaries=tuple(DictionaryReference(dictionary=name) for name in request.dictionaries)
    )
