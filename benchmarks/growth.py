"""Does lint time grow with the text? Every rule on a megabyte of its own trigger, and hostile runs.

    python benchmarks/growth.py            up to 1 MB; takes some minutes
    python benchmarks/growth.py --quick    up to 200 KB

Prints the worst growth for four times the text, in processor time, and exits with 1 if anything
takes more than eight times as long in the best of three tries.
"""

from __future__ import annotations

import argparse
import re
import time
from itertools import cycle, islice

from vivavoce import catalogue
from vivavoce.lint import Settings, lint_source
from vivavoce.text import Source

MODELS = {"2": "inworld-tts-2", "F": "inworld-tts-2-flash", "1": "inworld-tts-1.5-max"}
_EXAMPLE = re.compile(r"^## Example\s+```script[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_NOISE = 0.2
"""Seconds below which growth says nothing."""

RUNS = (
    "[", "]", "[[", "<", "<a ", "<break ", "/", "//a", "*", "**", "* *", "`", "_", "_a", "|", "|a|",
    "-", "- ", "> ", "# ", "A ", "A-", "I A", "1", "1.", "1/", "1-", "a", "aA", "аa", "é", "\u0301",
    "(", "(a", ")", ":", "A:", "\n", "\n\n", " ", "\t", ".", "!", "?!", ",", "🎉", "\u200b", "â€",
    "Ｉ", "日", "'", '"', "&", "&amp", "{", "{{", "#id:", "\nA: b #id:x\n", "\n// viva: off VV1\n",
    "\n// viva: allow VV1\nA: b\n", '<lang lang="es">', "</lang>", "<verbatim>", "[laugh]", "[a] ",
    "→", "http://", "[a](b.c)", "X", " X", " VIII", "St. ", "04/12/2025 ", "A1B2 ", ":) ",
    "~~", "%",
)  # fmt: skip


def fill(bit: str, size: int) -> str:
    """`size` characters of a text again and again."""
    return "".join(islice(cycle(bit), size))


def seconds(text: str, name: str, chosen: Settings) -> float:
    """Processor time of one lint run."""
    began = time.process_time()
    lint_source(Source(text, name), catalogue.rules(), chosen)
    return time.process_time() - began


def measure(bit: str, name: str, chosen: Settings, size: int) -> float:
    """The growth for four times the text: the best of three tries, 0 if it is all noise."""
    best = float("inf")
    for _ in range(3):
        whole = seconds(fill(bit, size), name, chosen)
        if whole < _NOISE:
            return 0.0
        best = min(best, whole / max(seconds(fill(bit, size // 4), name, chosen), 0.001))
        if best <= 8:
            break
    return best


def measure_rules(size: int) -> dict[str, float]:
    """Growth of every rule on its own trigger."""
    growth = {}
    for rule in catalogue.rules():
        family = next(f for f in "2F1" if f in rule.families)
        chosen = Settings(model=MODELS[family], preview=True, select=(rule.code,))
        match = _EXAMPLE.search(rule.manual or "")
        text = re.sub(r"\A---\n.*?\n---\n", "", match[1] if match else "", flags=re.DOTALL)
        growth[f"{rule.code} script"] = measure(text, "a.vv", chosen, size)
        growth[f"{rule.code} plain"] = measure(text.replace("\n", " "), "a.txt", chosen, size)
    return growth


def measure_runs(size: int) -> dict[str, float]:
    """Growth of all rules together on hostile runs."""
    chosen = Settings(preview=True, extend_select=("ALL",))
    return {
        f"{bit!r} in {name}": measure(bit, name, chosen, size)
        for bit in RUNS
        for name in ("a.vv", "a.txt")
    }


def main() -> int:
    """Print the worst, and say whether all is linear."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="up to 200 KB")
    size = 200_000 if parser.parse_args().quick else 1_000_000
    growth = measure_rules(size) | measure_runs(size)
    worst = sorted(growth.items(), key=lambda row: -row[1])[:12]
    for label, ratio in worst:
        print(f"{label:40s} {ratio:6.1f} × for 4 × the text")
    steep = [label for label, ratio in growth.items() if ratio > 8]
    print(
        f"{len(growth)} texts, {len(steep)} steeper than linear{': ' if steep else ''}"
        + ", ".join(steep)
    )
    return int(bool(steep))


if __name__ == "__main__":
    raise SystemExit(main())
