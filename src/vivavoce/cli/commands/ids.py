"""`viva ids`: give every line of a script a stable id."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("ids")
@click.argument("scripts", nargs=-1, required=True, metavar="SCRIPT...")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a line lacks an id.")
def ids(scripts: tuple[str, ...], check: bool) -> int:
    """Write `#id:…` behind every line that has none.

    Ids name the files that `viva render` writes, so that a line keeps its take when lines are
    added above it. Ids already there stay as they are.
    """
    from vivavoce._files import write_atomic
    from vivavoce.syntax import Script
    from vivavoce.synthesis.names import name_lines
    from vivavoce.text import apply_edits

    read = [Script.read(name) for name in scripts]
    missing = 0
    for script in read:
        edits = name_lines(script)
        missing += len(edits)
        if edits and not check:
            text = apply_edits(script.text, edits)
            write_atomic(Path(script.source.name), script.source.encode(text))
        if edits:
            verb = "lack an id" if check else "got an id"
            click.echo(f"{script.source.name}: {len(edits)} lines {verb}")
    return int(check and missing > 0)


COMMAND = ids
