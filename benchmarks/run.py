"""Run the benchmarks, each in a process of its own: `python benchmarks/run.py [NAME...]`.

They print figures beside named peers of the same run. Install the peers with
`scripts/setup all+dev+browser+bench`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NOT_BENCHMARKS = {"run", "corpus", "notebook/browsing", "notebook/jupyter"}


def main() -> int:
    """Run the named benchmarks, or all."""
    found = (path.relative_to(HERE).with_suffix("").as_posix() for path in HERE.rglob("*.py"))
    names = sys.argv[1:] or sorted(set(found) - NOT_BENCHMARKS)
    worst = 0
    for name in names:
        path = HERE / f"{name}.py"
        if not path.exists():
            print(f"There is no benchmark {name!r}.", file=sys.stderr)
            return 2
        print(f"\n== {name}", flush=True)
        worst = max(worst, subprocess.run([sys.executable, str(path)], check=False).returncode)
    return worst


if __name__ == "__main__":
    raise SystemExit(main())
