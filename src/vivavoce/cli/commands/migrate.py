"""`viva migrate`: a script for another model."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from vivavoce.lint.migrate import Migration


@click.command("migrate")
@click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option("--to", "target", required=True, metavar="MODEL", help="The model to move to.")
@click.option(
    "--from", "origin", metavar="MODEL", help="The model the script is for, if it does not say so."
)
@click.option("--language", metavar="TAG", help="BCP-47 tag of the text.")
@click.option("--diff", is_flag=True, help="Show what would change, write nothing.")
@click.option("--stdin-filename", metavar="NAME", help="What standard input would be called.")
def migrate(
    paths: tuple[str, ...],
    target: str,
    origin: str | None,
    language: str | None,
    diff: bool,
    stdin_filename: str | None,
) -> int:
    """Rewrite scripts for another model, and report what will sound different.

    Rewritten is what means the same in another spelling. The exit code is 1 if there is something
    to listen to.
    """
    from vivavoce.cli.files import STDIN, find_files, read_text
    from vivavoce.cli.fixing import Mended, write_all
    from vivavoce.dialects import dialect
    from vivavoce.lint.config import read_size
    from vivavoce.lint.keys import BY_NAME
    from vivavoce.lint.migrate import migrate as compare
    from vivavoce.lint.settings import DEFAULT_MODEL
    from vivavoce.syntax import Script

    after = dialect(target)
    before = dialect(origin) if origin else None
    limit = read_size(BY_NAME["max-size"].default)
    results: list[tuple[str, Migration]] = []
    for path in find_files(paths, lambda _: False):
        name = (stdin_filename or "<stdin>") if path == STDIN else path
        script = Script.from_source(read_text(path, limit, stdin_name=name))
        own = before or dialect(str(script.front_matter.value("model") or DEFAULT_MODEL))
        results.append((path, compare(script, own, after, language=language)))
    to_stdout = STDIN in paths and not diff
    for path, migration in results:
        _report(migration, err=to_stdout, rewrites=not diff)
        if diff:
            _show_diff(migration)
        del path
    if not diff:
        write_all(
            [
                Mended(
                    path=path, name=m.script.source.name, before=m.script.text, after=m.text,
                    data=m.script.source.encode(m.text),
                )
                for path, m in results
            ]
        )  # fmt: skip
    return int(any(migration.notices for _, migration in results))


def _show_diff(migration: Migration) -> None:
    from vivavoce.cli.diffs import write_diff

    source = migration.script.source
    for piece in write_diff(source.name, source.text, migration.text):
        sys.stdout.write(piece)


def _report(migration: Migration, *, err: bool, rewrites: bool) -> None:
    from vivavoce.text.visible import make_visible

    source = migration.script.source
    rows = [(n.span.start, "listen", n.message) for n in migration.notices]
    if rewrites:
        rows += [(r.edit.span.start, "rewritten", r.reason) for r in migration.rewrites]
    for offset, kind, message in sorted(rows):
        row, column = source.position(offset)
        click.echo(make_visible(f"{source.name}:{row}:{column}: {kind}: {message}"), err=err)


COMMAND = migrate
