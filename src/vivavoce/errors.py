"""Everything vivavoce raises on purpose, as one tree.

What a *script* says never raises: faults in it are diagnostics. Exceptions are for the program's
callers, its files and the network::

    VivavoceError
    ├── UsageError              the call or the command line is off
    │   ├── UnknownNameError    no such model, rule, voice, engine, format; carries suggestions
    │   └── ConfigError         a configuration file or value is invalid
    ├── FileError               a file cannot be read or written
    │   └── DecodeError         bytes that are no text; names the offset
    ├── MissingExtraError       an optional library is absent; names the pip command that mends it
    └── SpeechError             a take could not be made
        ├── EngineError         a local engine refused or failed
        └── ServiceError        the vendor's service, or the way to it, failed: `inworld.errors`
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class VivavoceError(Exception):
    """Root of the tree. `str(error)` is one plain-English sentence that says what to do."""


class UsageError(VivavoceError):
    """The call or the command line is off."""


class UnknownNameError(UsageError):
    """A name that is not in the list it was looked up in.

    Attributes:
        kind: what was looked up, such as "model".
        name: the name as given.
        suggestions: known names close to it, best first.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        known = sorted(known)
        self.kind, self.name = kind, name
        self.suggestions = tuple(get_close_matches(name.casefold(), known, n=3, cutoff=0.5))
        hint = (
            f"Did you mean {self.suggestions[0]}?"
            if self.suggestions
            else f"Known: {', '.join(known)}."
        )
        super().__init__(f"Unknown {kind} {name!r}. {hint}")


class ConfigError(UsageError):
    """A configuration file or value is invalid."""


class FileError(VivavoceError):
    """A file cannot be read or written."""


class BusyError(FileError):
    """Another process is at work on the same files."""


class DecodeError(FileError):
    """Bytes that are no text.

    Attributes:
        offset: where the first undecodable byte stands, counted in bytes from the start.
    """

    def __init__(self, message: str, *, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class MissingExtraError(VivavoceError):
    """An optional library is absent.

    Attributes:
        extra: the extra that brings it, as in `pip install 'vivavoce[extra]'`.
    """

    def __init__(self, extra: str, purpose: str) -> None:
        super().__init__(f"{purpose} needs an extra: pip install 'vivavoce[{extra}]'")
        self.extra = extra


class SpeechError(VivavoceError):
    """A take could not be made."""


class EngineError(SpeechError):
    """A local engine refused or failed."""


class ServiceError(SpeechError):
    """The vendor's service, or the way to it, failed."""
