"""`viva takes`: list, play, approve and prune the takes that `viva render` kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vivavoce.cli.options import context_option, language_option, lexicon_option, model_option
from vivavoce.cli.speech import plan_takes, read_script
from vivavoce.text.visible import make_visible

if TYPE_CHECKING:
    from vivavoce.synthesis.store import StoredTake, TakeStore

folder_option = click.option(
    "--takes", "folder", default="takes", show_default=True, metavar="FOLDER",
    help="Where the takes are.",
)  # fmt: skip


@click.group("takes")
def takes() -> None:
    """List, play, approve and prune takes."""


@takes.command("list")
@folder_option
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
def list_takes(folder: str, form: str) -> None:
    """Show every take: its name, length, engine and text; `*` marks an approved one."""
    rows = [(take, take.describe()) for take in _open(folder).all()]
    if form == "json":
        click.echo(
            json.dumps(
                [
                    {
                        "name": take.name,
                        "approved": take.approved,
                        "folder": str(take.folder),
                        "request": data["request"],
                        "provenance": data["provenance"],
                        "duration": data["duration"],
                    }
                    for take, data in rows
                ],
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    for take, data in rows:
        mark = "*" if take.approved else " "
        text = make_visible(data["request"]["text"])[:60]
        engine = data["provenance"]["engine"]
        voice = make_visible(data["request"]["voice"])
        click.echo(f"{mark} {take.name:12} {data['duration']:6.2f} s  {engine:8} {voice:14} {text}")


@takes.command("play")
@folder_option
@click.argument("name")
def play(folder: str, name: str) -> None:
    """Open a take in the player."""
    from tempfile import mkdtemp

    from vivavoce.cli.speech import write_exports

    take = _find(_open(folder), name).load()
    *_, page = write_exports(take, Path(mkdtemp(prefix="viva-")), name, {"html": ".html"})
    click.echo(str(page))
    click.launch(str(page))


@takes.command("approve")
@folder_option
@click.argument("names", nargs=-1, required=True)
def approve(folder: str, names: tuple[str, ...]) -> None:
    """Keep takes: they are used, and never spoken again, whatever is rendered later."""
    store = _open(folder)
    for take in [_find(store, name) for name in names]:
        store.approve(take)
        click.echo(f"approved {take.name}")


@takes.command("prune")
@folder_option
@click.option(
    "--script",
    "scripts",
    multiple=True,
    metavar="SCRIPT",
    help="Keep only what these scripts need; again for more.",
)
@model_option
@language_option
@lexicon_option
@context_option
@click.option("--dry-run", is_flag=True, help="Say what would go, delete nothing.")
def prune(
    folder: str,
    scripts: tuple[str, ...],
    model: str | None,
    language: str | None,
    lexicons: tuple[str, ...],
    context: bool,
    dry_run: bool,
) -> None:
    """Delete takes that another take of the same request has replaced.

    With --script, takes that none of the scripts needs any more go too. Give --model, --language,
    --lexicon and --context as `viva render` was given them. Approved takes stay.
    """  # fmt: skip
    store = _open(folder)
    steps = [
        step
        for name in scripts
        for step in plan_takes(
            read_script(name), model=model, language=language, lexicons=lexicons, context=context
        )
    ]
    needed = {step.request.hash for step in steps} if scripts else None
    for take in list(store.all()):
        best = store.best(take.request_hash)
        replaced = best is not None and best.number != take.number
        unneeded = needed is not None and take.request_hash not in needed
        if (replaced or unneeded) and not take.approved:
            click.echo(f"{'would delete' if dry_run else 'deleted'} {take.name}")
            if not dry_run:
                store.remove(take)


def _open(folder: str) -> TakeStore:
    from vivavoce.errors import FileError
    from vivavoce.synthesis.store import TakeStore

    if not Path(folder).is_dir():
        raise FileError(f"There are no takes in {folder}: `viva render` makes some.")
    return TakeStore(Path(folder))


def _find(store: TakeStore, name: str) -> StoredTake:
    from vivavoce.errors import UnknownNameError

    found = store.find(name)
    if found is None:
        raise UnknownNameError("take", name, [take.name for take in store.all()])
    return found


COMMAND = takes
