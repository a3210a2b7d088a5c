"""GitLab's code quality report."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from vivavoce.lint.baseline import take_fingerprint
from vivavoce.lint.report import Checked, Look, Report, describe_place, dump_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def write(files: Iterable[Checked], _look: Look) -> Iterator[str]:
    """A list of issues; GitLab tells them apart by fingerprint, so each has its own."""
    issues: list[dict[str, Any]] = []
    seen: Counter[str] = Counter()
    for checked in files:
        for found in checked.diagnostics:
            key = f"{checked.name}\0{take_fingerprint(checked.source, found)}"
            start = describe_place(checked.source, found.span.start)
            end = describe_place(checked.source, found.span.end)
            issues.append(
                {
                    "description": found.message,
                    "check_name": f"{found.code} {found.name}",
                    "fingerprint": _mix(key, seen[key]),
                    "severity": _SEVERITIES[found.severity],
                    "location": {
                        "path": checked.name.removeprefix("./"),
                        "positions": {"begin": _place(start), "end": _place(end)},
                    },
                }
            )
            seen[key] += 1
    yield dump_json(issues, indent=2) + "\n"


def _place(place: dict[str, int]) -> dict[str, int]:
    return {"line": place["row"], "column": place["column"]}


def _mix(key: str, number: int) -> str:
    from hashlib import sha256  # noqa: PLC0415 - other reports need none

    return sha256(f"{key}\0{number}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


REPORT = Report("gitlab", "GitLab code quality", write)
