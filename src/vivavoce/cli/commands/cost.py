"""`viva cost`: what a script would cost to speak, before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from vivavoce.cli.options import language_option
from vivavoce.cli.speech import read_script

if TYPE_CHECKING:
    from vivavoce.syntax import Script


@click.command("cost")
@click.argument("scripts", nargs=-1, required=True, metavar="SCRIPT...")
@click.option("--model", "models", multiple=True, metavar="ID", help="Only this; again for more.")
@language_option
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text")
def cost(
    scripts: tuple[str, ...], models: tuple[str, ...], language: str | None, output: str
) -> None:
    """Count characters, dollars and minutes of scripts, for each model.

    Every character that is sent is counted, markup too, as the service does. Nothing is sent and no
    key is needed. Prices are those of the model's table; `viva models` dates them.
    """  # fmt: skip
    from vivavoce.dialects import dialect, known_models

    read = [read_script(name) for name in scripts]
    chosen = [dialect(name).name for name in models or known_models()]
    rows = [_count(read, model, language) for model in chosen]
    if output == "json":
        from vivavoce.lint.report import dump_json

        click.echo(dump_json(rows, indent=2))
        return
    from vivavoce.cli.tables import lay_out

    heading = ("MODEL", "REQUESTS", "CHARACTERS", "USD", "IN A BATCH", "SPEECH")
    lines = [
        (
            row["model"],
            str(row["requests"]),
            str(row["characters"]),
            f"{row['usd']:.4f}",
            f"{row['batch_usd']:.4f}" if row["batch_usd"] is not None else "-",
            "about {}:{:02}".format(*divmod(round(row["seconds"]), 60)),
        )
        for row in rows
    ]
    click.echo(lay_out(lines, heading=heading), nl=False)


def _count(scripts: list[Script], model: str, language: str | None) -> dict[str, Any]:
    from vivavoce.dialects import dialect
    from vivavoce.synthesis.plan import Wishes, plan_script
    from vivavoce.synthesis.render import estimate_seconds

    requests = {
        step.request.hash: step.request
        for script in scripts
        for step in plan_script(script, Wishes(model=model, language=language))
    }
    characters = sum(len(request.text) for request in requests.values())
    prices = dialect(model).table["prices"]
    usd = characters * prices["per_million_usd"] / 1_000_000
    off = prices.get("batch_discount")
    return {
        "model": model,
        "requests": len(requests),
        "characters": characters,
        "usd": usd,
        "batch_usd": None if off is None else usd * (1 - off),
        "seconds": sum(map(estimate_seconds, requests.values())),
        "priced": str(prices["date"]),
    }


COMMAND = cost
