"""Runs the linter over files, in one process or several, and hands on results in order."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from vivavoce import catalogue
from vivavoce.cli.configuration import Configurations
from vivavoce.cli.files import STDIN, find_files, read_text
from vivavoce.cli.lexicons import add_lexicon
from vivavoce.errors import FileError, UsageError
from vivavoce.lint.config import Reader, read_size
from vivavoce.lint.report import Checked
from vivavoce.lint.run import lint_source
from vivavoce.text import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from vivavoce.lint.config import Configuration
    from vivavoce.lint.settings import Settings

T = TypeVar("T")
WORTHWHILE = 400_000
"""Bytes of script from which a second process pays for its start."""


class Job(NamedTuple):
    """One file to work on.

    Attributes:
        path: of the file; `-` is standard input.
        name: what messages call it.
        settings: for it.
        max_size: in bytes.
    """

    path: str
    name: str
    settings: Settings
    max_size: int


@dataclass(frozen=True, slots=True)
class Run:
    """What the command line and the configuration ask for.

    Attributes:
        configurations: of every file.
        paths: as given, the current folder if none were.
        stdin_name: what standard input is called.
        max_size: of a file, in bytes.
        processes: how many were asked for; 0 leaves it to the amount of text.
    """

    configurations: Configurations
    paths: tuple[str, ...]
    stdin_name: str
    max_size: int
    processes: int

    @property
    def configuration(self) -> Configuration:
        """That of the current folder, for what concerns the whole run."""
        return self.configurations.here.configuration

    def list_jobs(self) -> list[Job]:
        """Every file to work on.

        Raises:
            UsageError: if nothing is there to work on.
            ConfigError: if a configuration on the way is invalid.
        """
        files = find_files(self.paths, self.configurations.excludes)
        if not files:
            raise UsageError(
                f"No .vv, .txt or .md file in {', '.join(self.paths)}. "
                "Name a file; one that is named is read whatever it is called."
            )
        return _share_usage([self._make_job(path) for path in files])

    def _make_job(self, path: str) -> Job:
        name = self.stdin_name if path == STDIN else path
        settings = self.configurations.settings_for(name.strip("<>") if path == STDIN else path)
        return Job(path, name, settings, self.max_size)


def _share_usage(jobs: list[Job]) -> list[Job]:
    """The jobs with what all of them say in IPA, so that a name sounds alike in every script."""
    if len(jobs) < 2:
        return jobs
    from dataclasses import replace

    from vivavoce.lint.usage import may_use_ipa, read_usage
    from vivavoce.syntax import Script

    scripts = []
    for job in jobs:
        if not os.path.isfile(job.path):
            continue  # a pipe can be read once only
        try:
            source = read_text(job.path, job.max_size)
        except FileError:
            continue  # told when it is linted
        if may_use_ipa(source.text):
            scripts.append(Script.from_source(source))
    if len(scripts) < 2:
        return jobs
    usage = read_usage(scripts)
    return [job._replace(settings=replace(job.settings, usage=usage)) for job in jobs]


def plan_run(options: dict[str, Any], extra: dict[str, Any] | None = None) -> Run:
    """What the options of `cli.options.script_options` ask for.

    Args:
        options: by the names of click's parameters.
        extra: further configuration values from options of one command.

    Raises:
        ConfigError: if a value is invalid.
        UnknownNameError: for an unknown rule or model.
    """
    given = {
        "model": options["model"],
        "language": options["language"],
        "select": ",".join(options["select"]),
        "extend-select": ",".join(options["extend_select"]),
        "ignore": ",".join(options["ignore"]),
        "preview": options["preview"],
        "fail-on": options["fail_on"],
        "max-size": options["max_size"],
        "jobs": options["jobs"],
        **(extra or {}),
    }
    values = {key: v for key, v in given.items() if v or (v == 0 and v is not False)}
    reader = Reader(catalogue.rules(), catalogue.report_names())
    configurations = Configurations(reader, values, options["inline"], isolated=options["isolated"])
    configuration = configurations.here.configuration
    return Run(
        configurations=configurations,
        paths=_choose_paths(options["paths"]),
        stdin_name=options["stdin_filename"] or "<stdin>",
        max_size=read_size(configuration.get("max-size")),
        processes=configuration.get("jobs"),
    )


def _choose_paths(paths: tuple[str, ...]) -> tuple[str, ...]:
    return paths or (".",)


def check(job: Job) -> Checked:
    """Lint one file; one that cannot be read is a failure, never an exception."""
    try:
        source = read_text(job.path, job.max_size, stdin_name=job.name)
    except FileError as error:
        return Checked(Source("", job.name), (), str(error))
    settings, failure = add_lexicon(source, job.settings)
    return Checked(source, tuple(lint_source(source, catalogue.rules(), settings)), failure)


def check_small(job: Job) -> Checked:
    """As `check`, without the text of a clean file, for the way from process to process."""
    checked = check(job)
    if checked.diagnostics:
        return checked
    return Checked(Source("", job.name), (), checked.failure)


def run_jobs(work: Callable[[Job], T], jobs: Sequence[Job], processes: int) -> Iterator[T]:
    """The results of `work`, in the order of the jobs.

    Args:
        work: a function of a module, so that other processes find it.
        jobs: the files.
        processes: how many; 0 takes one a core where there is enough text.
    """
    count = processes or _count_processes(jobs)
    count = min(count, len(jobs))
    if count <= 1:
        return map(work, jobs)
    return _run_parallel(work, jobs, count)


def _count_processes(jobs: Sequence[Job]) -> int:
    if len(jobs) < 2:
        return 1
    total = 0
    for job in jobs:
        try:
            total += os.stat(job.path).st_size
        except (OSError, ValueError):
            continue
    return min(os.cpu_count() or 1, max(total // WORTHWHILE, 1))


def _run_parallel(work: Callable[[Job], T], jobs: Sequence[Job], count: int) -> Iterator[T]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    catalogue.rules()
    context = get_context("fork" if sys.platform == "linux" else None)
    chunk = max(1, min(len(jobs) // (count * 4), 32))
    with ProcessPoolExecutor(count, mp_context=context, initializer=_start_worker) as executor:
        try:
            yield from executor.map(work, jobs, chunksize=chunk)
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise


def _start_worker() -> None:
    """Die quietly on Ctrl-C: the parent says what there is to say."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)
