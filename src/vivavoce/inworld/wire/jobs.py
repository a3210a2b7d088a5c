"""Bodies of long jobs (docs.inworld.ai, Synthesize speech async, batch, autumn 2026; preview)."""

from __future__ import annotations

from typing import Any

import msgspec

from vivavoce.inworld.wire.answers import Status
from vivavoce.inworld.wire.base import Answer, Body
from vivavoce.inworld.wire.speech import SpeechRequest


class BatchItem(Body, frozen=True, kw_only=True):
    """One text of a batch.

    Attributes:
        custom_id: 1 to 63 characters, unique in the batch; results are keyed by it.
        request: as for a sync call.
    """

    custom_id: str
    request: SpeechRequest


class BatchRequest(Body, frozen=True, kw_only=True):
    """Many separate texts; one bad item refuses them all."""

    items: tuple[BatchItem, ...]


class JobResult(Answer, frozen=True, kw_only=True):
    """Where a finished job left its files: signed addresses, to be fetched without credentials."""

    audio_uri: str = ""
    timestamps_uri: str = ""
    results_uri: str = ""
    expire_time: str = ""


class Operation(Answer, frozen=True, kw_only=True):
    """A job. While it runs, `done` may be false or missing."""

    name: str = ""
    done: bool = False
    error: Status | None = None
    response: JobResult | None = None
    metadata: Any = None


class BatchResult(Answer, frozen=True, kw_only=True):
    """What became of one item."""

    custom_id: str = ""
    audio_uri: str = ""
    timestamps_uri: str = ""
    error: Status | None = None


class BatchResults(Answer, frozen=True, kw_only=True):
    """The results file of a batch."""

    results: tuple[BatchResult, ...] = ()
    failed_items: Any = msgspec.field(default=None)
