"""One thread that does the work, so that no callback waits and the thread of one never matters."""

from __future__ import annotations

import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Job = TypeVar("Job")


class Worker(Generic[Job]):
    """Does jobs one after the other, in the order they came.

    Args:
        perform: does one job; whatever it raises goes to `failed`.
        failed: told of the job and what it raised.
    """

    def __init__(
        self, perform: Callable[[Job], None], failed: Callable[[Job, Exception], None]
    ) -> None:
        self._perform, self._failed = perform, failed
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    def put(self, job: Job) -> None:
        """Have a job done; the thread is started with the first. After `close` nothing happens."""
        with self._lock:
            if self._closed:
                return
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="vivavoce-workbench", daemon=True
                )
                self._thread.start()
            self._jobs.put(job)

    def close(self) -> None:
        """End the thread after the job in hand; jobs that wait are dropped."""
        with self._lock:
            self._closed = True
            self._jobs.put(None)

    def join(self, seconds: float) -> bool:
        """Wait for the thread to end; tells whether it has."""
        if self._thread is not None:
            self._thread.join(seconds)
        return self._thread is None or not self._thread.is_alive()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None and not self._closed:
            try:
                self._perform(job)
            except Exception as error:  # noqa: BLE001 - shown to the user, whatever it is
                self._failed(job, error)
