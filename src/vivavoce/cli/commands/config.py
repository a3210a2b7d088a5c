"""`viva config`: what is in force, and who says so."""

from __future__ import annotations

from typing import Any

import click

from vivavoce.cli.options import script_options


@click.command("config")
@script_options
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of vivavoce.toml instead.")
def config(**options: Any) -> None:
    """Show the configuration in force, each value with its origin.

    With a path: the configuration that the file gets, per-path settings resolved.
    """
    from vivavoce import catalogue

    if options["schema"]:
        from vivavoce.dialects import known_models
        from vivavoce.lint.report import dump_json
        from vivavoce.lint.schema import build_schema

        schema = build_schema(catalogue.rules(), known_models(), catalogue.report_names())
        click.echo(dump_json(schema, indent=2))
        return
    import os

    from vivavoce.cli.linting import plan_run

    run = plan_run(options)
    path = options["paths"][0] if options["paths"] else None
    folder = path if path and os.path.isdir(path) else os.path.dirname(path or "")
    located = run.configurations.at(os.path.abspath(folder or "."))
    rows = [
        (".".join(_quote(part) for part in way), _show(value.value), value.origin)
        for way, value in located.configuration.list_values()
    ]
    if path and not os.path.isdir(path):
        rows += _list_settings(run.configurations.settings_for(path), path)
    _print(rows, options["output"])


def _print(rows: list[tuple[str, str, str]], output: str) -> None:
    if output == "json":
        from vivavoce.lint.report import dump_json

        keys = ("key", "value", "origin")
        click.echo(dump_json([dict(zip(keys, row, strict=True)) for row in rows], indent=2))
        return
    from vivavoce.cli.tables import lay_out

    click.echo(lay_out(rows, heading=("KEY", "VALUE", "FROM")), nl=False)


def _list_settings(settings: Any, path: str) -> list[tuple[str, str, str]]:
    """What a file gets in the end."""
    names = ("model", "language", "scope", "select", "extend_select", "ignore", "preview")
    return [(f"{path}: {n.replace('_', '-')}", _show(getattr(settings, n)), "") for n in names]


def _quote(part: str) -> str:
    from vivavoce.lint.manual import write_toml

    plain = part.replace("-", "").replace("_", "").isalnum() and part.isascii()
    return part if plain else write_toml(part)


def _show(value: Any) -> str:
    from vivavoce.lint.manual import write_toml

    return "-" if value is None else write_toml(value)


COMMAND = config
