"""`viva version`: which vivavoce this is, and on what it runs."""

from __future__ import annotations

import click


@click.command("version")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text")
def version(output: str) -> None:
    """Show the versions of vivavoce, Python and the dialect tables."""
    import platform

    from vivavoce import __version__
    from vivavoce.dialects import dialect, known_models

    tables = {name: dialect(name).version for name in known_models()}
    if output == "json":
        from vivavoce.lint.report import dump_json

        value = {"vivavoce": __version__, "python": platform.python_version(), "dialects": tables}
        click.echo(dump_json(value, indent=2))
        return
    click.echo(f"vivavoce {__version__}")
    click.echo(f"Python {platform.python_version()} on {platform.system()}")
    click.echo(f"dialect tables of {max(tables.values())}")


COMMAND = version
