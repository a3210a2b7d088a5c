"""Long jobs and the files they leave, in memory."""

from __future__ import annotations

import asyncio
import hmac
import secrets
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from vivavoce.service.refusals import Refusal

LIFE = 3600.0
"""Seconds a file can be fetched; the service's own figure is not documented."""

MOST_BYTES = 512 * 1024 * 1024
"""Bytes of files kept; the oldest go first."""

_MOST_RUNNING = 100
_MOST_KEPT = 1000


@dataclass(slots=True)
class Jobs:
    """Operations and their files, kept for an hour in memory.

    Attributes:
        operations: by name.
        files: data and when it expires, by name.
        tasks: those running.
        turn: held by the job that speaks, so that jobs never take all workers from live speech.
        secret: signs the addresses of files.
    """

    operations: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, tuple[bytes, float]] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def make_room(self) -> None:
        """Before a new job: forget the oldest that are done.

        Raises:
            Refusal: 8 if too many are running.
        """
        if len(self.tasks) >= _MOST_RUNNING:
            raise Refusal(8, "too many jobs in flight")
        done = [name for name, row in self.operations.items() if row.get("done")]
        for name in done[: max(0, len(self.operations) - _MOST_KEPT + 1)]:
            del self.operations[name]

    def keep(self, data: bytes, base: str) -> str:
        """A signed address for a file."""
        expires = time.time() + LIFE
        for stale in [n for n, row in self.files.items() if row[1] < time.time()]:
            del self.files[stale]
        held = sum(len(row[0]) for row in self.files.values()) + len(data)
        while self.files and held > MOST_BYTES:
            held -= len(self.files.pop(next(iter(self.files)))[0])
        name = uuid.uuid4().hex
        self.files[name] = data, expires
        return f"{base}downloads/{name}?sig={self.sign(name)}"

    def sign(self, name: str) -> str:
        """The signature of a file's name."""
        return hmac.digest(self.secret, name.encode(), "sha256").hex()
