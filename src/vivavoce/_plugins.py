"""Plug-ins are files: collect the one value each module of a folder defines under a fixed name."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from types import ModuleType

T = TypeVar("T")


def names(package: ModuleType) -> list[str]:
    """The plug-in modules of `package`, sorted, without importing them."""
    folder = next(iter(package.__path__))
    files = os.listdir(folder)  # noqa: PTH208 - pathlib takes longer than a short lint run has
    return sorted(file[:-3] for file in files if file.endswith(".py") and file[0] not in "_.")


def load(package: ModuleType, name: str, attribute: str, kind: type[T]) -> T:
    """The plug-in value of one module.

    Raises:
        TypeError: if the module lacks `attribute` or defines something else under that name.
    """
    module = import_module(f"{package.__name__}.{name}")
    value = getattr(module, attribute, None)
    if not isinstance(value, kind):
        raise TypeError(f"{module.__name__} must define {attribute} as a {kind.__name__}")
    return value


def collect(package: ModuleType, attribute: str, kind: type[T]) -> dict[str, T]:
    """Every plug-in value of a folder, by module name in sorted order."""
    return {name: load(package, name, attribute, kind) for name in names(package)}
