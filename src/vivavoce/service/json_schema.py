"""Words to write JSON Schema with."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def ref(name: str) -> Schema:
    """A schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def string(about: str = "", **more: Any) -> Schema:
    """A string."""
    return {"type": "string"} | ({"description": about} if about else {}) | more


def choice(*values: str, about: str = "") -> Schema:
    """One of a few words."""
    return string(about, enum=[str(value) for value in values])


def between(low: float, high: float, about: str = "", *, whole: bool = False) -> Schema:
    """A number within limits."""
    schema: Schema = {"type": "integer" if whole else "number", "minimum": low, "maximum": high}
    return schema | ({"description": about} if about else {})


def rows(item: Schema, **more: Any) -> Schema:
    """A list."""
    return {"type": "array", "items": item} | more


def asked(needed: str = "", /, **fields: Schema) -> Schema:
    """An object that may have other fields; `needed` names those that must be there."""
    return {"type": "object", "properties": fields} | _require(needed.split())


def answered(optional: str = "", /, **fields: Schema) -> Schema:
    """An object with these fields and no others; `optional` names those that may be missing."""
    needed = [name for name in fields if name not in optional.split()]
    closed: Schema = {"type": "object", "properties": fields, "additionalProperties": False}
    return closed | _require(needed)


def _require(names: list[str]) -> Schema:
    return {"required": names} if names else {}
