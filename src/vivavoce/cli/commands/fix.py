"""`viva fix`: mend what can be mended, in every file or in none."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from vivavoce.cli.options import script_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vivavoce.cli.fixing import Mended


@click.command("fix")
@script_options
@click.option("--unsafe", is_flag=True, help="Apply fixes that may change what is heard, too.")
@click.option("--diff", is_flag=True, help="Show what would change, write nothing.")
@click.option("--only", multiple=True, metavar="RULE", help="Apply the fixes of these rules only.")
def fix(**options: Any) -> int:
    """Mend what can be mended: safe fixes, and with --unsafe those that may change the sound.

    Files are written only if every one of them can be. Standard input goes to standard output.
    The exit code says whether findings are left, as that of `viva lint` does; with --diff, whether
    anything would change.
    """
    from vivavoce.cli.fixing import Mender, write_all
    from vivavoce.cli.linting import plan_run, run_jobs
    from vivavoce.errors import FileError

    if options["only"]:
        options["select"] = (*options["select"], *options["only"])
    run = plan_run(options)
    jobs = run.list_jobs()
    mender = Mender(unsafe=options["unsafe"], level=run.configuration.get("fail-on"))
    results = list(run_jobs(mender, jobs, run.processes))
    failures = [mended.failure for mended in results if mended.failure]
    if failures:
        raise FileError(" ".join([*failures[:3], "Nothing was written."]))
    if options["diff"]:
        return _show_diff(results)
    write_all(results)
    _report(results)
    return int(any(mended.failing for mended in results) and not options["exit_zero"])


def _show_diff(results: Sequence[Mended]) -> int:
    from vivavoce.cli.diffs import write_diff

    changed = [mended for mended in results if mended.changed]
    for mended in changed:
        for piece in write_diff(mended.name, mended.before, mended.after):
            sys.stdout.write(piece)
    return int(bool(changed))


def _report(results: Sequence[Mended]) -> None:
    fixed = sum(mended.fixed for mended in results)
    files = sum(mended.changed for mended in results)
    left = sum(mended.left for mended in results)
    lines = [f"Mended {fixed} in {files} file{'' if files == 1 else 's'}."]
    if left:
        lines.append(f"{left} left; viva lint shows {'it' if left == 1 else 'them'}.")
    text = " ".join(lines) if fixed or left else "Nothing to mend."
    to_stdout = any(mended.path == "-" for mended in results)
    print(text, file=sys.stderr if to_stdout else sys.stdout)
    if to_stdout:
        sys.stdout.flush()


COMMAND = fix
