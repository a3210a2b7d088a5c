"""`viva say`: speak a script on a local voice and write what can be heard, seen and read of it."""

from __future__ import annotations

from pathlib import Path

import click

from vivavoce.cli.options import formats_option, language_option, lexicon_option, model_option
from vivavoce.cli.speech import (
    FORMATS,
    Teller,
    check_formats,
    lint_for,
    read_script,
    stem_of,
    write_exports,
)


@click.command("say")
@click.argument("script", default="-", metavar="SCRIPT")
@click.option(
    "-o",
    "--output",
    "folder",
    default="out",
    metavar="FOLDER",
    show_default=True,
    help="Where the files go.",
)
@click.option(
    "--engine",
    default="espeak",
    metavar="NAME",
    show_default=True,
    help="Who speaks; `viva doctor` lists the engines.",
)
@click.option("--voice", metavar="ID", help="One voice for every line.")
@model_option
@language_option
@lexicon_option
@formats_option(FORMATS)
@click.option("--open", "show", is_flag=True, help="Open the page in a browser.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def say(
    script: str,
    folder: str,
    engine: str,
    voice: str | None,
    model: str | None,
    language: str | None,
    lexicons: tuple[str, ...],
    formats: tuple[str, ...],
    show: bool,
    quiet: bool,
) -> None:
    """Speak a script and write sound, times, captions and a page that lights each word.

    SCRIPT is a `.vv` script or a text file; `-` reads standard input. The local voice needs no
    account and no network.
    """  # fmt: skip
    from vivavoce.facade import find_engine
    from vivavoce.lexicon_files import lexicon_of
    from vivavoce.synthesis.perform import perform
    from vivavoce.synthesis.plan import Wishes, plan_script

    chosen = check_formats((*(formats or FORMATS), *(("html",) if show else ())))
    read = read_script(script)
    speaker = find_engine(engine)
    lexicon = lexicon_of(read, lexicons)
    wishes = Wishes(model=model, language=language, voice=voice, lexicon=lexicon)
    steps = plan_script(read, wishes)
    tell = Teller(quiet=quiet)
    tell.problems(read, lint_for(read, model, language))
    tell.strangers(steps)
    take = perform(read, steps, speaker, tell.progress)
    paths = write_exports(take, Path(folder), stem_of(script), chosen)
    tell.notes(take)
    tell.say(f"{len(take.alignment.words)} words, {take.audio.duration:.1f} s, by {speaker.name}")
    if not quiet:
        for path in paths:
            click.echo(str(path))
    if show:
        page = next(path for path in paths if path.suffix == ".html")
        click.launch(str(page.resolve()))


COMMAND = say
