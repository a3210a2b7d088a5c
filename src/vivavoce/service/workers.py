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
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from vivavoce.service.refusals import Refusal
from vivavoce.service.striking import disturb, take_trouble

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from multiprocessing.connection import Connection

    from vivavoce.service.orders import Order


LARGEST_ANSWER = 256 * 1024 * 1024
"""Bytes of audio one order may come to."""

MOST_HELD = 512 * 1024 * 1024
"""Bytes of audio that may wait for clients before new orders are refused."""


class Piece(NamedTuple):
    """Audio to send, with the times that belong to it."""

    audio: bytes
    times: dict[str, Any] | None
    seconds: float


def _work(pipe: Connection, engine: str) -> None:
    """The life of a worker: None when it is warm; orders in, pieces out, None behind the last."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Threads of numpy's would only take turns with the other workers.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from vivavoce.service.speaking import speak, warm  # noqa: PLC0415 - in the worker only

    with contextlib.suppress(Exception):  # what is missing is told to the first who asks
        warm(engine)
    pipe.send(None)
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
        self._warming = threading.Lock()
        self._warm = False

    def wait(self) -> None:
        """Until it is warm.

        Raises:
            EOFError: if it dies before.
        """
        with self._warming:
            if not self._warm:
                self.pipe.recv()
                self._warm = True

    def exchange(self, order: Order) -> Any:
        """The first piece of an order; sending a long one waits until the worker reads."""
        self.wait()
        self.pipe.send(order)
        return self.pipe.recv()

    def stop(self) -> None:
        with contextlib.suppress(OSError):
            self.pipe.send(None)
        self.pipe.close()
        self.process.join(0.5)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def _try(worker: _Worker) -> None:
    with contextlib.suppress(EOFError, OSError):  # told to whoever gets this worker
        worker.wait()


class _Outbox:
    """The pieces of one order that wait to be sent, and how many bytes they hold."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[Any] = asyncio.Queue()
        self.held = self.taken = 0
        self.abandoned = False

    def put(self, piece: Any) -> int:
        """Keep a piece, unless nobody waits for it; how many bytes that holds."""
        size = len(piece.audio) if isinstance(piece, Piece) and not self.abandoned else 0
        self.held += size
        self.taken += size
        if not self.abandoned:
            self.queue.put_nowait(piece)
        return size


class Pool:
    """A few workers; orders wait for the next free one, first come first served.

    Args:
        engine: who speaks.
        size: how many workers.
        patience: seconds a worker may be silent before it is taken for dead.
    """

    def __init__(
        self, engine: str = "espeak", size: int | None = None, patience: float = 120.0
    ) -> None:
        self._engine, self._patience = engine, patience
        self.size = size or min(4, max(2, os.cpu_count() or 1))
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._workers: set[_Worker] = set()
        self._threads = ThreadPoolExecutor(self.size, "pipe")
        self._draining: set[asyncio.Task[None]] = set()
        self._held = 0

    def start(self) -> None:
        """Start the workers; they warm up by themselves."""
        for _ in range(self.size):
            self._add()

    async def wait(self) -> None:
        """Until the first worker is warm, or it is clear that there is something wrong with it."""
        loop = asyncio.get_running_loop()
        waits = [loop.run_in_executor(self._threads, _try, worker) for worker in self._workers]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)

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

    def _replace(self, worker: _Worker) -> None:
        if worker in self._workers:
            self._workers.discard(worker)
            worker.stop()
            self._add()

    async def _take(self) -> _Worker:
        """The next free worker; one that has died meanwhile is replaced."""
        while True:
            worker = await self._idle.get()
            if worker.process.is_alive():
                return worker
            self._replace(worker)

    def stream(self, order: Order) -> AsyncGenerator[Piece, None]:
        """The pieces of an order as they are made.

        Raises:
            Refusal: if the voice cannot speak it, 13 if its worker dies, 14 while too much audio
                waits for slow clients.
        """
        pieces, trouble = self._speak(order), take_trouble()
        return disturb(pieces, trouble) if trouble and trouble.faults else pieces

    async def _speak(self, order: Order) -> AsyncGenerator[Piece, None]:
        if self._held > MOST_HELD:
            raise Refusal(14, "the service is overloaded")
        outbox = _Outbox()
        worker = await self._take()
        task = asyncio.create_task(self._run(worker, order, outbox))
        self._draining.add(task)
        task.add_done_callback(self._draining.discard)
        try:
            while (piece := await outbox.queue.get()) is not None:
                if not isinstance(piece, Piece):
                    raise Refusal(*piece)
                self._release(outbox, len(piece.audio))
                yield piece
        finally:
            outbox.abandoned = True
            self._release(outbox, outbox.held)

    def _release(self, outbox: _Outbox, size: int) -> None:
        outbox.held -= size
        self._held -= size

    async def _run(self, worker: _Worker, order: Order, outbox: _Outbox) -> None:
        """Have the order spoken; a worker found dead before its first piece gets a successor."""
        for last in (False, True):
            try:
                await self._drain(worker, order, outbox)
            except (EOFError, OSError, RuntimeError):
                self._replace(worker)
            else:
                self._idle.put_nowait(worker)
                return
            if last or outbox.taken or not self._workers:
                break
            worker = await self._take()
        outbox.put((13, "internal failure"))

    async def _drain(self, worker: _Worker, order: Order, outbox: _Outbox) -> None:
        """Empty the pipe to the end, also for a client that has gone."""
        loop = asyncio.get_running_loop()
        ask: Any = partial(worker.exchange, order)
        while True:
            watch = loop.call_later(self._patience, worker.process.kill)
            try:
                piece = await loop.run_in_executor(self._threads, ask)
            finally:
                watch.cancel()
            self._held += outbox.put(piece)
            if not isinstance(piece, Piece):
                return
            ask = worker.pipe.recv
            if outbox.taken > LARGEST_ANSWER:
                outbox.put((8, "the answer is too large"))
                outbox.abandoned = True
