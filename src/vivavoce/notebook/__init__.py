"""Vivavoce in notebooks: players, findings, magics and the workbench.

`%load_ext vivavoce` registers the displays and the magics. `Player` needs no kernel once it is
shown; `Workbench` is a widget and needs the `notebook` extra.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vivavoce.notebook.display import Player
    from vivavoce.notebook.findings import Change, check, mend
    from vivavoce.notebook.widgets.workbench import Workbench

_HOMES = {
    "Change": "vivavoce.notebook.findings",
    "Player": "vivavoce.notebook.display",
    "Workbench": "vivavoce.notebook.widgets.workbench",
    "check": "vivavoce.notebook.findings",
    "mend": "vivavoce.notebook.findings",
}
__all__ = ["Change", "Player", "Workbench", "check", "mend"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(_HOMES[name]), name)


def load_ipython_extension(ipython: Any) -> None:
    """Register displays and magics with an IPython shell."""
    from vivavoce.notebook import formatters, magics  # noqa: PLC0415

    formatters.register(ipython)
    magics.register(ipython)


def unload_ipython_extension(ipython: Any) -> None:
    """Take displays and magics away again."""
    from vivavoce.notebook import formatters, magics  # noqa: PLC0415

    formatters.unregister(ipython)
    magics.unregister(ipython)
