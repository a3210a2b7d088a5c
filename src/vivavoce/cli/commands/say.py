"""`viva say`: speak a script on a local voice and write what can be heard, seen and read of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vivavoce.speech import Engine, Take
    from vivavoce.syntax import Script
    from vivavoce.synthesis.plan import Step

FORMATS = ("wav", "json", "srt", "vtt", "html")


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
@click.option("--model", metavar="ID", help="Read the markup as this model does.")
@click.option("--language", metavar="TAG", help="Language of the text, such as en-GB.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="NAME",
    help=f"What to write; again for more. Default: {', '.join(FORMATS)}.",
)
@click.option("--open", "show", is_flag=True, help="Open the page in a browser.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def say(
    script: str,
    folder: str,
    engine: str,
    voice: str | None,
    model: str | None,
    language: str | None,
    formats: tuple[str, ...],
    *,
    show: bool,
    quiet: bool,
) -> None:
    """Speak a script and write sound, times, captions and a page that lights each word.

    SCRIPT is a `.vv` script or a text file; `-` reads standard input. The local voice needs no
    account and no network.
    """  # fmt: skip
    from vivavoce.facade import find_engine
    from vivavoce.synthesis.perform import perform
    from vivavoce.synthesis.plan import Wishes, plan_script

    wanted = tuple(dict.fromkeys((*(formats or FORMATS), *(("html",) if show else ()))))
    chosen = _check_formats(wanted)
    read = _read(script)
    speaker = find_engine(engine)
    wishes = Wishes(model=model, language=language, voice=voice)
    steps = plan_script(read, wishes)
    tell = _Teller(quiet=quiet)
    tell.problems(read, model, language)
    tell.strangers(steps)
    take = perform(read, steps, speaker, tell.progress)
    paths = _write(take, Path(folder), _stem(script), chosen)
    tell.done(take, speaker, paths)
    if show:
        click.launch(str(next(path for path in paths if path.suffix == ".html").resolve()))


def _check_formats(wanted: Iterable[str]) -> dict[str, str]:
    from vivavoce import catalogue
    from vivavoce.errors import UnknownNameError

    known = catalogue.exports()
    for name in wanted:
        if name not in known:
            raise UnknownNameError("format", name, known)
    return {name: known[name].suffix for name in wanted}


def _read(name: str) -> Script:
    from vivavoce.syntax import Script, read_source
    from vivavoce.text import Source

    if name == "-":
        return Script.from_source(Source.from_bytes(sys.stdin.buffer.read(), "<stdin>"))
    return Script.from_source(read_source(name))


def _stem(name: str) -> str:
    return "take" if name == "-" else Path(name).stem


def _write(take: Take, folder: Path, stem: str, formats: dict[str, str]) -> list[Path]:
    from vivavoce import catalogue
    from vivavoce._files import write_atomic
    from vivavoce.errors import FileError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"Cannot make the folder {folder}: {error.strerror}.") from error
    exports = catalogue.exports()
    paths = []
    for name, suffix in formats.items():
        path = folder / f"{stem}{suffix}"
        write_atomic(path, exports[name].render(take))
        paths.append(path)
    return paths


class _Teller:
    """What the writer is told, on standard error; on a terminal with a line of progress."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._moving = not quiet and sys.stderr.isatty()

    def progress(self, done: int, total: int) -> None:
        """Show how far it is."""
        if self._moving:
            end = "\r" if done < total else "\r\x1b[K"
            click.echo(f"speaking {done}/{total}" if done < total else "", nl=False, err=True)
            click.echo(end, nl=False, err=True)

    def problems(self, script: Script, model: str | None, language: str | None) -> None:
        """Say how much the linter would find, without standing in the way."""
        if self._quiet:
            return
        from vivavoce import catalogue
        from vivavoce.lint import Settings, Severity
        from vivavoce.lint.run import lint_script

        settings = Settings(model=model, language=language)
        found = lint_script(script, catalogue.rules(), settings)
        serious = sum(d.severity is not Severity.INFO for d in found)
        if serious:
            noun = "thing" if serious == 1 else "things"
            click.echo(
                f"{serious} {noun} in this script may be spoken wrong: "
                f"viva lint {script.source.name}",
                err=True,
            )

    def strangers(self, steps: list[Step]) -> None:
        """Name the speakers without a voice."""
        names = dict.fromkeys(
            s.utterance.speaker for s in steps if not s.voice_known and s.utterance.speaker
        )
        if names and not self._quiet:
            click.echo(f"No voice in the cast for {', '.join(names)}: one is chosen.", err=True)

    def done(self, take: Take, engine: Engine, paths: list[Path]) -> None:
        """Say what was made."""
        if self._quiet:
            return
        for note in take.provenance.notes:
            click.echo(f"note: {note}", err=True)
        seconds = take.audio.duration
        click.echo(
            f"{len(take.alignment.words)} words, {seconds:.1f} s, by {engine.name}", err=True
        )
        for path in paths:
            click.echo(str(path))


COMMAND = say
