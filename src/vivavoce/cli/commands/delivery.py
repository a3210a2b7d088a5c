"""`viva delivery`: a script with the delivery in force beside each line, like blame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from vivavoce.cli.options import language_option, model_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.dialects import Stretch
    from vivavoce.lint.context import Context

_WIDEST = 32


@click.command("delivery")
@click.argument("path", default="-", type=click.Path(allow_dash=True))
@model_option
@language_option
@click.option("--scope", metavar="NAME", help="How far a tag reaches, if not as the model has it.")
@click.option("--stdin-filename", metavar="NAME", help="What standard input would be called.")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text")
def delivery(
    path: str,
    model: str | None,
    language: str | None,
    scope: str | None,
    stdin_filename: str | None,
    output: str,
) -> None:
    """Print a script with the delivery in force beside each line.

    A line on which it changes lists every delivery in order. A question mark stands where the
    service gives mixed results.
    """
    from vivavoce.cli.files import read_text
    from vivavoce.lint.config import read_size
    from vivavoce.lint.keys import BY_NAME, SCOPES
    from vivavoce.lint.run import make_context
    from vivavoce.lint.settings import Settings
    from vivavoce.syntax import Script

    if scope is not None and scope not in SCOPES:
        raise click.BadParameter(f"must be one of {', '.join(SCOPES)}.", param_hint="--scope")
    limit = read_size(BY_NAME["max-size"].default)
    source = read_text(path, limit, stdin_name=stdin_filename or "<stdin>")
    settings = Settings(model=model, language=language, scope=scope)
    context = make_context(Script.from_source(source), settings)
    if output == "json":
        from vivavoce.lint.report import dump_json

        click.echo(dump_json(_describe(context), indent=2))
        return
    for line in _draw(context):
        click.echo(line)


def _list_stretches(context: Context) -> list[Stretch]:
    return [s for utterance in context.utterances for s in context.stretches(utterance)]


def _name(stretch: Stretch) -> str:
    if stretch.force is None:
        return "neutral"
    return stretch.force.name + ("" if stretch.force.certain else "?")


def _draw(context: Context) -> Iterator[str]:
    from vivavoce.text.visible import make_visible, measure_width

    source = context.script.source
    stretches = _list_stretches(context)
    labels: list[str] = []
    at = 0
    for row in range(1, len(source.line_starts) + 1):
        line = source.line_span(row)
        while at < len(stretches) and stretches[at].span.end <= line.start:
            at += 1
        names: list[str] = []
        for stretch in stretches[at:]:
            if stretch.span.start >= line.end:
                break
            if not names or names[-1] != _name(stretch):
                names.append(_name(stretch))
        label = make_visible(" > ".join(names))
        labels.append(label if len(label) <= _WIDEST else label[: _WIDEST - 1] + "…")
    width = max(map(measure_width, labels), default=0)
    for row, label in enumerate(labels, 1):
        if row == len(labels) and not source.line_text(row):
            break
        pad = " " * (width - measure_width(label))
        yield f"{label}{pad}  {row:4} | {make_visible(source.line_text(row))}".rstrip()


def _describe(context: Context) -> list[dict[str, Any]]:
    from vivavoce.lint.report import describe_place

    source = context.script.source
    return [
        {
            "delivery": stretch.force.name if stretch.force else None,
            "kind": stretch.force.kind.value if stretch.force else None,
            "certain": stretch.force is None or stretch.force.certain,
            "location": describe_place(source, stretch.span.start),
            "end_location": describe_place(source, stretch.span.end),
            "set_at": describe_place(source, stretch.force.span.start)
            if stretch.force and stretch.force.span
            else None,
        }
        for stretch in _list_stretches(context)
    ]


COMMAND = delivery
