"""`viva render`: speak a whole script into takes that are kept, and stitch them together."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vivavoce.cli.options import (
    context_option,
    formats_option,
    language_option,
    lexicon_option,
    model_option,
)
from vivavoce.cli.speech import (
    Teller,
    check_formats,
    lint_for,
    make_folder,
    plan_takes,
    read_script,
    stem_of,
    write_exports,
)
from vivavoce.cli.vendor import Access, service_options, use_engine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vivavoce.speech import Engine, Take
    from vivavoce.syntax import Script
    from vivavoce.synthesis.plan import Step
    from vivavoce.synthesis.render import Estimate, Rendering
    from vivavoce.synthesis.store import TakeStore

_PLANNED = frozenset({"text-too-long", "too-many-breaks"})
"""Findings that do not stop a render, since the plan cuts the text where they would bite."""
FORMATS = ("wav", "srt", "vtt", "textgrid", "json", "html")


@click.command("render")
@click.argument("script", metavar="SCRIPT")
@click.option(
    "-o",
    "--output",
    "folder",
    default="out",
    metavar="FOLDER",
    show_default=True,
    help="Where the stitched files and one file a line go.",
)
@click.option(
    "--takes",
    "takes_folder",
    metavar="FOLDER",
    help="Where takes are kept. Default: `takes` beside the script.",
)
@click.option("--engine", default="espeak", metavar="NAME", show_default=True, help="Who speaks.")
@model_option
@language_option
@lexicon_option
@formats_option(FORMATS)
@click.option(
    "--jobs",
    default=4,
    show_default=True,
    type=click.IntRange(1, 64),
    metavar="N",
    help="Requests in flight at once.",
)
@context_option
@click.option("--dry-run", is_flag=True, help="Show cost and time, send nothing.")
@click.option("--max-cost", type=float, metavar="USD", help="Stop before spending more than this.")
@click.option("--force", is_flag=True, help="Go on although the linter found errors.")
@click.option("--again", is_flag=True, help="Speak every line anew; approved takes stay.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@service_options
def render(
    script: str,
    folder: str,
    takes_folder: str | None,
    engine: str,
    model: str | None,
    language: str | None,
    lexicons: tuple[str, ...],
    formats: tuple[str, ...],
    jobs: int,
    context: bool,
    dry_run: bool,
    max_cost: float | None,
    force: bool,
    again: bool,
    quiet: bool,
    base_url: str | None,
    key_file: str | None,
    no_key: bool,
) -> int:
    """Speak a whole script, line by line, and keep every take.

    The script is linted first: errors stop it before anything is paid for. A run that was stopped
    goes on where it was; a changed line is the only one spoken again.
    """  # fmt: skip
    from vivavoce.errors import SpeechError
    from vivavoce.facade import find_engine
    from vivavoce.synthesis.render import estimate, is_paid
    from vivavoce.synthesis.store import TakeStore

    tell = Teller(quiet=quiet)
    chosen = check_formats(formats or FORMATS)
    read = read_script(script)
    speaker = find_engine(engine)
    if _finds_errors(read, model, language, tell) and not force:
        tell.warn("Nothing was spoken. Mend them, or go on with --force.")
        return 1
    steps = plan_takes(read, model=model, language=language, lexicons=lexicons, context=context)
    if not steps:
        raise SpeechError("There is nothing to speak: the script has no spoken text.")
    tell.strangers(steps)
    beside = Path() if script == "-" else Path(script).parent
    store = TakeStore(Path(takes_folder) if takes_folder else beside / "takes")
    expected = estimate(steps, store, paid=is_paid(speaker), again=again)
    _show_estimate(expected, tell)
    _check_cost(expected, max_cost)
    if dry_run:
        return 0
    access = Access(base_url, key_file, no_key)
    reach = use_engine(speaker, access, jobs=jobs) if expected.missing else nullcontext(speaker)
    with reach as ready:
        result = _speak(steps, ready, store, tell, jobs=jobs, again=again)
    if _show_failures(result, tell):
        return 2
    paths = _write(read, steps, result, Path(folder), stem_of(script), chosen)
    tell.say(f"{result.spoken} of {len(steps)} requests spoken now, the others were on disk.")
    click.echo("".join(f"{path}\n" for path in paths if not quiet), nl=False)
    return 0


def _speak(
    steps: Sequence[Step], engine: Engine, store: TakeStore, tell: Teller, *, jobs: int, again: bool
) -> Rendering:
    """Render, and say what to do if somebody or something stops it."""
    from vivavoce.errors import BusyError, FileError
    from vivavoce.synthesis.render import render

    try:
        return render(steps, engine, store, jobs=jobs, again=again, progress=tell.progress)
    except KeyboardInterrupt:
        reached = sum(store.best(step.request.hash) is not None for step in steps)
        tell.warn(
            f"Stopped: {reached} of {len(steps)} requests are on disk. Run it again to go on."
        )
        raise
    except BusyError:
        raise
    except FileError as error:
        raise FileError(
            f"{error} What was spoken before is on disk. Make room, or let it be written to, and "
            "run it again to go on."
        ) from error


def _finds_errors(script: Script, model: str | None, language: str | None, tell: Teller) -> bool:
    from vivavoce.lint import Severity

    found = [d for d in lint_for(script, model, language) if d.name not in _PLANNED]
    errors = [d for d in found if d.severity is Severity.ERROR]
    tell.problems(script, found)
    if errors:
        row, column = script.source.position(errors[0].span.start)
        tell.warn(
            f"{len(errors)} of them are errors, the first in line {row}, column {column}: "
            f"{errors[0].message}"
        )
    return bool(errors)


def _show_estimate(expected: Estimate, tell: Teller) -> None:
    minutes, seconds = divmod(round(expected.seconds), 60)
    cost = f", about ${expected.cost:.4f}" if expected.cost else ""
    tell.say(
        f"{expected.requests} requests, about {minutes}:{seconds:02} of speech; "
        f"{expected.missing} to be spoken, {expected.characters} characters{cost}"
    )


def _check_cost(expected: Estimate, most: float | None) -> None:
    from vivavoce.errors import UsageError

    if most is not None and expected.cost > most:
        raise UsageError(
            f"This would cost about ${expected.cost:.4f}, more than --max-cost {most}. "
            "Nothing was sent."
        )


def _show_failures(result: Rendering, tell: Teller) -> bool:
    for failure in result.failures:
        utterance = failure.step.utterance
        row = utterance.source.position(utterance.span.start).row
        tell.warn(f"line {row} could not be spoken: {failure.error}")
        if failure.arrived:
            tell.warn(f"  What had been heard of it is in {failure.arrived / 'audio.pcm'}")
    if result.complete:
        return False
    reached = sum(take is not None for take in result.takes)
    tell.warn(f"{reached} of {len(result.takes)} requests are on disk. Run it again to go on.")
    return True


def _write(script: Script, steps: Sequence[Step], result: Rendering, folder: Path, stem: str,
           formats: dict[str, str]) -> list[Path]:  # fmt: skip
    from vivavoce._files import write_atomic
    from vivavoce.synthesis.names import safe_name
    from vivavoce.synthesis.perform import join_takes

    takes = [stored.load() for stored in result.takes if stored]
    paths = write_exports(join_takes(script, steps, takes), folder, stem, formats)
    lines = folder / f"{stem}-lines"
    make_folder(lines)
    used: set[str] = set()
    for group in _by_utterance(steps, takes):
        utterance = group[0][0].utterance
        name = safe_name(utterance.id) or f"line-{utterance.index + 1:04}"
        while name in used:
            name += "-2"
        used.add(name)
        take = join_takes(script, [s for s, _ in group], [t for _, t in group])
        path = lines / f"{name}.wav"
        write_atomic(path, take.audio.to_wav())
        paths.append(path)
    return paths


def _by_utterance(steps: Sequence[Step], takes: list[Take]) -> list[list[tuple[Step, Take]]]:
    groups: dict[int, list[tuple[Step, Take]]] = {}
    for step, take in zip(steps, takes, strict=True):
        groups.setdefault(step.utterance.index, []).append((step, take))
    return list(groups.values())


COMMAND = render
