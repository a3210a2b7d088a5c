"""Speech in one answer, as a stream, through the OpenAI-compatible endpoint, and scripts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from vivavoce.inworld.alignment import AlignmentReader
from vivavoce.inworld.calls import Call, Close, Emit, Open, Read, Renew, Sleep
from vivavoce.inworld.errors import (
    AuthError,
    Exchange,
    InworldError,
    NetworkError,
    ProtocolError,
    RateLimitError,
)
from vivavoce.inworld.protocol.exchange import fetch
from vivavoce.inworld.replies import (
    check_reply,
    error_from_status,
    raise_protocol,
    read_error,
    rescue_audio,
)
from vivavoce.inworld.retry import Repeat
from vivavoce.inworld.values import DEFAULT_SAMPLE_RATE, Speech, SpeechChunk
from vivavoce.inworld.wire import AudioAnswer, Line, SpeechRequest, encode
from vivavoce.inworld.wire.answers import read_times, read_usage
from vivavoce.speech import Alignment, Encoding

if TYPE_CHECKING:
    from vivavoce.inworld.calls import Reply, Steps
    from vivavoce.inworld.retry import RetryPolicy
    from vivavoce.inworld.wire import LipsyncAlignment, OpenAISpeechRequest

SYNC_PATH = "/tts/v1/voice"
STREAM_PATH = "/tts/v1/voice:stream"
_LINE = msgspec.json.Decoder(Line, strict=False)


@dataclass(slots=True)
class Progress:
    """What a stream has brought; filled while it runs, readable at any time."""

    request_id: str = ""
    characters: int = 0
    model: str = ""
    chunks: list[SpeechChunk] = field(default_factory=list)

    def reset(self) -> None:
        """A new attempt begins."""
        self.request_id, self.characters, self.model = "", 0, ""


def synthesize(request: SpeechRequest, policy: RetryPolicy) -> Steps[Speech]:
    """All the audio in one answer.

    Raises:
        ProtocolError: if the answer cannot be read; audio that can be rescued is in `arrived`.
    """
    call = Call(method="POST", path=SYNC_PATH, body=encode(request), repeat=Repeat.PAID)
    try:
        reply: Reply = yield from fetch(call, policy)
    except NetworkError as error:
        if audio := rescue_audio(error.partial):
            error.with_arrived((SpeechChunk(audio, complete=False),))
        raise
    progress = Progress(reply.request_id)
    reader = AlignmentReader(request.text or "")
    chunk = _read_line(reply.body, reply, progress, reader)
    alignment = _finish(chunk.alignment, reader)
    return _collect(request, progress, [chunk], alignment)


def stream(request: SpeechRequest, policy: RetryPolicy, progress: Progress) -> Steps[None]:
    """Audio and times as they come; attempts are repeated only until the first of them.

    Raises:
        InworldError: when the stream fails; `arrived` holds what was handed over before.
    """
    call = Call(method="POST", path=STREAM_PATH, body=encode(request), repeat=Repeat.PAID)
    failed, renewed = 0, False
    while True:
        progress.reset()
        try:
            return (yield from _attempt(request, call, progress))
        except InworldError as error:
            failed += 1
            yield Close(limited=isinstance(error, RateLimitError))
            error.with_arrived(tuple(progress.chunks))
            if isinstance(error, AuthError) and not renewed and not progress.chunks:
                renewed = True
                if (yield Renew()):
                    continue
            delay = policy.delay(failed, error, call.repeat)
            if delay is None:
                raise
        yield Sleep(delay)


def collect(request: SpeechRequest, progress: Progress) -> Speech:
    """A finished stream as one value."""
    alignment = Alignment()
    for chunk in progress.chunks:
        alignment += chunk.alignment.shift(0, len(alignment.words))
    return _collect(request, progress, progress.chunks, alignment)


def speak_openai(request: OpenAISpeechRequest, policy: RetryPolicy) -> Steps[bytes]:
    """Audio bytes from the OpenAI-compatible endpoint."""
    call = Call(method="POST", path="/v1/audio/speech", body=encode(request), repeat=Repeat.PAID)
    reply: Reply = yield from fetch(call, policy)
    if reply.headers.get("content-type", "").startswith(("application/json", "text/")):
        raise_protocol("The answer is text where audio was due", reply)
    return reply.body


def synthesize_script(request: SpeechRequest, policy: RetryPolicy) -> Steps[dict[str, Any]]:
    """The answer to a script as the service gives it: its shape is not documented (autumn 2026)."""
    call = Call(method="POST", path=SYNC_PATH, body=encode(request), repeat=Repeat.PAID)
    reply: Reply = yield from fetch(call, policy)
    try:
        answer = msgspec.json.decode(reply.body)
    except msgspec.MsgspecError:
        answer = None
    if not isinstance(answer, dict):
        raise_protocol("The answer to the script is no JSON object", reply)
    return answer


def _attempt(request: SpeechRequest, call: Call, progress: Progress) -> Steps[None]:
    head: Reply = yield Open(call)
    progress.request_id = head.request_id
    if not 200 <= head.status < 300:
        whole = yield from _read_all(head)
        raise read_error(whole)
    lines = LineSplitter()
    reader = AlignmentReader(request.text or "")
    try:
        while data := (yield Read()):
            for line in lines.feed(data):
                yield from _hand_over(_read_line(line, head, progress, reader), progress)
    except NetworkError:
        yield from _save_rest(lines, reader, progress)
        raise
    if rest := lines.finish():
        yield from _hand_over(_read_line(rest, head, progress, reader), progress)
    if (words := reader.finish()) != Alignment():
        yield from _hand_over(SpeechChunk(b"", words), progress)
    yield Close()
    if not progress.chunks:
        raise_protocol("The stream ended without a single line", head)


def _save_rest(lines: LineSplitter, reader: AlignmentReader, progress: Progress) -> Steps[None]:
    """Hand over what a broken connection left half read."""
    chunk = SpeechChunk(rescue_audio(lines.finish()), reader.finish(), complete=False)
    if chunk.content or chunk.alignment != Alignment():
        progress.chunks.append(chunk)
        yield Emit(chunk)


def _hand_over(chunk: SpeechChunk, progress: Progress) -> Steps[None]:
    progress.chunks.append(chunk)
    yield Emit(chunk)
    if not chunk.complete:
        raise ProtocolError(
            "The stream broke off in the middle of a line; the audio in it was saved."
            f" (request {progress.request_id})",
            Exchange(progress.request_id, 200),
        )


def _read_all(head: Reply) -> Steps[Reply]:
    parts: list[bytes] = []
    while (data := (yield Read())) and sum(map(len, parts)) < 1_000_000:
        parts.append(data)
    return type(head)(head.status, head.headers, b"".join(parts), head.request_id)


class LineSplitter:
    """Cuts bytes into lines; a line may be large and come in many pieces."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def feed(self, data: bytes) -> list[bytes]:
        """The lines completed by `data`, blank ones left out."""
        *whole, rest = data.split(b"\n")
        if whole:
            whole[0] = b"".join([*self._parts, whole[0]])
            self._parts = []
        self._parts.append(rest)
        return [line for line in whole if line and not line.isspace()]

    def finish(self) -> bytes:
        """A last line that lacks its line end."""
        return b"".join(self._parts).strip()


