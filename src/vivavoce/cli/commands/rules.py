"""`viva rules`: every rule in a table."""

from __future__ import annotations

import click

from vivavoce.cli.options import model_option


@click.command("rules")
@model_option
@click.option("--evidence", metavar="WORD", help="Only rules with this grade of evidence.")
@click.option("--group", metavar="NAME", help="Only rules of this group, such as tags.")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text")
def rules(model: str | None, evidence: str | None, group: str | None, output: str) -> None:
    """List the rules: code, name, severity, fix, models, evidence."""
    from vivavoce import catalogue
    from vivavoce.dialects import dialect
    from vivavoce.errors import UnknownNameError
    from vivavoce.lint.groups import GROUPS, find_group
    from vivavoce.lint.manual import describe_rule

    if group is not None and group not in GROUPS:
        raise UnknownNameError("group", group, GROUPS)
    family = dialect(model).family if model else None
    found = [
        rule
        for rule in catalogue.rules()
        if (family is None or family in rule.families)
        and (evidence is None or evidence.casefold() in rule.evidence.casefold())
        and (group is None or find_group(rule.code) == group)
    ]
    if output == "json":
        from vivavoce.lint.report import dump_json

        click.echo(dump_json([describe_rule(rule) for rule in found], indent=2))
        return
    from vivavoce.cli.tables import lay_out

    rows = [
        (rule.code, rule.name, rule.severity.value, str(rule.fix or "-"), rule.families,
         "preview" if rule.preview else "on" if rule.enabled else "off", rule.evidence)
        for rule in found
    ]  # fmt: skip
    heading = ("CODE", "NAME", "SEVERITY", "FIX", "MODELS", "RUNS", "EVIDENCE")
    click.echo(lay_out(rows, heading=heading), nl=False)
    click.echo("\nModels: 1 = tts-1 and tts-1.5, 2 = tts-2, F = tts-2-flash. More: viva rule CODE")


COMMAND = rules
