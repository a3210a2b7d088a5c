"""The JSON Schema of `vivavoce.toml`, made from the table of keys and the rules' options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vivavoce.lint.groups import GROUPS
from vivavoce.lint.keys import KEYS, LEVELS, SCOPES, SEVERITIES, TABLES, Key, Kind
from vivavoce.lint.manual import list_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vivavoce.lint.rule import Rule

_SIMPLE: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.SCOPE: {"enum": list(SCOPES)},
    Kind.GLOBS: {"type": "array", "items": {"type": "string"}},
    Kind.SWITCH: {"type": "boolean"},
    Kind.LEVEL: {"enum": list(LEVELS)},
    Kind.COUNT: {"type": "integer", "minimum": 0},
    Kind.SIZE: {
        "anyOf": [
            {"type": "integer", "minimum": 1},
            {"type": "string", "pattern": "^[0-9]+ *([kKmMgG]?[iI]?[bB]?)$"},
        ]
    },
}


def build_schema(
    rules: Sequence[Rule], models: Iterable[str], formats: Iterable[str]
) -> dict[str, Any]:
    """The schema as plain values.

    Args:
        rules: every rule.
        models: the ids of all models.
        formats: the names of all report formats.
    """
    special: dict[Kind, dict[str, Any]] = {
        Kind.MODEL: {"enum": sorted(models)},
        Kind.FORMAT: {"enum": sorted(formats)},
        Kind.RULES: {"type": "array", "items": {"$ref": "#/definitions/selector"}},
    }
    shared = {
        "severity": {
            "description": TABLES["severity"],
            "type": "object",
            "propertyNames": {"$ref": "#/definitions/selector"},
            "additionalProperties": {"enum": list(SEVERITIES)},
        },
        "rules": _object(
            {rule.name: _describe_options(rule) for rule in rules if list_options(rule)},
            TABLES["rules"],
        ),
    }
    by_path = _object(
        {key.name: _describe_key(key, special) for key in KEYS if key.by_path} | shared,
        TABLES["paths"],
    )
    whole = {key.name: _describe_key(key, special) for key in KEYS} | shared
    whole["paths"] = {"type": "object", "additionalProperties": by_path}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Configuration of vivavoce",
        **_object(whole, "`vivavoce.toml`, or `[tool.vivavoce]` in `pyproject.toml`."),
        "definitions": {"selector": _describe_selector(rules)},
    }


def _object(properties: dict[str, Any], description: str) -> dict[str, Any]:
    return {
        "description": description,
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def _describe_key(key: Key, special: dict[Kind, dict[str, Any]]) -> dict[str, Any]:
    described = {"description": key.summary, **(_SIMPLE.get(key.kind) or special[key.kind])}
    if key.default is not None:
        default = key.default
        described["default"] = list(default) if isinstance(default, tuple) else default
    return described


def _describe_selector(rules: Sequence[Rule]) -> dict[str, Any]:
    names = sorted(["ALL", *GROUPS, *(rule.name for rule in rules)])
    return {
        "description": "A code, the prefix of codes, a rule's name or a group.",
        "anyOf": [{"enum": names}, {"type": "string", "pattern": "^VV[0-9]{0,3}$"}],
    }


def _describe_options(rule: Rule) -> dict[str, Any]:
    properties = {
        option["name"]: {
            "description": option["summary"],
            **_describe_type(option["default"]),
            "default": option["default"],
        }
        for option in list_options(rule)
    }
    return _object(properties, rule.summary)


def _describe_type(default: Any) -> dict[str, Any]:
    if isinstance(default, bool):
        return {"type": "boolean"}
    if isinstance(default, int):
        return {"type": "integer"}
    if isinstance(default, float):
        return {"type": "number"}
    if isinstance(default, list):
        return {"type": "array", "items": {"type": "string"}}
    return {"type": "string"}
