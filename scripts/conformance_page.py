"""The page of docs/conformance.md: what is known of the service, and the check that proves it.

The facts stand on the checks themselves, as marks; pytest collects them. A fact without a check
cannot be written down, a check that is gone takes its row with it, and a switch one of whose
values nobody checks stops the page.
"""

from __future__ import annotations

import contextlib
import io
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from vivavoce.service.switches import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parents[1]
SUITE = ROOT / "tests" / "service" / "conformance"
CONFORMANCE = ROOT / "docs" / "conformance.md"
_GRADES = ("documented", "recorded", "SDK", "third-party", "inferred")
_NOTE = "<!-- Written by scripts/make_docs.py from the checks' marks; change them there. -->\n\n"
_INTRO = """# Conformance of the stand-in

What is known of the vendor's service, one row a fact, with who says so and how good that evidence
is: **documented** (the vendor's pages), **recorded** (answers of the live service that somebody
published), **SDK** (the vendor's own code and notes), **third-party**, **inferred**. Each row names
the checks that prove the stand-in does the same; they run over real sockets in
`tests/service/conformance/`. What nobody outside knows stands at the end.
"""


@dataclass(slots=True)
class Fact:
    """A fact and the checks that prove it, each with the setting it holds under, or ""."""

    name: str
    statement: str
    source: str
    grade: str
    checks: dict[tuple[str, str], None] = field(default_factory=dict)


@dataclass(slots=True)
class Area:
    """The facts of one file of checks."""

    file: str
    title: str
    facts: dict[str, Fact] = field(default_factory=dict)


class _Gatherer:
    """A pytest plug-in that notes what was collected."""

    def __init__(self) -> None:
        self.areas: dict[str, Area] = {}
        self.count = 0

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            self._take(item)

    def _take(self, item: pytest.Item) -> None:
        marks = list(item.iter_markers("fact"))
        if not marks:
            raise pytest.UsageError(f"{item.nodeid} proves no fact: mark it")
        self.count += 1
        module: Any = item.getparent(pytest.Module)
        title = (module.obj.__doc__ or "").strip().rstrip(".")
        area = self.areas.setdefault(item.path.name, Area(item.path.name, title))
        for mark in marks:
            made = Fact(*mark.args)
            known = area.facts.setdefault(made.name, made)
            _compare(known, made)
            known.checks[_name(item, mark), mark.kwargs.get("switch", "")] = None


def _name(item: pytest.Item, mark: pytest.Mark) -> str:
    """What a check is called: its row too, where the fact stands on one row only."""
    name, _, row = item.name.removesuffix("]").partition("[")
    name = name.removeprefix("test_").replace("_", " ")
    rows = getattr(item, "callspec", None)
    return f"{name}: {row}" if rows and mark in rows.marks and "-" not in row else name


def _compare(known: Fact, made: Fact) -> None:
    if made.grade not in _GRADES:
        raise pytest.UsageError(f"{made.name}: no grade is called {made.grade}")
    if (known.statement, known.source, known.grade) != (made.statement, made.source, made.grade):
        raise pytest.UsageError(f"{made.name} is stated in two ways")


def write_conformance() -> str:
    """The page.

    Raises:
        SystemExit: if the checks cannot be collected, or a value of a switch has no check.
    """
    gatherer, said = _Gatherer(), io.StringIO()
    arguments = ["--collect-only", "-q", "-p", "no:cacheprovider", str(SUITE)]
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = pytest.main(arguments, plugins=[gatherer])
    if code != pytest.ExitCode.OK:
        raise SystemExit(said.getvalue())
    table = tomllib.loads((SUITE / "unknown.toml").read_text("utf-8"))
    unknown, missing = table["unknown"], table["missing"]
    areas = list(gatherer.areas.values())
    proofs = _find_proofs(areas)
    return _NOTE + "\n".join(
        [
            _INTRO,
            *_count(areas, gatherer.count, len(unknown)),
            *(line for area in areas for line in _write_area(area)),
            *_write_switches(proofs),
            *_write_unknown(unknown),
            *_write_missing(missing),
            "",
        ]
    )


def _count(areas: list[Area], checks: int, unknown: int) -> Iterator[str]:
    facts = sum(len(area.facts) for area in areas)
    switches = len(read_rows()["switches"])
    yield f"{facts} facts, proven by {checks} checks; {switches} switches for what sources"
    yield f"disagree about or do not say; {unknown} things that nobody knows and no switch decides."


def _find_proofs(areas: Iterable[Area]) -> dict[str, list[str]]:
    """Checks by switch and value; every value of every switch must have one."""
    proofs: dict[str, list[str]] = {
        f"{name}={value}": []
        for name, row in read_rows()["switches"].items()
        for value in row["choices"]
    }
    for area in areas:
        for fact in area.facts.values():
            for check, setting in fact.checks:
                if setting and setting not in proofs:
                    raise SystemExit(f"{fact.name}: there is no setting {setting}")
                if setting:
                    proofs[setting].append(_link(area, check))
    bare = [setting for setting, found in proofs.items() if not found]
    if bare:
        raise SystemExit(f"no check for the settings {', '.join(bare)}")
    return proofs


def _link(area: Area, check: str) -> str:
    return f"[{check}](../tests/service/conformance/{area.file})"


def _escape(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", text)


def _write_area(area: Area) -> Iterator[str]:
    yield f"\n## {area.title}\n"
    yield "| fact | evidence | checks |"
    yield "|---|---|---|"
    for fact in area.facts.values():
        checks = ", ".join(
            _link(area, check) + (f" (`{setting}`)" if setting else "")
            for check, setting in fact.checks
        )
        evidence = f"{fact.grade}: {_escape(fact.source)}"
        yield f"| {_escape(fact.statement)} | {evidence} | {checks} |"


def _write_switches(proofs: dict[str, list[str]]) -> Iterator[str]:
    yield "\n## Where the sources disagree or are silent: switches\n"
    yield "`viva serve --set NAME=VALUE`; the first value is the default.\n"
    yield "| unknown | switch | checks |"
    yield "|---|---|---|"
    for name, row in read_rows()["switches"].items():
        ordered = [row["default"], *(v for v in row["choices"] if v != row["default"])]
        checks = dict.fromkeys(link for v in ordered for link in proofs[f"{name}={v}"])
        setting = f"`{name}={'|'.join(ordered)}`".replace("|", "\\|")
        yield f"| {_escape(row['about'])} | {setting} | {', '.join(checks)} |"


def write_switches() -> str:
    """The table of switches for docs/service.md."""
    lines = ["", "| switch | values, default first | about |", "|---|---|---|"]
    for name, row in read_rows()["switches"].items():
        ordered = [row["default"], *(v for v in row["choices"] if v != row["default"])]
        values = " ".join(f"`{value}`" for value in ordered)
        lines.append(f"| `{name}` | {values} | {_escape(row['about'])} |")
    return "\n".join([*lines, "", ""])


def _write_unknown(rows: list[dict[str, str]]) -> Iterator[str]:
    yield "\n## Not known\n"
    yield "No public source says; what the stand-in does is a choice of ours.\n"
    yield "| unknown | the stand-in |"
    yield "|---|---|"
    for row in rows:
        yield f"| {_escape(row['what'])} | {_escape(row['here'])} |"


def _write_missing(rows: list[dict[str, str]]) -> Iterator[str]:
    yield "\n## Known and not done\n"
    yield "| known | why not |"
    yield "|---|---|"
    for row in rows:
        yield f"| {_escape(row['what'])} | {_escape(row['why'])} |"
