"""The command `viva`: finds the command's file, runs it, and turns errors into one line."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

import click

from vivavoce import _plugins
from vivavoce.cli import commands
from vivavoce.errors import UnknownNameError, VivavoceError
from vivavoce.text.visible import make_visible

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
BROKEN_PIPE = 141


class Commands(click.Group):
    """A group whose commands are files, each imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        del ctx
        return [name.replace("_", "-") for name in _plugins.names(commands)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a file."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = cmd_name.replace("-", "_")
        return _plugins.load(commands, module, "COMMAND", click.Command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but an unknown command gets a suggestion."""
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            raise UnknownNameError("command", args[0], self.list_commands(ctx))
        return super().resolve_command(ctx, args)


def _show_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        from vivavoce import __version__

        click.echo(f"vivavoce {__version__}")
        ctx.exit()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 clean, 1 findings, 2 the run itself failed.",
)
@click.option(
    "-V", "--version", is_flag=True, expose_value=False, is_eager=True, callback=_show_version,
    help="Show the version and exit.",
)  # fmt: skip
def viva() -> None:
    """Write, check, speak and tune expressive scripts for Inworld TTS."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: without the program's name; None takes them from `sys.argv`.

    Returns:
        The exit code: 0 clean, 1 findings, 2 the run itself failed, 130 interrupted, 141 the
        reader of the output went away.
    """
    gc.set_threshold(100_000, 50, 50)  # a script's tree is many small values, none in a circle
    _prepare_streams()
    try:
        code = _call(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence(sys.stdout)
        return BROKEN_PIPE
    return code


def _call(arguments: Sequence[str] | None) -> int:
    try:
        result = viva.main(arguments, prog_name="viva", standalone_mode=False)
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.ClickException as error:
        return _fail(_explain(error))
    except VivavoceError as error:
        return _fail(str(error))
    except SystemExit:
        raise BrokenPipeError from None  # how click ends when the reader has gone
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return _fail(f"{place}{error.strerror or error}.")
    except Exception as error:  # nobody should meet a traceback
        if os.environ.get("VIVA_TRACEBACK"):
            raise
        return _fail(
            f"Internal error: {type(error).__name__}: {error}. "
            "This is a fault of vivavoce; VIVA_TRACEBACK=1 shows where."
        )
    return result if isinstance(result, int) else 0


def _explain(error: click.ClickException) -> str:
    message = error.format_message()
    if isinstance(error, click.UsageError) and error.ctx is not None:
        stop = "" if message.endswith((".", "?")) else "."
        return f"{message}{stop} Try '{error.ctx.command_path} --help'."
    return message


def _fail(message: str) -> int:
    click.echo(f"viva: {make_visible(message)}", err=True)
    return 2


def _prepare_streams() -> None:
    """Print whatever a terminal's encoding cannot, rather than fail at it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and stream.encoding != "utf-8":
            reconfigure(errors="backslashreplace")


def _silence(stream: object) -> None:
    """Keep the interpreter from complaining when it flushes a closed pipe at its end."""
    fileno = getattr(stream, "fileno", None)
    if fileno is not None:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, fileno())
        os.close(null)
