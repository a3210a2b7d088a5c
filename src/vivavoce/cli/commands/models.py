"""`viva models`: what each model accepts, and what differs between two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from vivavoce.dialects.differences import Difference


@click.group("models", invoke_without_command=True)
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def models(ctx: click.Context, output: str) -> None:
    """List the models, or compare two of them."""
    if ctx.invoked_subcommand is not None:
        return
    from vivavoce.dialects import dialect, known_models

    found = [dialect(name) for name in known_models()]
    if output == "json":
        from vivavoce.lint.report import dump_json

        click.echo(dump_json({d.name: d.table for d in found}, indent=2))
        return
    from vivavoce.cli.tables import lay_out

    rows = []
    for each in found:
        about = each.table["model"]
        price = each.table["prices"]["per_million_usd"]
        tags = f"{len(each.sounds)} sounds" + (", steering" if each.steers else "")
        row = (each.name, each.title, str(about["state"]), f"${price:g}", tags, each.scope)
        rows.append(row)
    heading = ("MODEL", "TITLE", "STATE", "PER MILLION", "TAGS", "A TAG REACHES")
    click.echo(lay_out(rows, heading=heading), nl=False)
    click.echo("\nviva models diff A B says what differs between two of them.")


@models.command("diff")
@click.argument("before")
@click.argument("after")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text")
def diff(before: str, after: str, output: str) -> None:
    """Say what differs between two models, from their tables."""
    from vivavoce.dialects import dialect
    from vivavoce.dialects.differences import compare_dialects

    old, new = dialect(before), dialect(after)
    found = compare_dialects(old, new)
    if output == "json":
        from vivavoce.lint.report import dump_json

        rows = [{"path": list(d.path), "before": d.before, "after": d.after} for d in found]
        click.echo(dump_json(rows, indent=2))
        return
    click.echo(f"From {old.name} to {new.name}:\n")
    if not found:
        click.echo("Nothing differs.")
    for difference in found:
        click.echo("\n".join(_describe(difference)))
    click.echo(f"\nviva migrate --to {new.name} SCRIPT rewrites a script.")


def _describe(difference: Difference) -> list[str]:
    gone, added = difference.before, difference.after
    if isinstance(gone, list) or isinstance(added, list):
        lines = [f"{difference.name}"]
        lines += [f"  - {', '.join(map(str, gone))}"] if gone else []
        lines += [f"  + {', '.join(map(str, added))}"] if added else []
        return lines
    return [f"{difference.name}: {_show(gone)} -> {_show(added)}"]


def _show(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


COMMAND = models