def _read_line(
    data: bytes, reply: Reply, progress: Progress, reader: AlignmentReader
) -> SpeechChunk:
    """One piece of speech, wrapped or bare.

    Raises:
        InworldError: if it reports an error, or nothing in it can be used.
    """
    try:
        line = _LINE.decode(data)
    except msgspec.MsgspecError as error:
        audio = rescue_audio(data)
        if not audio:
            raise_protocol(f"A line of the answer cannot be read ({error})", reply)
        return SpeechChunk(audio, complete=False)
    if line.error is not None:
        raise error_from_status(line.error, request_id=reply.request_id, http=reply.status)
    answer: AudioAnswer = line.result if line.result is not None else line
    if answer.audio_content is None and not bytes(answer.timestamp_info):
        check_reply(reply)
        raise_protocol("The answer holds neither audio nor times", reply)
    usage = read_usage(answer.usage if bytes(answer.usage) else line.usage)
    # The count comes once; a server that repeats it must not be billed for each line.
    counted = max(usage.processed_characters_count - progress.characters, 0)
    progress.characters += counted
    progress.model = usage.model_id or progress.model
    times = read_times(answer.timestamp_info)
    return SpeechChunk(
        answer.audio_content or b"",
        reader.read(times),
        counted,
        times.lipsync_alignment if times is not None else None,
    )


def _finish(alignment: Alignment, reader: AlignmentReader) -> Alignment:
    return alignment + reader.finish().shift(0, len(alignment.words))


def _collect(
    request: SpeechRequest,
    progress: Progress,
    chunks: list[SpeechChunk],
    alignment: Alignment,
) -> Speech:
    broken = next((chunk for chunk in chunks if not chunk.complete), None)
    if broken is not None:
        raise ProtocolError(
            f"The answer is damaged; the audio in it was saved. (request {progress.request_id})",
            Exchange(progress.request_id, 200, arrived=tuple(chunks)),
        )
    config = request.audio_config
    lipsync: tuple[LipsyncAlignment, ...] = tuple(c.lipsync for c in chunks if c.lipsync)
    return Speech(
        tuple(chunk.content for chunk in chunks if chunk.content),
        (config.audio_encoding if config else None) or Encoding.MP3,
        (config.sample_rate_hertz if config else None) or DEFAULT_SAMPLE_RATE,
        alignment,
        progress.characters,
        progress.model,
        progress.request_id,
        lipsync,
    )
