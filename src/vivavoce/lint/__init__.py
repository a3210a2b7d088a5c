"""The linter machine: values, context, run, fixes, suppressions. It knows no rule."""

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
