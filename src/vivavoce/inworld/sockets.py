"""What is said over a WebSocket, without any I/O: frames out, frames in, one queue a context.

Source: docs.inworld.ai, WebSocket guide and reference, Aug 2026; samples of autumn 2026.
"""

from __future__ import annotations

import uuid
from collections import deque
from copy import copy
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from vivavoce.inworld.alignment import AlignmentReader
from vivavoce.inworld.checks import check_context, check_text
from vivavoce.inworld.errors import InworldError, NotFoundError, ProtocolError
from vivavoce.inworld.heard import find_reach
from vivavoce.inworld.matching import blank_markup, fold, split_runs
from vivavoce.inworld.replies import error_from_status, rescue_audio
from vivavoce.inworld.secret import clean_message
from vivavoce.inworld.values import DEFAULT_SAMPLE_RATE, SpeechChunk
from vivavoce.inworld.wire import (
    ClientFrame,
    ContextSettings,
    Empty,
    SendText,
    ServerFrame,
    Status,
    encode,
)
from vivavoce.inworld.wire.answers import read_times, read_usage
from vivavoce.speech import Alignment, Encoding
from vivavoce.speech.framing import COMPRESSED, ChunkDecoder

if TYPE_CHECKING:
    from vivavoce.inworld.wire import AudioAnswer, ServerResult, TimestampInfo

PATH = "/tts/v1/voice:streamBidirectional"
LARGEST_FRAME = 64 * 1024 * 1024
KEEPALIVE_SECONDS = 240.0
"""The service closes what is idle for about ten minutes."""
_RESTART = 0.05
"""Seconds by which times must run back before they are taken for those of a new flush."""
_FRAME = msgspec.json.Decoder(ServerFrame, strict=False)


class Mark(StrEnum):
    """What can be heard of a context besides speech."""

    CREATED = "created"
    FLUSHED = "flushed"
    CLOSED = "closed"


Event = SpeechChunk | Mark | InworldError


@dataclass(slots=True)
class ContextState:
    """One context: what was sent, what was heard, what waits to be picked up.

    Attributes:
        origin: seconds of audio before the flush that is being spoken; its times start at 0 again.
        heard: seconds of audio received.
    """

    context_id: str
    settings: ContextSettings
    reader: AlignmentReader = field(default_factory=lambda: AlignmentReader(""))
    events: deque[Event] = field(default_factory=deque)
    arrived: list[SpeechChunk] = field(default_factory=list)
    unspoken: str = ""
    origin: float = 0.0
    heard: float = 0.0
    last_time: float = 0.0
    characters: int = 0
    closing: bool = False
    closed: bool = False
    decoder: ChunkDecoder | None = None

    def __post_init__(self) -> None:
        config = self.settings.audio_config
        encoding = (config.audio_encoding if config else None) or Encoding.MP3
        rate = (config.sample_rate_hertz if config else None) or DEFAULT_SAMPLE_RATE
        if encoding not in COMPRESSED:
            self.decoder = ChunkDecoder(encoding, rate)


