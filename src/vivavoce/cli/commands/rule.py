"""`viva rule`: the manual page of a rule."""

from __future__ import annotations

import click


@click.command("rule")
@click.argument("name")
@click.option(
    "--format", "output", type=click.Choice(["text", "json", "markdown"]), default="text",
    show_default=True, help="How to print it.",
)  # fmt: skip
def rule(name: str, output: str) -> None:
    """Explain a rule: what it finds, why, what to write instead, how good the evidence is.

    NAME is a code such as VV102 or a name such as near-miss-sound.
    """
    from vivavoce import catalogue
    from vivavoce.lint.manual import describe_rule, write_page

    found = catalogue.rule(name)
    if output == "json":
        from vivavoce.lint.report import dump_json

        click.echo(dump_json(describe_rule(found), indent=2))
    elif output == "markdown":
        click.echo(write_page(found), nl=False)
    else:
        from vivavoce.cli.pages import show_markdown
        from vivavoce.cli.terminal import wants_colour

        click.echo(show_markdown(write_page(found), colour=wants_colour()), nl=False, color=True)


COMMAND = rule
