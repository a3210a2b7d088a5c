"""One thread that does the work, so that no callback waits and the thread of one never matters."""

from __future__ import annotations

import threading
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Job = TypeVar("Job")

_PATIENCE = 5.0


class Worker(Generic[Job]):
    """Does jobs one after the other, in the order they came.

    Args:
        perform: does one job; whatever it raises goes to `failed`.
        failed: told of the job and what it raised.
        patience: seconds without a job after which the thread ends; the next job starts another.
    """

    def __init__(
        self,
        perform: Callable[[Job], None],
        failed: Callable[[Job, Exception], None],
        patience: float = _PATIENCE,
    ) -> None:
        self._perform, self._failed, self._patience = perform, failed, patience
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    def put(self, job: Job) -> None:
        """Have a job done; a thread is started if there is none. After `close` nothing happens."""
        with self._lock:
            if self._closed:
                return
            self._jobs.put(job)
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="vivavoce-workbench", daemon=True
                )
                self._thread.start()

    def close(self) -> None:
        """End the thread after the job in hand; jobs that wait are dropped."""
        with self._lock:
            self._closed = True
            self._jobs.put(None)

    def join(self, seconds: float) -> bool:
        """Wait for the thread to end; tells whether it has."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)
        return thread is None or not thread.is_alive()

    def _run(self) -> None:
        while (job := self._take()) is not None:
            try:
                self._perform(job)
            except Exception as error:  # noqa: BLE001 - shown to the user, whatever it is
                self._failed(job, error)

    def _take(self) -> Job | None:
        """The next job; None ends the thread."""
        with suppress(Empty):
            job = self._jobs.get(timeout=self._patience)
            return None if self._closed else job
        with self._lock:
            # A job may have come since; whoever put it saw a thread that was still there.
            with suppress(Empty):
                job = self._jobs.get_nowait()
                return None if self._closed else job
            self._thread = None
        return None
