"""Speed of the local voices: start, first sound, real-time factor, memory.

Run `python benchmarks/engines.py`. Each engine is measured in a process of its own, in seconds of
the processor, which other work on the machine changes least.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from importlib import import_module
from typing import Any

PROSE = (
    "It was the best of times, it was the worst of times; in the age of 1859, Dr. Smith paid $4.20 "
    "for the ferry to /kriːt/. [sad] The gulls cried over the water. [reset] He went, at 12:55 PM, "
    "to the harbour, and nobody spoke. [whisper] Did you hear that? "
)
REPEATS = 8
CALLS = 20


def measure(name: str) -> dict[str, float]:
    """Figures of one engine, in this process."""
    begun = time.process_time()
    from vivavoce.speech import Request  # noqa: PLC0415 - importing is part of what is measured

    engine = import_module(f"vivavoce.synthesis.engines.{name}").ENGINE
    imported = time.process_time()

    def first(text: str, **settings: Any) -> float:
        start = time.process_time()
        request = Request(text=text, voice="Ashley", model="inworld-tts-2", **settings)
        chunks = engine.stream(request)
        next(chunk for chunk in chunks if len(chunk.audio))
        return time.process_time() - start

    cold = first(PROSE)
    warm = min(first(PROSE * REPEATS) for _ in range(CALLS))
    figures = {
        "import ms": (imported - begun) * 1000,
        "first sound, cold ms": cold * 1000,
        "first sound, warm ms": warm * 1000,
    }
    for label, rate in (("own rate", None), ("48 kHz", 48000)):
        request = Request(
            text=PROSE * REPEATS, voice="Ashley", model="inworld-tts-2", sample_rate=rate
        )
        best, seconds = float("inf"), 0.0
        for _ in range(3):
            start = time.process_time()
            seconds = sum(chunk.audio.duration for chunk in engine.stream(request))
            best = min(best, time.process_time() - start)
        figures[f"real-time factor, {label}"] = best / seconds
    return figures | {"memory MB": peak_memory()}


def peak_memory() -> float:
    """Most memory this process ever held, where the system tells."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return float("nan")
    scale = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6


def main() -> None:
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1])))
        return
    for name in ("espeak", "natural"):
        done = subprocess.run(
            [sys.executable, __file__, name], capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(f"{name}: {done.stderr.strip().splitlines()[-1]}")
            continue
        print(name)
        for label, figure in json.loads(done.stdout).items():
            print(f"  {label:<32}{figure:>10.{4 if figure < 1 else 1}f}")


if __name__ == "__main__":
    main()
