"""The voices, in processes of their own, kept warm.

The local voice library serves one thread only, so each worker is a process that speaks one order
at a time and hands its pieces over a pipe as they are made. It speaks far faster than anybody
listens, so an order occupies its worker for milliseconds; pieces wait in the server, not in the
worker, and a client that reads slowly holds nobody up.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from vivavoce.service.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from multiprocessing.connection import Connection

    from vivavoce.service.orders import Order


class Piece(NamedTuple):
    """Audio to send, with the times that belong to it."""

    audio: bytes
    times: dict[str, Any] | None
    seconds: float


def _work(pipe: Connection, engine: str) -> None:
    """The life of a worker: orders in, pieces out, None behind the last."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from vivavoce.service.speaking import speak, warm  # noqa: PLC0415 - in the worker only

    with contextlib.suppress(Exception):  # what is missing is told to the first who asks
        warm(engine)
    while True:
        try:
            order = pipe.recv()
        except (EOFError, OSError):
            return
        if order is None:
            return
        try:
            for piece in speak(order, engine):
                pipe.send(piece)
            pipe.send(None)
        except BrokenPipeError:
            return
        except Refusal as refusal:
            pipe.send((refusal.code, refusal.message))
        except Exception as error:  # noqa: BLE001 - the service answers 13 and goes on
            pipe.send((13, f"synthesis failed: {error}"))


class _Worker:
    def __init__(self, engine: str) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=_work, args=(other, engine), daemon=True)
        self.process.start()
        other.close()

    def stop(self) -> None:
        with contextlib.suppress(OSError):
            self.pipe.send(None)
        self.pipe.close()
        self.process.join(0.5)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


class Pool:
    """A few workers; orders wait for the next free one, first come first served."""

    def __init__(self, engine: str = "espeak", size: int | None = None) -> None:
        self._engine = engine
        self.size = size or min(4, max(2, os.cpu_count() or 1))
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._workers: set[_Worker] = set()
        self._threads = ThreadPoolExecutor(self.size, "pipe")
        self._draining: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Start the workers; they warm up by themselves."""
        for _ in range(self.size):
            self._add()

    def stop(self) -> None:
        """End all workers, whatever they are at."""
        for worker in self._workers:
            worker.process.kill()
            worker.stop()
        self._workers.clear()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _add(self) -> None:
        worker = _Worker(self._engine)
        self._workers.add(worker)
        self._idle.put_nowait(worker)

    async def stream(self, order: Order) -> AsyncIterator[Piece]:
        """The pieces of an order as they are made.

        Raises:
            Refusal: if the voice cannot speak it.
        """
        worker = await self._idle.get()
        queue: asyncio.Queue[Any] = asyncio.Queue()
        task = asyncio.create_task(self._run(worker, order, queue))
        self._draining.add(task)
        task.add_done_callback(self._draining.discard)
        while (piece := await queue.get()) is not None:
            if not isinstance(piece, Piece):
                raise Refusal(*piece)
            yield piece

    async def _run(self, worker: _Worker, order: Order, queue: asyncio.Queue[Any]) -> None:
        """Empty the pipe to the end, also for a client that has gone, then free the worker."""
        loop = asyncio.get_running_loop()
        try:
            worker.pipe.send(replace(order))
            while True:
                piece = await loop.run_in_executor(self._threads, worker.pipe.recv)
                queue.put_nowait(piece)
                if not isinstance(piece, Piece):
                    break
        except (EOFError, OSError, RuntimeError):
            queue.put_nowait((13, "internal failure"))
            if worker in self._workers:
                self._workers.discard(worker)
                worker.stop()
                self._add()
            return
        self._idle.put_nowait(worker)
