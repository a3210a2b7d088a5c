"""How IPython shows what vivavoce returns: rich in notebooks, plain in terminals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vivavoce.lint import Diagnostic
from vivavoce.lint.report import Checked
from vivavoce.notebook.display import Player, describe_take
from vivavoce.notebook.findings import (
    check,
    draw_checked,
    draw_diagnostics,
    write_checked,
    write_diagnostics,
)
from vivavoce.notebook.sendable import make_sendable
from vivavoce.speech import Take
from vivavoce.syntax import Script

if TYPE_CHECKING:
    from collections.abc import Callable

SPOKEN = 2000
"""Characters up to which a script at the end of a cell is spoken by the local voice."""

_MOST = 8
"""Takes compared side by side; more are listed."""

_replaced: dict[str, Any] = {}


def register(ipython: Any) -> None:
    """Teach a shell to show takes, scripts, findings and lists of them."""
    html, plain = _find_formatters(ipython)
    for kind, (draw, write) in _SHOWN.items():
        html.for_type(kind, draw)
        plain.for_type(kind, _print(write))
    if "list" not in _replaced:
        _replaced["list"] = plain.for_type(list, _print_list)
        html.for_type(list, _draw_list)


def unregister(ipython: Any) -> None:
    """Let a shell show them as it did before."""
    html, plain = _find_formatters(ipython)
    for kind in _SHOWN:
        html.pop(kind, None)
        plain.pop(kind, None)
    html.pop(list, None)
    if "list" in _replaced:
        plain.for_type(list, _replaced.pop("list"))


def _find_formatters(ipython: Any) -> tuple[Any, Any]:
    found = ipython.display_formatter.formatters
    return found["text/html"], found["text/plain"]


def _print(write: Callable[[Any], str]) -> Callable[[Any, Any, bool], None]:
    def show(value: Any, printer: Any, cycle: bool) -> None:  # noqa: FBT001 - IPython's signature
        printer.text("…" if cycle else make_sendable(write(value)))

    return show


def _draw_list(values: list[Any]) -> str | None:
    if not values:
        return None
    if len(values) <= _MOST and all(isinstance(value, Take) for value in values):
        return Player(*values)._repr_html_()
    if all(isinstance(value, Diagnostic) for value in values):
        return draw_diagnostics(values)
    return None


def _print_list(values: list[Any], printer: Any, cycle: bool) -> None:  # noqa: FBT001
    if values and all(isinstance(value, Diagnostic) for value in values):
        printer.text(make_sendable(write_diagnostics(values)))
    else:
        _replaced["list"](values, printer, cycle)


def _draw_script(script: Script) -> str:
    """A short script as the local voice speaks it, with its findings; a long one as text."""
    from vivavoce import facade  # noqa: PLC0415 - only when a script is shown
    from vivavoce.errors import VivavoceError  # noqa: PLC0415

    findings = draw_checked(check(script.text))
    if len(script.text) > SPOKEN:
        return findings
    try:
        return draw_take(facade.say(script)) + findings
    except VivavoceError:
        return findings


def draw_take(take: Take) -> str:
    """A take as a player."""
    return Player(take)._repr_html_()


def _write_script(script: Script) -> str:
    return write_checked(check(script.text))


_SHOWN: dict[type, tuple[Callable[[Any], str], Callable[[Any], str]]] = {
    Take: (draw_take, describe_take),
    Checked: (draw_checked, write_checked),
    Script: (_draw_script, _write_script),
    Diagnostic: (lambda found: draw_diagnostics([found]), lambda found: write_diagnostics([found])),
}
