"""The workbench: write, check, speak, compare and keep a line without leaving the cell."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from vivavoce.errors import MissingExtraError

if TYPE_CHECKING:
    from vivavoce.notebook.widgets.workbench.widget import Workbench

__all__ = ["Workbench"]


def __getattr__(name: str) -> object:
    if name != "Workbench":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if find_spec("anywidget") is None:
        raise MissingExtraError("notebook", "The workbench")
    from vivavoce.notebook.widgets.workbench.widget import Workbench  # noqa: PLC0415

    return Workbench
