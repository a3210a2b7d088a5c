"""Async and batch jobs (docs.inworld.ai, Synthesize speech async, batch, autumn 2026; preview)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import msgspec

from vivavoce.inworld.calls import LARGEST_FILE, Call, Sleep
from vivavoce.inworld.errors import Exchange, InvalidRequestError, JobError, ProtocolError
from vivavoce.inworld.protocol.exchange import ask, fetch
from vivavoce.inworld.retry import Repeat
from vivavoce.inworld.secret import clean_message
from vivavoce.inworld.wire import BatchRequest, BatchResults, JobResult, Operation, decode, encode

if TYPE_CHECKING:
    from vivavoce.inworld.calls import Reply, Steps
    from vivavoce.inworld.retry import RetryPolicy
    from vivavoce.inworld.wire import SpeechRequest

POLL_SECONDS = 5.0
"""How often the service suggests to ask."""
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def submit(request: SpeechRequest, policy: RetryPolicy) -> Steps[Operation]:
    """Hand in one long text; faults are refused here, not later."""
    return _submit("/tts/v1/voice:synthesizeAsync", encode(request), policy)


def submit_batch(request: BatchRequest, policy: RetryPolicy) -> Steps[Operation]:
    """Hand in many texts; one bad one refuses all."""
    return _submit("/tts/v1/voice:synthesizeBatch", encode(request), policy)


def poll(name: str, policy: RetryPolicy) -> Steps[Operation]:
    """How a job stands."""
    return ask(Call(method="GET", path=f"/lro/v1alpha/{quote(name)}"), Operation, policy)


def wait(name: str, seconds: float, every: float, policy: RetryPolicy) -> Steps[JobResult]:
    """Ask until a job is done.

    Raises:
        JobError: if the job failed, or is not done after `seconds`; it goes on, ask again later.
    """
    deadline = time.monotonic() + seconds
    while True:
        operation = yield from poll(name, policy)
        if operation.done or operation.error is not None or operation.response is not None:
            return _read_result(operation)
        if time.monotonic() + every > deadline:
            raise JobError(
                f"The job {clean_message(name)} is not done yet. Ask for it again later."
            )
        yield Sleep(every)


def download(uri: str, policy: RetryPolicy) -> Steps[bytes]:
    """A job's file. The address is signed, so no credentials are sent, and none may be.

    Raises:
        InvalidRequestError: if the address is not https.
    """
    parts = urlsplit(uri)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise InvalidRequestError("Only https addresses are fetched; the job named another kind.")
    call = Call(method="GET", path=uri, credentials=False, largest=LARGEST_FILE)
    reply: Reply = yield from fetch(call, policy)
    return reply.body


def read_batch(uri: str, policy: RetryPolicy) -> Steps[BatchResults]:
    """The results file of a batch."""
    data = yield from download(uri, policy)
    try:
        return decode(data, BatchResults)
    except msgspec.MsgspecError as error:
        raise ProtocolError(f"The results of the batch cannot be read ({error}).") from None


def _submit(path: str, body: bytes, policy: RetryPolicy) -> Steps[Operation]:
    call = Call(method="POST", path=path, body=body, repeat=Repeat.DOUBLES)
    return ask(call, Operation, policy)


def _read_result(operation: Operation) -> JobResult:
    if operation.error is not None:
        said = clean_message(operation.error.message) or "no reason given"
        raise JobError(
            f"The job failed: {said}.",
            Exchange(code=operation.error.code, details=operation.error.details),
        )
    if operation.response is None:
        raise JobError("The job says it is done, but names no result.")
    return operation.response
