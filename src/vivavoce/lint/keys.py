"""The keys a configuration knows: one table for reading, the schema, the docs and `viva config`."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple


class Kind(StrEnum):
    """What a key's value is."""

    MODEL = "model"
    TEXT = "text"
    SCOPE = "scope"
    RULES = "rules"
    GLOBS = "globs"
    SWITCH = "switch"
    LEVEL = "level"
    FORMAT = "format"
    COUNT = "count"
    SIZE = "size"


class Key(NamedTuple):
    """One key.

    Attributes:
        name: as in the file.
        kind: of its value.
        default: its value where nobody gives one.
        summary: what it does.
        by_path: whether it may differ from path to path.
    """

    name: str
    kind: Kind
    default: Any
    summary: str
    by_path: bool


SCOPES = ("until-changed", "next-text", "start-of-text")
LEVELS = ("error", "warning", "info", "never")
SEVERITIES = ("error", "warning", "info")

_Row = tuple[str, Kind, Any, str]
_BY_PATH: tuple[_Row, ...] = (
    ("model", Kind.MODEL, None, "Model the scripts are for; beats what a script says."),
    ("language", Kind.TEXT, None, "BCP-47 tag of the text; beats what a script says."),
    ("scope", Kind.SCOPE, None, "How far a steering tag reaches, if not as the model has it."),
    ("select", Kind.RULES, (), "Run these rules instead of the default ones."),
    ("extend-select", Kind.RULES, (), "Run these rules too."),
    ("ignore", Kind.RULES, (), "Never run these rules; beats both others."),
    ("preview", Kind.SWITCH, False, "Run rules whose reasons are not settled yet."),
)
_FOR_THE_RUN: tuple[_Row, ...] = (
    ("exclude", Kind.GLOBS, (), "Files and folders that a search through folders leaves out."),
    ("max-size", Kind.SIZE, "64MB", "Files larger than this are reported, not read."),
    ("format", Kind.FORMAT, None, "Report format: full, or github in GitHub Actions."),
    ("fail-on", Kind.LEVEL, "warning", "The mildest severity that makes the exit code 1."),
    ("baseline", Kind.TEXT, None, "File of known findings, which do not count."),
    ("jobs", Kind.COUNT, 0, "Processes that lint; 0 takes as many as help."),
)
KEYS = tuple(
    Key(name, kind, default, summary, by_path=rows is _BY_PATH)
    for rows in (_BY_PATH, _FOR_THE_RUN)
    for name, kind, default, summary in rows
)
"""The plain keys. Beside them there are three tables: `severity`, `rules` and `paths`."""

TABLES = {
    "severity": "Severity by rule, prefix or group: error, warning or info.",
    "rules": "Options by rule.",
    "paths": "By pattern: settings for the files that fit; later tables beat earlier ones.",
}
BY_NAME = {key.name: key for key in KEYS}
