"""What the commands that speak share: reading the script, writing files, telling the writer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from vivavoce.text.visible import make_visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vivavoce.lint import Diagnostic
    from vivavoce.speech import Take
    from vivavoce.syntax import Script
    from vivavoce.synthesis.plan import Step

FORMATS = ("wav", "json", "srt", "vtt", "html")
"""What is written unless formats are named."""

LARGE_SOUND = 30_000_000
"""Bytes of samples, ten minutes at 24 kHz; a page that holds more opens slowly."""


def read_script(name: str) -> Script:
    """The script of a file, or of standard input if the name is `-`.

    Raises:
        FileError: if it cannot be read or is no text.
    """
    from vivavoce.syntax import Script, read_source
    from vivavoce.text import Source

    if name == "-":
        return Script.from_source(Source.from_bytes(sys.stdin.buffer.read(), "<stdin>"))
    return Script.from_source(read_source(name))


def plan_takes(
    script: Script,
    *,
    model: str | None,
    language: str | None,
    lexicons: Iterable[str],
    context: bool,
) -> list[Step]:
    """The requests that `viva render` makes of a script; they name its takes.

    Raises:
        UnknownNameError: if there is no such model or lexicon format.
        FileError: if a lexicon cannot be read or is wrong.
    """
    from vivavoce.lexicon_files import lexicon_of
    from vivavoce.synthesis.plan import Wishes, plan_script

    lexicon = lexicon_of(script, lexicons)
    wishes = Wishes(model=model, language=language, lexicon=lexicon, context=context)
    return plan_script(script, wishes)


def check_formats(wanted: Iterable[str]) -> dict[str, str]:
    """Suffix by name for the export formats asked for, each once, in order.

    Raises:
        UnknownNameError: if there is no such format.
    """
    from vivavoce import catalogue
    from vivavoce.errors import UnknownNameError

    known = catalogue.exports()
    for name in wanted:
        if name not in known:
            raise UnknownNameError("format", name, known)
    return {name: known[name].suffix for name in wanted}


def write_exports(take: Take, folder: Path, stem: str, formats: dict[str, str]) -> list[Path]:
    """Write a take in several formats; each file is replaced whole or not at all.

    The page of a long take leaves the sound in the WAV file beside it, which is then written too.

    Raises:
        FileError: if the folder or a file cannot be written.
    """
    from vivavoce import catalogue
    from vivavoce._files import write_atomic

    make_folder(folder)
    exports = catalogue.exports()
    apart = "html" in formats and len(take.audio.samples) > LARGE_SOUND
    if apart:
        formats = {"wav": exports["wav"].suffix, **formats}
    paths = []
    for name, suffix in formats.items():
        path = folder / f"{stem}{suffix}"
        page = name == "html" and apart
        write_atomic(path, _draw_page(take, f"{stem}.wav") if page else exports[name].render(take))
        paths.append(path)
    return paths


def _draw_page(take: Take, sound: str) -> bytes:
    """The page of a take whose sound lies beside it."""
    from urllib.parse import quote

    from vivavoce.exports.html import page_html

    return page_html(take, sources=[quote(sound, safe="")]).encode("utf-8", "replace")


def make_folder(folder: Path) -> None:
    """Make a folder and its parents.

    Raises:
        FileError: if it cannot be made.
    """
    from vivavoce.errors import FileError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"Cannot make the folder {folder}: {error.strerror}.") from error


def stem_of(name: str) -> str:
    """What to call the files made from a script."""
    return "take" if name == "-" else Path(name).stem


def lint_for(script: Script, model: str | None, language: str | None) -> list[Diagnostic]:
    """What the linter says of a script, information left out."""
    from vivavoce import catalogue
    from vivavoce.lint import Settings, Severity
    from vivavoce.lint.run import lint_script

    settings = Settings(model=model, language=language)
    found = lint_script(script, catalogue.rules(), settings)
    return [d for d in found if d.severity is not Severity.INFO]


class Teller:
    """What the writer is told, on standard error; on a terminal with a line of progress."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._moving = not quiet and sys.stderr.isatty()

    def say(self, message: str) -> None:
        """One line, script text in it shown harmlessly."""
        if not self._quiet:
            self.warn(message)

    def warn(self, message: str) -> None:
        """One line that is told even if the writer wants it quiet: something went wrong."""
        sys.stdout.flush()
        sys.stderr.write(f"{make_visible(message)}\n")

    def progress(self, done: int, total: int) -> None:
        """Show how far it is; the line is gone when all is done."""
        if self._moving:
            bar = "█" * (24 * done // max(total, 1))
            line = f"\r  {bar:░<24} {done}/{total}" if done < total else "\r\x1b[K"
            sys.stderr.write(line)
            sys.stderr.flush()

    def problems(self, script: Script, found: Sequence[Diagnostic]) -> None:
        """Say how much may be spoken wrong, without standing in the way."""
        if found:
            noun = "thing" if len(found) == 1 else "things"
            self.say(
                f"{len(found)} {noun} in this script may be spoken wrong: "
                f"viva lint {script.source.name}"
            )

    def strangers(self, steps: Iterable[Step]) -> None:
        """Name the speakers without a voice."""
        names = dict.fromkeys(
            s.utterance.speaker for s in steps if not s.voice_known and s.utterance.speaker
        )
        if names:
            self.say(f"No voice in the cast for {', '.join(names)}: one is chosen.")

    def notes(self, take: Take) -> None:
        """What was approximated or replaced."""
        for note in take.provenance.notes:
            self.say(f"note: {note}")
