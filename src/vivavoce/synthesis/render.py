"""Render a script: speak what is not on disk yet, keep everything that is.

Each request is looked up in the take store by its hash, so a run that was stopped goes on where it
was, and a change of one line, or of a word in the lexicon, renders only the lines it touches.
"""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vivavoce.dialects import dialect
from vivavoce.errors import SpeechError, UnknownNameError
from vivavoce.synthesis.perform import speak

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from vivavoce.speech import Engine, Request, Take
    from vivavoce.synthesis.plan import Step
    from vivavoce.synthesis.store import StoredTake, TakeStore

CHARACTERS_PER_SECOND = 15.0
"""A usual pace of speech, for estimates before anything is spoken."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What rendering would take.

    Attributes:
        requests: number of requests in the plan.
        missing: how many of them have to be spoken, one that occurs twice counted once.
        characters: characters to be sent for these.
        cost: US dollars for these at the model's listed price; 0 for a local engine.
        seconds: of speech in the whole script, roughly.
    """

    requests: int
    missing: int
    characters: int
    cost: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Failure:
    """A request that could not be spoken.

    Attributes:
        step: which one.
        error: why.
        arrived: the folder that holds the sound which had come before, or None.
    """

    step: Step
    error: SpeechError | UnknownNameError
    arrived: Path | None = None


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a run did.

    Attributes:
        takes: for each step its take on disk, or None where it failed or was not reached.
        spoken: number of requests spoken in this run.
        failures: what failed, in order of the plan.
    """

    takes: tuple[StoredTake | None, ...]
    spoken: int
    failures: tuple[Failure, ...]

    @property
    def complete(self) -> bool:
        """Whether every request has a take."""
        return all(self.takes)


def is_paid(engine: Engine) -> bool:
    """Whether speaking with this engine costs money."""
    return engine.name == "inworld"


def estimate(
    steps: Sequence[Step], store: TakeStore, *, paid: bool, again: bool = False
) -> Estimate:
    """What rendering a plan would take.

    Args:
        steps: the plan.
        store: where takes are looked up.
        paid: whether the engine costs money.
        again: whether every request is to be spoken anew, approved takes excepted.
    """
    wanted = {s.request.hash: s for s in steps if _is_wanted(store, s, again=again)}
    missing = list(wanted.values())
    price = sum(
        len(s.request.text) * dialect(s.request.model).table["prices"]["per_million_usd"] / 1e6
        for s in missing
    )
    return Estimate(
        len(steps),
        len(missing),
        sum(len(s.request.text) for s in missing),
        price if paid else 0.0,
        sum(estimate_seconds(s.request) for s in steps),
    )


def estimate_seconds(request: Request) -> float:
    """How long a request will be heard, roughly."""
    return len(request.text) / CHARACTERS_PER_SECOND / request.speaking_rate


def render(
    steps: Sequence[Step],
    engine: Engine,
    store: TakeStore,
    *,
    jobs: int = 1,
    again: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Rendering:
    """Speak every request of a plan that has no take yet, and write each down as it arrives.

    A request that occurs twice is spoken once. One that fails does not stop the others, unless the
    failure would meet all of them: then nothing more is sent.

    Args:
        steps: the plan.
        engine: who speaks.
        store: where takes go; an approved take is never spoken again.
        jobs: requests in flight at once.
        again: speak anew what has a take, approved ones excepted.
        progress: called with the number of requests done and their total.

    Raises:
        BusyError: if another render is at work in the same store.
        FileError: if the store cannot be written.
    """
    missing = any(_is_wanted(store, step, again=again) for step in steps)
    with store.claim() if missing else nullcontext():
        return _render(steps, engine, store, jobs=jobs, again=again, progress=progress)


def _render(
    steps: Sequence[Step],
    engine: Engine,
    store: TakeStore,
    *,
    jobs: int,
    again: bool,
    progress: Callable[[int, int], None] | None,
) -> Rendering:
    wanted = {s.request.hash: s for s in steps if _is_wanted(store, s, again=again)}
    done = len(steps) - len(wanted)
    failures: list[Failure] = []
    if progress:
        progress(done, len(steps))
    spoken = 0
    for outcome in _speak_all(list(wanted.values()), engine, store, jobs):
        if isinstance(outcome, Failure):
            failures.append(outcome)
        else:
            spoken += 1
        done += 1
        if progress:
            progress(done, len(steps))
    store.tidy(*(step.request.hash for step in steps))
    order = {step.request.hash: index for index, step in reversed(list(enumerate(steps)))}
    failures.sort(key=lambda f: order[f.step.request.hash])
    return Rendering(tuple(store.best(s.request.hash) for s in steps), spoken, tuple(failures))


def _is_wanted(store: TakeStore, step: Step, *, again: bool) -> bool:
    best = store.best(step.request.hash)
    return best is None or (again and not best.approved)


def _speak_all(
    steps: list[Step], engine: Engine, store: TakeStore, jobs: int
) -> Iterator[StoredTake | Failure]:
    """The outcomes as they come; stops sending after a failure that all would meet."""
    waiting = iter(steps)
    hopeless = False
    with ThreadPoolExecutor(max_workers=max(jobs, 1)) as pool:
        running: set[Future[StoredTake | Failure]] = set()
        try:
            while True:
                while not hopeless and len(running) < max(jobs, 1):
                    step = next(waiting, None)
                    if step is None:
                        break
                    running.add(pool.submit(_speak_one, step, engine, store))
                if not running:
                    return
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    outcome = future.result()
                    hopeless |= isinstance(outcome, Failure) and _meets_all(outcome.error)
                    yield outcome
        finally:
            for future in running:
                future.cancel()


def _speak_one(step: Step, engine: Engine, store: TakeStore) -> StoredTake | Failure:
    arrival = store.receive(step.request)
    try:
        take: Take = speak(engine, step.request, heard=arrival.add)
        return arrival.complete(take)
    except (SpeechError, UnknownNameError) as error:
        return Failure(step, error, arrival.abandon())
    finally:
        arrival.close()


def _meets_all(error: Exception) -> bool:
    """Whether every other request would fail the same way: a refused key, no way to the service."""
    from vivavoce.inworld.errors import (  # noqa: PLC0415 - only a failure needs it
        AuthError,
        ForbiddenError,
        NetworkError,
    )

    if isinstance(error, NetworkError):
        return not error.sent
    return isinstance(error, AuthError | ForbiddenError) or bool(getattr(error, "meets_all", False))
