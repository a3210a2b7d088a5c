"""A baseline: findings that were there when the linter came, known by content and not by line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vivavoce.errors import ConfigError
from vivavoce.text.visible import make_visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vivavoce.lint.diagnostic import Diagnostic
    from vivavoce.text import Source

VERSION = 1
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Baseline:
    """Known findings by file.

    Attributes:
        files: by file name, relative to the baseline's folder: how often each fingerprint is known.
    """

    files: dict[str, Counter[str]] = field(default_factory=dict)

    def drop_known(
        self, name: str, source: Source, diagnostics: Iterable[Diagnostic]
    ) -> tuple[Diagnostic, ...]:
        """The findings that are new: a known one that occurs twice as often is new once."""
        left = Counter(self.files.get(name, ()))
        new = []
        for diagnostic in diagnostics:
            key = take_fingerprint(source, diagnostic)
            if left[key] > 0:
                left[key] -= 1
            else:
                new.append(diagnostic)
        return tuple(new)


def take_fingerprint(source: Source, diagnostic: Diagnostic) -> str:
    """What makes a finding the same after lines were added above it: its rule, text and line."""
    from hashlib import sha256  # noqa: PLC0415 - few runs have a baseline

    line = source.line_text(source.position(diagnostic.span.start).row).strip()
    parts = (diagnostic.code, diagnostic.span.of(source.text), line)
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def record(found: Iterable[tuple[str, Source, Iterable[Diagnostic]]]) -> dict[str, Any]:
    """The baseline of some files as plain values.

    Args:
        found: name relative to the baseline's folder, text and findings of every file.
    """
    files: dict[str, Any] = {}
    for name, source, diagnostics in found:
        counts: Counter[str] = Counter()
        shown: dict[str, dict[str, Any]] = {}
        for diagnostic in diagnostics:
            key = take_fingerprint(source, diagnostic)
            counts[key] += 1
            text = make_visible(diagnostic.span.of(source.text))[:_SHOWN]
            shown[key] = {"code": diagnostic.code, "text": text, "fingerprint": key}
        if counts:
            files[name] = [{**shown[key], "count": number} for key, number in counts.items()]
    return {"version": VERSION, "files": dict(sorted(files.items()))}


def read(value: Any, origin: str) -> Baseline:
    """A baseline from plain values.

    Raises:
        ConfigError: if they are none.
    """
    try:
        if value["version"] != VERSION:
            raise ConfigError(f"{origin} is of another version. Run viva baseline again.")
        files = {
            str(name): Counter({str(row["fingerprint"]): int(row["count"]) for row in rows})
            for name, rows in value["files"].items()
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ConfigError(f"{origin} is no baseline. Run viva baseline to write one.") from error
    return Baseline(files)
