"""`viva lint`: what is wrong with scripts, and what to do about it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from vivavoce.cli.options import script_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vivavoce.cli.baselines import Known
    from vivavoce.cli.linting import Run
    from vivavoce.lint.diagnostic import Diagnostic
    from vivavoce.lint.report import Checked


@click.command("lint")
@script_options
@click.option("--format", "report", metavar="NAME", help="Report format; see below.")
@click.option("--statistics", is_flag=True, help="Count the findings by rule instead.")
@click.option("--baseline", metavar="FILE", help="Leave out the findings recorded in this file.")
@click.option(
    "--add-allow", metavar="REASON",
    help="Write `// viva: allow … because REASON` above every line with findings.",
)  # fmt: skip
def lint(**options: Any) -> int:
    """Say what is wrong with scripts, and what to do about it.

    PATHS are files, folders (searched for .vv, .txt and .md) or - for standard input; without any,
    the current folder.

    Formats: full, concise, grouped, json, json-lines, sarif, github, gitlab, junit, rdjson. In
    GitHub Actions the default is github, elsewhere full.
    """
    from vivavoce.cli.linting import check, check_small, plan_run, run_jobs

    extra = {"format": options["report"], "baseline": options["baseline"]}
    run = plan_run(options, extra)
    jobs = run.list_jobs()
    work = check_small if len(jobs) > 1 else check
    watch = _Watch(run, run_jobs(work, jobs, run.processes), _read_baseline(run))
    if options["add_allow"] is not None:
        from vivavoce.cli.allowing import allow_all

        return allow_all(watch, options["add_allow"])
    for piece in _write(watch, run, statistics=options["statistics"]):
        sys.stdout.write(piece)
    return 2 if watch.failed else int(watch.found and not options["exit_zero"])


class _Watch:
    """Hands files on to a report and notes what the exit code depends on."""

    def __init__(self, run: Run, files: Iterable[Checked], known: Known | None) -> None:
        self._files = files
        self._known = known
        level = run.configuration.get("fail-on")
        self._levels = _LEVELS[: _LEVELS.index(level) + 1] if level in _LEVELS else ()
        self.failed = self.found = False

    def __iter__(self) -> Iterator[Checked]:
        from vivavoce.cli.terminal import warn

        for checked in self._files:
            if checked.failure:
                self.failed = True
                warn(checked.failure)
            kept = self._known.drop_known(checked) if self._known else checked
            self.found = self.found or self._counts(kept.diagnostics)
            yield kept

    def _counts(self, diagnostics: Iterable[Diagnostic]) -> bool:
        return any(d.severity in self._levels for d in diagnostics)


_LEVELS = ("error", "warning", "info")


def _read_baseline(run: Run) -> Known | None:
    value = run.configuration.find("baseline")
    if not value.value:
        return None
    from vivavoce.cli.baselines import read_baseline

    return read_baseline(run)


def _write(files: Iterable[Checked], run: Run, *, statistics: bool) -> Iterator[str]:
    from vivavoce import __version__, catalogue
    from vivavoce.cli.terminal import find_width, wants_colour
    from vivavoce.lint.report import Look

    if statistics:
        from vivavoce.cli.statistics import write_statistics

        yield from write_statistics(files)
        return
    in_actions = os.environ.get("GITHUB_ACTIONS") == "true"
    name = run.configuration.get("format") or ("github" if in_actions else "full")
    rules = {rule.code: rule for rule in catalogue.rules()}
    look = Look(colour=wants_colour(), width=find_width(), version=__version__, rules=rules)
    yield from catalogue.report(name).write(files, look)


COMMAND = lint
