"""Options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

model_option = click.option("--model", metavar="ID", help="Model id; beats what the script says.")
language_option = click.option(
    "--language", metavar="TAG", help="BCP-47 tag of the text; beats what the script says."
)
lexicon_option = click.option(
    "--lexicon", "lexicons", multiple=True, metavar="FILE",
    help="A lexicon beside those the script names; again for more.",
)  # fmt: skip
context_option = click.option(
    "--context", is_flag=True, help="Send the line before along, for its tone; not paid."
)
paths_argument = click.argument("paths", nargs=-1, type=click.Path(allow_dash=True))


def formats_option(default: tuple[str, ...]) -> Callable[[F], F]:
    """`--format`, which may be given several times."""
    return click.option(
        "--format", "formats", multiple=True, metavar="NAME",
        help=f"What to write; again for more. Default: {', '.join(default)}.",
    )  # fmt: skip


_SCRIPTS = (
    paths_argument,
    model_option,
    language_option,
    click.option(
        "--select", multiple=True, metavar="RULE",
        help="Run exactly these rules: codes, prefixes, names or groups, comma-separated.",
    ),
    click.option("--extend-select", multiple=True, metavar="RULE", help="Run these rules too."),
    click.option("--ignore", multiple=True, metavar="RULE", help="Do not run these rules."),
    click.option("--preview", is_flag=True, help="Run rules whose reasons are not settled yet."),
    click.option(
        "--config", "inline", multiple=True, metavar="KEY=VALUE",
        help="Set a configuration value, or name the configuration file to use.",
    ),
    click.option("--isolated", is_flag=True, help="Look for no configuration file."),
    click.option(
        "--stdin-filename", metavar="NAME", help="What standard input would be called as a file."
    ),
    click.option("--max-size", metavar="SIZE", help="Report larger files instead of reading them."),
    click.option(
        "--jobs", type=click.IntRange(min=0), metavar="N", help="Processes; 0: as many as help.",
    ),
    click.option(
        "--fail-on", type=click.Choice(["error", "warning", "info", "never"]),
        help="The mildest severity that makes the exit code 1; warning unless configured.",
    ),
    click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found."),
)  # fmt: skip


def script_options(command: F) -> F:
    """The paths of scripts, and everything that says how they are read and judged."""
    for option in reversed(_SCRIPTS):
        command = option(command)
    return command
