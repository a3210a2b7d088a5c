"""Takes on disk, named by what was asked for.

```
takes/
  3f2a…/            one request, by its hash
    001/              one take of it
      audio.wav
      take.json         request, alignment, provenance
    002/
    approved          the number of the take that is to be kept, if a person chose one
  .rendering        held by the render at work, so that there is only one
  .arriving-…/      a take while it is being spoken: audio.pcm grows chunk by chunk
```

A take is complete or it is not there: it is gathered in a folder of its own, which is renamed when
everything is in it. What had arrived when a run was killed stays in `.arriving-…` until a later
take of the same request is complete.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from vivavoce._files import claim, write_atomic
from vivavoce.errors import FileError
from vivavoce.speech import Alignment, Audio, Phone, Provenance, Request, Take, Viseme, Word
from vivavoce.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import FileIO
    from pathlib import Path

    from vivavoce.speech import Chunk

_HASH = re.compile(r"[0-9a-f]{32}")
_NUMBER = re.compile(r"\d{3,}")
_ARRIVING = ".arriving-"
_UNFINISHED = re.compile(r"\.arriving-([0-9a-f]{32})-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class StoredTake:
    """A take on disk.

    Attributes:
        folder: where it lies.
        request_hash: what was asked for.
        number: counted from 1 among the takes of that request.
        approved: whether a person chose it.
    """

    folder: Path
    request_hash: str
    number: int
    approved: bool

    @property
    def name(self) -> str:
        """What people type: the head of the hash and the number."""
        return f"{self.request_hash[:8]}.{self.number}"

    def describe(self) -> dict[str, Any]:
        """Request and provenance, as written.

        Raises:
            FileError: if the file cannot be read or is damaged.
        """
        path = self.folder / "take.json"
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise FileError(f"{path} cannot be read: {error}. Delete {self.folder}.") from error
        if not isinstance(data, dict):
            raise FileError(f"{path} is damaged. Delete {self.folder}.")
        return data

    def load(self) -> Take:
        """The take; its spans point into its request's text.

        Raises:
            FileError: if a file is missing or damaged.
        """
        data = self.describe()
        try:
            return _read_take(data, _read_audio((self.folder / "audio.wav").read_bytes()))
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise FileError(f"The take in {self.folder} is damaged: {error}. Delete it.") from error


class TakeStore:
    """The takes beside a script.

    Args:
        folder: usually `takes`, beside the script; made when the first take arrives.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def takes(self, request_hash: str) -> list[StoredTake]:
        """The takes of one request, oldest first."""
        home = self.folder / request_hash
        approved = self._approved(home)
        numbers = sorted(int(p.name) for p in _children(home) if _NUMBER.fullmatch(p.name))
        return [StoredTake(home / f"{n:03}", request_hash, n, n == approved) for n in numbers]

    def best(self, request_hash: str) -> StoredTake | None:
        """The approved take of a request, else the newest, else None."""
        takes = self.takes(request_hash)
        return next((t for t in takes if t.approved), takes[-1] if takes else None)

    def all(self) -> Iterator[StoredTake]:
        """Every take, by request."""
        for home in sorted(_children(self.folder)):
            if _HASH.fullmatch(home.name):
                yield from self.takes(home.name)

    def find(self, name: str) -> StoredTake | None:
        """A take by the name people type, `3f2a91cc.2`; without a number, the best one."""
        head, _, number = name.partition(".")
        homes = [
            p.name
            for p in _children(self.folder)
            if _HASH.fullmatch(p.name) and len(head) >= 4 and p.name.startswith(head)
        ]
        if len(homes) != 1:
            return None
        if not number:
            return self.best(homes[0])
        return next((t for t in self.takes(homes[0]) if str(t.number) == number), None)

    def approve(self, take: StoredTake) -> None:
        """Keep this take whatever is rendered later.

        Raises:
            FileError: if the choice cannot be written.
        """
        write_atomic(take.folder.parent / "approved", f"{take.number}\n".encode())

    def remove(self, take: StoredTake) -> None:
        """Delete a take."""
        shutil.rmtree(take.folder, ignore_errors=True)
        with suppress(OSError):
            take.folder.parent.rmdir()

    def tidy(self, *request_hashes: str) -> None:
        """Delete what is left of unfinished takes of requests that have a whole one."""
        for stale in _children(self.folder):
            found = _UNFINISHED.fullmatch(stale.name)
            if found and found[1] in request_hashes and self.takes(found[1]):
                shutil.rmtree(stale, ignore_errors=True)

    @contextmanager
    def claim(self) -> Iterator[None]:
        """Keep other renders out of this folder, so that nothing is paid for twice.

        Raises:
            BusyError: if another render is at work in it.
            FileError: if it cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(f"Cannot write to {self.folder}: {error.strerror}.") from error
        busy = f"Another render is at work in {self.folder}. Wait until it is done, or stop it."
        with claim(self.folder / ".rendering", busy):
            yield

    def receive(self, request: Request) -> Arrival:
        """Make room for a take that is about to be spoken.

        Raises:
            FileError: if the folder cannot be written, before anything is paid for.
        """
        return Arrival(self, request)

    def _approved(self, home: Path) -> int:
        with suppress(OSError, ValueError):
            return int((home / "approved").read_text(encoding="utf-8"))
        return -1


class Arrival:
    """A take while it is being spoken: every chunk is on disk before the next is asked for."""

    def __init__(self, store: TakeStore, request: Request) -> None:
        self._store, self._request = store, request
        self._folder = store.folder / f"{_ARRIVING}{request.hash}-{uuid4().hex[:8]}"
        try:
            self._folder.mkdir(parents=True)
            described = json.dumps(request.to_dict(), ensure_ascii=False, indent=1)
            write_atomic(self._folder / "request.json", described.encode())
            self._file = (self._folder / "audio.pcm").open("wb", buffering=0)
        except OSError as error:
            raise FileError(f"Cannot write to {store.folder}: {error.strerror}.") from error

    def add(self, chunk: Chunk) -> None:
        """Write a chunk's samples down.

        Raises:
            FileError: if the disk is full, say; what arrived before stays.
        """
        try:
            _write_whole(self._file, chunk.audio.samples)
        except OSError as error:
            raise FileError(f"Cannot write to {self._folder}: {error.strerror}.") from error

    def abandon(self) -> Path | None:
        """Give up; the folder in which what had arrived stays, or None if nothing had."""
        self._file.close()
        if self._has_sound():
            return self._folder
        shutil.rmtree(self._folder, ignore_errors=True)
        return None

    def close(self) -> None:
        """Stop without a complete take; what arrived stays on disk."""
        self._file.close()

    def _has_sound(self) -> bool:
        with suppress(OSError):
            return (self._folder / "audio.pcm").stat().st_size > 0
        return False

    def complete(self, take: Take) -> StoredTake:
        """Put the finished take where it belongs.

        Raises:
            FileError: if it cannot be written; the samples stay in the arriving folder.
        """
        self._file.close()
        try:
            _write_synced(self._folder / "audio.wav", take.audio.to_wav())
            _write_synced(self._folder / "take.json", _dump_take(take))
            (self._folder / "audio.pcm").unlink()
            (self._folder / "request.json").unlink()
            stored = self._move()
        except OSError as error:
            raise FileError(f"Cannot write to {self._folder}: {error.strerror}.") from error
        self._store.tidy(self._request.hash)
        return stored

    def _move(self) -> StoredTake:
        home = self._store.folder / self._request.hash
        home.mkdir(exist_ok=True)
        taken = [t.number for t in self._store.takes(self._request.hash)]
        number = max(taken, default=0) + 1
        while True:
            target = home / f"{number:03}"
            try:
                self._folder.rename(target)
            except OSError:
                if not target.exists():
                    raise
                number += 1
            else:
                return StoredTake(target, self._request.hash, number, approved=False)


def _children(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _write_whole(file: FileIO, data: bytes) -> None:
    """Write everything; a full disk may take a part first and say so only at the next try."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) or 0 :]


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _dump_take(take: Take) -> bytes:
    request = take.requests[0]
    data = {
        "request": request.to_dict(),
        "provenance": asdict(take.provenance),
        "duration": take.audio.duration,
        "alignment": {
            "words": [
                [
                    w.text,
                    w.start,
                    w.end,
                    [w.span.start, w.span.end] if w.span else None,
                    w.certainty,
                ]
                for w in take.alignment.words
            ],
            "phones": [[p.symbol, p.start, p.end, p.word] for p in take.alignment.phones],
            "visemes": [[v.symbol, v.start, v.end] for v in take.alignment.visemes],
            "estimated": take.alignment.estimated,
        },
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _read_audio(data: bytes) -> Audio:
    from vivavoce.speech.riff import read_wave  # noqa: PLC0415 - only takes need it

    wave = read_wave(data)
    if wave is None:
        raise ValueError("its sound is no WAV file")
    return Audio(wave.data, wave.sample_rate)


def _read_take(data: dict[str, Any], audio: Audio) -> Take:
    request = Request.from_dict(data["request"])
    times = data["alignment"]
    alignment = Alignment(
        tuple(Word(t, s, e, Span(*at) if at else None, c) for t, s, e, at, c in times["words"]),
        tuple(Phone(*row) for row in times["phones"]),
        tuple(Viseme(*row) for row in times["visemes"]),
        bool(times["estimated"]),
    )
    told = data["provenance"]
    provenance = Provenance(**{**told, "notes": tuple(told["notes"])})
    return Take(request.text, (request,), audio, alignment, provenance)
