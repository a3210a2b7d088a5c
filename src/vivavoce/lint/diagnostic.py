"""What the linter says."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from vivavoce.text import Edit, Span


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Higher is worse."""
        return _RANKS[self]


_RANKS = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}


class Safety(StrEnum):
    """What a fix may do to what is heard.

    SAFE keeps every spoken word and the intended delivery. UNSAFE may change what is heard and is
    applied only when asked for. SUGGEST is offered, never applied in bulk.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    SUGGEST = "suggest"


class Fix(NamedTuple):
    """One way to mend a finding.

    Attributes:
        title: what it does, as an order: `Replace with [sigh]`.
        edits: the changes, all or none.
        safety: who may apply it.
    """

    title: str
    edits: tuple[Edit, ...]
    safety: Safety


class Finding(NamedTuple):
    """What a rule yields; the machine makes a diagnostic of it.

    Attributes:
        span: the very characters that are wrong.
        message: one or two plain sentences: what is wrong and what it does.
        fixes: best first.
        severity: where it differs from the rule's own.
    """

    span: Span
    message: str
    fixes: tuple[Fix, ...] = ()
    severity: Severity | None = None


class Diagnostic(NamedTuple):
    """A finding with the rule that made it.

    Attributes:
        code: such as `VV102`.
        name: such as `near-miss-sound`.
        span: the very characters that are wrong.
        message: plain English.
        severity: how bad.
        fixes: best first.
    """

    code: str
    name: str
    span: Span
    message: str
    severity: Severity
    fixes: tuple[Fix, ...] = ()

    @property
    def fix(self) -> Fix | None:
        """The best fix, if any."""
        return self.fixes[0] if self.fixes else None