class SocketCore:
    """Builds what is sent and sorts what comes back."""

    def __init__(self, *, known_models_only: bool = True) -> None:
        self.contexts: dict[str, ContextState] = {}
        self.answered = False
        self.failure: InworldError | None = None
        self._known_models_only = known_models_only

    @property
    def is_idle(self) -> bool:
        """Whether nothing would be lost with the connection."""
        return all(state.closed for state in self.contexts.values())

    def restart(self) -> None:
        """Forget a connection that is gone."""
        self.contexts, self.answered, self.failure = {}, False, None

    def create(
        self, settings: ContextSettings, context_id: str | None
    ) -> tuple[ContextState, bytes]:
        """Open a context.

        Raises:
            InvalidRequestError: if the settings are wrong.
            ProtocolError: if a context of that id is open.
        """
        check_context(settings, known_models_only=self._known_models_only)
        name = context_id or uuid.uuid4().hex
        if name in self.contexts and not self.contexts[name].closed:
            raise ProtocolError(f"A context {name!r} is open already.")
        state = self.contexts[name] = ContextState(name, settings)
        return state, encode(ClientFrame(context_id=name, create=settings))

    def send_text(self, state: ContextState, text: str, *, flush: bool) -> bytes:
        """Add text; with `flush` it is spoken at once.

        Raises:
            InvalidRequestError: if it is too long, or the context is closed.
        """
        self._require_open(state)
        check_text(text, state.settings.model_id)
        state.reader.extend(text)
        state.unspoken += text
        flushes = flush and _is_speakable(state.unspoken)
        if flushes:
            state.unspoken = ""
        body = SendText(text=text, flush_context=Empty() if flushes else None)
        return encode(ClientFrame(context_id=state.context_id, send_text=body))

    def flush(self, state: ContextState) -> bytes | None:
        """Speak what is buffered, or None if that is nothing: such a flush is never answered."""
        self._require_open(state)
        if not _is_speakable(state.unspoken):
            return None
        state.unspoken = ""
        return encode(ClientFrame(context_id=state.context_id, flush_context=Empty()))

    def close(self, state: ContextState) -> bytes | None:
        """Speak the rest, then close; None if that was asked before."""
        if state.closing or state.closed:
            return None
        state.closing, state.unspoken = True, ""
        return encode(ClientFrame(context_id=state.context_id, close_context=Empty()))

    def cancel(self, state: ContextState) -> bytes | None:
        """Throw the rest away; None if there is nothing to cancel."""
        if state.closed:
            return None
        state.closing = state.closed = True
        state.events.append(Mark.CLOSED)
        return encode(ClientFrame(context_id=state.context_id, cancel_context=Empty()))

    def keepalive(self) -> list[bytes]:
        """Signs of life: empty text for every open context."""
        open_ones = [s for s in self.contexts.values() if not s.closing and not s.closed]
        return [
            encode(ClientFrame(context_id=state.context_id, send_text=SendText(text="")))
            for state in open_ones
        ]

    def take(self, state: ContextState) -> SpeechChunk | Mark | None:
        """The next thing heard of a context, or None if it is still to come.

        Raises:
            InworldError: if the context failed, or is over.
        """
        if not state.events:
            self._require_listening(state)
            return None
        event = state.events.popleft()
        if isinstance(event, InworldError):
            raise event
        return event

    def receive(self, data: str | bytes) -> None:
        """Sort a frame into the queue of its context."""
        raw = data.encode() if isinstance(data, str) else data
        self.answered = True
        try:
            frame = _FRAME.decode(raw)
        except msgspec.MsgspecError as error:
            self._rescue(raw, clean_message(str(error)))
            return
        if frame.error is not None:
            self.fail(error_from_status(frame.error, request_id="", http=None))
        elif frame.result is not None:
            self._sort(frame.result)

    def fail(self, error: InworldError) -> None:
        """Tell every open context that it is over."""
        self.failure = error
        for state in self.contexts.values():
            if not state.closed:
                self._end(state, error)

    def _require_listening(self, state: ContextState) -> None:
        if state.closed:
            raise ProtocolError(f"The context {state.context_id!r} is closed.")

    def _require_open(self, state: ContextState) -> None:
        if state.closing or state.closed:
            raise ProtocolError(f"The context {state.context_id!r} is closed.")

    def _sort(self, result: ServerResult) -> None:
        state = self.contexts.get(result.context_id)
        if state is None and not result.context_id and len(self.contexts) == 1:
            state = next(iter(self.contexts.values()))
        if state is None or state.closed:
            return
        if (status := _find_error(result)) is not None:
            self._refuse(state, status)
            return
        if result.audio_chunk is not None:
            self._hear(state, result.audio_chunk)
        if result.context_created is not None:
            state.events.append(Mark.CREATED)
        if result.flush_completed is not None:
            self._complete_flush(state)
            state.events.append(Mark.FLUSHED)
        if result.context_closed is not None:
            self._complete_flush(state)
            state.closed = True
            state.events.append(Mark.CLOSED)

    def _hear(self, state: ContextState, answer: AudioAnswer) -> None:
        content = answer.audio_content or b""
        times = read_times(answer.timestamp_info)
        before = state.heard
        state.heard += _measure(state, content)
        if times is not None:
            _find_restart(state, times, before)
        usage = read_usage(answer.usage)
        counted = max(usage.processed_characters_count - state.characters, 0)
        state.characters += counted
        chunk = SpeechChunk(
            content,
            state.reader.read(times, state.origin),
            counted,
            times.lipsync_alignment if times is not None else None,
        )
        _add(state, chunk)

    def _complete_flush(self, state: ContextState) -> None:
        rest = state.reader.finish()
        if rest != Alignment():
            _add(state, SpeechChunk(b"", rest))
        state.arrived.clear()
        _move_origin(state, state.heard)

    def _refuse(self, state: ContextState, status: Status) -> None:
        error = error_from_status(status, request_id="", http=None)
        if isinstance(error, NotFoundError) and state.closing:
            # "Context not found" after our own close: it had closed before the message came.
            state.closed = True
            state.events.append(Mark.CLOSED)
            return
        self._end(state, error)

    def _end(self, state: ContextState, error: InworldError) -> None:
        state.closed = True
        state.events.append(copy(error).with_arrived(tuple(state.arrived)))

    def _rescue(self, raw: bytes, reason: str) -> None:
        error = ProtocolError(f"A message of the service cannot be read ({reason}).")
        open_ones = [state for state in self.contexts.values() if not state.closed]
        named = [state for state in open_ones if state.context_id.encode() in raw]
        for state in named or open_ones:
            if audio := rescue_audio(raw):
                _add(state, SpeechChunk(audio, complete=False))
            self._end(state, error)


def _add(state: ContextState, chunk: SpeechChunk) -> None:
    state.events.append(chunk)
    state.arrived.append(chunk)


def _find_error(result: ServerResult) -> Status | None:
    """A status other than 0, beside the chunk or inside it."""
    statuses = [result.status]
    if result.audio_chunk is not None and bytes(result.audio_chunk.status):
        try:
            statuses.append(msgspec.json.decode(result.audio_chunk.status, type=Status | None))
        except msgspec.MsgspecError:
            statuses.append(None)
    return next((status for status in statuses if status is not None and status.code), None)


def _measure(state: ContextState, content: bytes) -> float:
    """Seconds of sound in a piece; 0 for compressed audio, there the times must do."""
    if state.decoder is None or not content:
        return 0.0
    try:
        return state.decoder.feed(content).duration
    except ValueError:
        return 0.0


def _find_restart(state: ContextState, times: TimestampInfo, heard: float) -> None:
    """Notice times that begin at 0 again without a word that a flush was completed."""
    reach = find_reach(times)
    if reach is None:
        return
    if reach[0] < state.last_time - _RESTART:
        _move_origin(state, heard)
    state.last_time = max(state.last_time, reach[1])


def _move_origin(state: ContextState, heard: float) -> None:
    state.origin = max(state.origin, heard, state.reader.end)
    state.last_time = 0.0


def _is_speakable(text: str) -> bool:
    """Whether a flush of the text would be answered: blanks and punctuation alone are not."""
    return next(split_runs(blank_markup(fold(text))), None) is not None or "[" in text
