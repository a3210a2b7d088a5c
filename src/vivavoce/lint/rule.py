"""What a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from vivavoce.lint.context import Context
from vivavoce.lint.diagnostic import Finding, Safety, Severity

Check = Callable[[Context, Any], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class NoOptions:
    """For rules without options."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule, defined as `RULE` in a file of `vivavoce/rules`.

    Attributes:
        code: such as `VV102`.
        name: such as `near-miss-sound`; the file's name with dashes.
        severity: of its findings, unless a finding says otherwise.
        check: yields findings for a script.
        families: the model families it applies to: `1` (tts-1, tts-1.5), `2` (tts-2), `F` (flash).
        fix: the safety of the fix it usually offers, or None.
        evidence: how good the reason is: documented, older docs, field report, practice
            elsewhere, reasoned.
        date: when the evidence was read, `YYYY-MM`.
        preview: off unless previews are asked for.
        enabled: False for a rule that is off by default.
        options: frozen dataclass of its options, with defaults.
        manual: the module's docstring.
    """

    code: str
    name: str
    severity: Severity
    check: Check
    manual: str | None
    evidence: str
    date: str
    families: str = "12F"
    fix: Safety | None = None
    preview: bool = False
    enabled: bool = True
    options: type[Any] = NoOptions

    @property
    def summary(self) -> str:
        """The first line of the manual."""
        return (self.manual or "").strip().split("\n", 1)[0]
