"""Long jobs and the files they leave, in memory."""

from __future__ import annotations

import hmac
import secrets
import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

LIFE = 3600.0
"""Seconds a file can be fetched; the service's own figure is not documented."""

_MOST_FILES = 200


@dataclass(slots=True)
class Jobs:
    """Operations and their files, kept for an hour in memory."""

    operations: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, tuple[bytes, float]] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def keep(self, data: bytes, base: str) -> str:
        """A signed address for a file."""
        expires = time.time() + LIFE
        for stale in [n for n, row in self.files.items() if row[1] < time.time()]:
            del self.files[stale]
        while len(self.files) >= _MOST_FILES:
            del self.files[next(iter(self.files))]
        name = uuid.uuid4().hex
        self.files[name] = data, expires
        return f"{base}downloads/{name}?sig={self.sign(name)}"

    def sign(self, name: str) -> str:
        """The signature of a file's name."""
        return hmac.digest(self.secret, name.encode(), "sha256").hex()
