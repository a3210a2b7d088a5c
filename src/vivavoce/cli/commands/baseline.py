"""`viva baseline`: start with a clean sheet on a script that has faults."""

from __future__ import annotations

import os
from typing import Any

import click

from vivavoce.cli.options import script_options


@click.command("baseline")
@script_options
@click.option("--output", "baseline", metavar="FILE", help="Where to write; else as configured.")
def baseline(**options: Any) -> None:
    """Record today's findings, so that `viva lint` reports only new ones.

    Findings are known by their content: they stay known when lines are added or moved.
    """
    from pathlib import Path

    from vivavoce._files import write_atomic
    from vivavoce.cli.baselines import find_baseline
    from vivavoce.cli.configuration import relate
    from vivavoce.cli.linting import check, plan_run, run_jobs
    from vivavoce.errors import FileError
    from vivavoce.lint.baseline import record
    from vivavoce.lint.report import dump_json

    run = plan_run(options, {"baseline": options["baseline"]})
    path = find_baseline(run)
    folder = os.path.dirname(os.path.abspath(path))
    results = list(run_jobs(check, run.list_jobs(), run.processes))
    failures = [checked.failure for checked in results if checked.failure]
    if failures:
        raise FileError(" ".join([*failures[:3], "Nothing was recorded."]))
    recorded = record(
        (relate(os.path.abspath(c.name), folder), c.source, c.diagnostics) for c in results
    )
    write_atomic(Path(path), (dump_json(recorded, indent=2) + "\n").encode())
    count = sum(len(checked.diagnostics) for checked in results)
    click.echo(f"Recorded {count} finding{'' if count == 1 else 's'} in {path}.")
    if not run.configuration.get("baseline"):
        click.echo(f'Put baseline = "{os.path.basename(path)}" into vivavoce.toml to heed it.')


COMMAND = baseline
