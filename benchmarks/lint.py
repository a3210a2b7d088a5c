"""Parse and lint throughput, memory and start-up, beside named peers in the same run.

    python benchmarks/lint.py            everything
    python benchmarks/lint.py --quick    a tenth of the text

Peers: codespell and proselint (PyPI), ssml-check-core and speechmarkdown-js (npm, where Node is).
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tracemalloc
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

from corpus import HOSTILE, hostile, prose, script

from vivavoce import catalogue
from vivavoce.lint import Settings, lint_source
from vivavoce.syntax import Script
from vivavoce.text import Source

if TYPE_CHECKING:
    from collections.abc import Callable

MB = 1_000_000


def seconds(work: Callable[[], object], repeat: int = 3) -> float:
    """The best of a few runs, in seconds of this process."""
    best = float("inf")
    for _ in range(repeat):
        gc.collect()
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


def parse(text: str, name: str) -> None:
    """Everything a parse has to offer."""
    read = Script.from_source(Source(text, name))
    assert read.utterances is not None
    assert read.marks is not None


def row(label: str, value: float, unit: str, wanted: str = "") -> None:
    """One line of the table."""
    print(f"{label:52s} {value:10.2f} {unit:9s} {wanted}")


def measure_parse(size: int) -> None:
    text = script(size)
    row("parse, script", len(text) / seconds(lambda: parse(text, "a.vv")) / MB, "MB/s", "≥ 10")
    plain = prose(size)
    row("parse, plain English", len(plain) / seconds(lambda: parse(plain, "a.txt")) / MB, "MB/s")
    small = script(size // 8)
    growth = seconds(lambda: parse(text, "a.vv")) / seconds(lambda: parse(small, "a.vv"))
    row("parse, time for 8 × the text", growth, "×", "8 = linear")
    for label, unit in HOSTILE.items():
        whole = seconds(partial(parse, hostile(unit, MB), "a.txt"), 1)
        quarter = max(seconds(partial(parse, hostile(unit, MB // 4), "a.txt"), 1), 1e-4)
        row(f"parse, 1 MB of {label}", whole, "s", f"{whole / quarter:.1f} × a quarter of it")


def measure_memory(size: int) -> None:
    text = script(size)
    tracemalloc.start()
    read = Script.from_source(Source(text, "a.vv"))
    assert len(read.utterances) + len(read.marks)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    row("memory of a parsed script", peak / len(text), "× text", "≤ 12")


def measure_lint(size: int) -> float:
    text, plain = script(size), prose(size)
    rules = catalogue.rules()
    fast = [r for r in rules if r.code < "VV113" or "VV301" <= r.code <= "VV306"]
    ground = seconds(lambda: lint_source(Source(text, "a.vv"), fast, Settings()))
    row("lint, structure, tags and breaks", len(text) / ground / MB, "MB/s", "≥ 8")
    whole = seconds(lambda: lint_source(Source(text, "a.vv"), rules, Settings()))
    row(f"lint, all {len(rules)} rules", len(text) / whole / MB, "MB/s", "≥ 5")
    english = seconds(lambda: lint_source(Source(plain, "a.txt"), rules, Settings()))
    row("lint, plain English, all rules", len(plain) / english / MB, "MB/s")
    return len(plain) / english / MB


def measure_peers(size: int, ours: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plain.txt"
        text = prose(size)
        path.write_text(text, encoding="utf-8")
        for name, command, share in (
            ("codespell", [sys.executable, "-m", "codespell_lib", str(path)], 1),
            ("proselint", [sys.executable, "-m", "proselint", "check", str(path)], 20),
        ):
            path.write_text(text[: size // share], encoding="utf-8")
            began = time.perf_counter()
            done = subprocess.run(command, capture_output=True, check=False)
            spent = time.perf_counter() - began
            if b"No module named" in done.stderr:
                print(f"{name}: not installed (pip install {name})")
                continue
            speed = size / share / spent / MB
            row(f"{name}, plain English", speed, "MB/s", f"vivavoce is {ours / speed:.1f} ×")


NODE = """
const fs = require('fs');
const text = fs.readFileSync(process.argv[2], 'utf8');
const lines = text.split(/\\n\\n/);
const began = process.hrtime.bigint();
(async () => {
  if (process.argv[3] === 'ssml-check-core') {
    const { check } = require('ssml-check-core');
    for (const line of lines) await check('<speak>' + line + '</speak>', { platform: 'amazon' });
  } else {
    const { SpeechMarkdown } = require('speechmarkdown-js');
    const speech = new SpeechMarkdown();
    for (const line of lines) speech.toSSML(line, { platform: 'amazon-alexa' });
  }
  console.log(JSON.stringify(Number(process.hrtime.bigint() - began) / 1e9));
})();
"""


def measure_node_peers(size: int, ours: float) -> None:
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        print("Node is not installed: ssml-check-core and speechmarkdown-js are left out")
        return
    with tempfile.TemporaryDirectory() as folder:
        names = ("ssml-check-core", "speechmarkdown-js")
        install = [npm, "install", "--ignore-scripts", "--silent", "--prefix", folder, *names]
        subprocess.run(install, check=True, capture_output=True)
        text = prose(size)
        path, runner = Path(folder) / "plain.txt", Path(folder) / "run.cjs"
        path.write_text(text, encoding="utf-8")
        runner.write_text(NODE, encoding="utf-8")
        for name in names:
            done = subprocess.run(
                [node, str(runner), str(path), name], capture_output=True, text=True, check=False
            )
            if done.returncode:
                print(f"{name}: {done.stderr.strip().splitlines()[-1][:90]}")
                continue
            speed = len(text) / json.loads(done.stdout) / MB
            row(f"{name}, plain English", speed, "MB/s", f"vivavoce is {ours / speed:.1f} ×")


def measure_start() -> None:
    """Time of `viva lint` on a small script as a multiple of an empty Python's."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.vv"
        path.write_text(script(2000), encoding="utf-8")
        viva = str(Path(sys.executable).with_name("viva"))
        empty, lint = [sys.executable, "-c", "pass"], [viva, "lint", "--exit-zero", str(path)]
        best = {0: float("inf"), 1: float("inf")}
        # an installed package has its byte code; a checkout has it from the second run on
        clean = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        for _ in range(12):
            for index, command in enumerate((empty, lint)):
                began = time.perf_counter()
                subprocess.run(command, capture_output=True, check=False, env=clean)
                best[index] = min(best[index], time.perf_counter() - began)
    row("python -c pass", best[0] * 1000, "ms")
    row("viva lint, 2 KB", best[1] * 1000, "ms", f"{best[1] / best[0]:.1f} × (≤ 14, aim 8)")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the text")
    size = 500_000 if parser.parse_args().quick else 5_000_000
    measure_start()
    measure_parse(size)
    measure_memory(size)
    ours = measure_lint(size)
    measure_peers(size, ours)
    measure_node_peers(min(size, 500_000), ours)


if __name__ == "__main__":
    main()
