"""Magics: `%%script`, `%%say`, `%%lint`, `%ipa`."""

from __future__ import annotations

import shlex
from argparse import ArgumentParser
from typing import TYPE_CHECKING, Any, NoReturn

from vivavoce.errors import UsageError, VivavoceError
from vivavoce.notebook.findings import check, mend

if TYPE_CHECKING:
    from vivavoce.speech import Take

_builtin: dict[str, Any] = {}


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}. {self.format_usage().strip()}")

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:  # noqa: ARG002 - theirs
        raise UsageError(message or self.format_help())


def register(ipython: Any) -> None:
    """Add the magics to a shell. `%%script` takes the place of IPython's own of that name."""
    magics = Magics(ipython)
    cells = ipython.magics_manager.magics["cell"]
    if "script" not in _builtin and "script" in cells:
        _builtin["script"] = cells["script"]
    ipython.register_magic_function(magics.script, "cell", "script")
    ipython.register_magic_function(magics.say, "line_cell", "say")
    ipython.register_magic_function(magics.lint, "line_cell", "lint")
    ipython.register_magic_function(magics.ipa, "line", "ipa")


def unregister(ipython: Any) -> None:
    """Take the magics away and give IPython its `%%script` back."""
    tables = ipython.magics_manager.magics
    for name in ("say", "lint", "ipa", "script"):
        for table in tables.values():
            table.pop(name, None)
    if "script" in _builtin:
        tables["cell"]["script"] = _builtin.pop("script")


class Magics:
    """The magics of one shell."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell

    def script(self, line: str, cell: str) -> Any:
        """`%%script [NAME]`: keep the cell as a Script under NAME, or `script`, and check it."""
        from vivavoce.syntax import Script  # noqa: PLC0415
        from vivavoce.text import Source  # noqa: PLC0415

        name = line.strip() or "script"
        if not name.isidentifier():
            return _tell(f"%%script takes the name of a variable, not {name!r}.")
        self._shell.user_ns[name] = Script.from_source(Source(cell, f"{name}.vv"))
        return check(cell, name=f"{name}.vv")

    def say(self, line: str, cell: str | None = None) -> Any:
        """`%%say [--engine E] [--voice V] [--model M] [--language L] [--as NAME]`: speak the cell.

        The take is kept under NAME, or `take`. As `%say words` it speaks the line.
        """
        parser = _Parser(prog="%%say", add_help=True)
        for option in ("--engine", "--voice", "--model", "--language"):
            parser.add_argument(option)
        parser.add_argument("--as", dest="name", default="take")
        try:
            wanted, words = parser.parse_known_args(_split(line))
            text = " ".join(words) if cell is None else cell
            take = self._speak(text, wanted)
        except VivavoceError as error:
            return _tell(str(error))
        self._shell.user_ns[wanted.name] = take
        return None

    def _speak(self, text: str, wanted: Any) -> Take:
        from vivavoce.notebook.progress import speak_shown  # noqa: PLC0415

        return speak_shown(
            text,
            engine=wanted.engine or "espeak",
            voice=wanted.voice,
            model=wanted.model,
            language=wanted.language,
        )

    def lint(self, line: str, cell: str | None = None) -> Any:
        """`%%lint [--model M] [--fix] [--unsafe]`: show what is wrong, or what fixes would do."""
        parser = _Parser(prog="%%lint")
        parser.add_argument("--model")
        parser.add_argument("--fix", action="store_true")
        parser.add_argument("--unsafe", action="store_true")
        try:
            wanted, words = parser.parse_known_args(_split(line))
            text = " ".join(words) if cell is None else cell
            if wanted.fix or wanted.unsafe:
                return mend(text, model=wanted.model, unsafe=wanted.unsafe)
            return check(text, model=wanted.model)
        except VivavoceError as error:
            return _tell(str(error))

    def ipa(self, line: str) -> Any:
        """`%ipa WORD... [--language L]`: how each word may be said, and who says so."""
        parser = _Parser(prog="%ipa")
        parser.add_argument("words", nargs="+")
        parser.add_argument("--language", default="en-US")
        try:
            wanted = parser.parse_args(_split(line))
        except VivavoceError as error:
            return _tell(str(error))
        from vivavoce.notebook.pronunciations import Pronunciations  # noqa: PLC0415

        return Pronunciations.find(wanted.words, wanted.language)


def _split(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()


def _tell(message: str) -> None:
    """Say what is off without a traceback; a magic's caller made a slip, not a program."""
    print(message)
