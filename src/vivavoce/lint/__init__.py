"""The linter machine: values, context, run, fixes, suppressions. It knows no rule.

`vivavoce.lint` is this package, and called it is the function that lints a text: `facade.lint`.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

from vivavoce.lint.context import Context
from vivavoce.lint.diagnostic import Diagnostic, Finding, Fix, Safety, Severity
from vivavoce.lint.fix import FixResult, fix_source
from vivavoce.lint.rule import Rule
from vivavoce.lint.run import lint_source
from vivavoce.lint.settings import Settings

__all__ = [
    "Context",
    "Diagnostic",
    "Finding",
    "Fix",
    "FixResult",
    "Rule",
    "Safety",
    "Settings",
    "Severity",
    "fix_source",
    "lint_source",
]


class _Package(ModuleType):
    """A package and a function of one name, whichever of them a program meets first."""

    def __call__(self, text: Any, **wishes: Any) -> list[Diagnostic]:
        """Everything the linter has to say about a text; see `vivavoce.facade.lint`."""
        found: list[Diagnostic] = import_module("vivavoce.facade").lint(text, **wishes)
        return found


sys.modules[__name__].__class__ = _Package
