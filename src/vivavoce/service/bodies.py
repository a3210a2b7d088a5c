"""Bodies as they come: camelCase or snake_case, unknown fields passed over."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from vivavoce.service.refusals import invalid

_SNAKE = re.compile(r"_([a-z0-9])")
_DEEPEST = 32


def read_object(data: bytes) -> dict[str, Any]:
    """The object in a body, its names in camelCase.

    Raises:
        Refusal: if it is no JSON object or nested too deeply.
    """
    renamed: dict[str, Any] = to_camel(decode_object(data))
    return renamed


def decode_object(data: bytes) -> dict[str, Any]:
    """The object in a body, its names as sent.

    Raises:
        Refusal: if it is no JSON object.
    """
    try:
        value = msgspec.json.decode(data)
    except (msgspec.MsgspecError, RecursionError):
        raise invalid("request body is not valid JSON") from None
    if not isinstance(value, dict):
        raise invalid("request body must be a JSON object")
    return value


def to_camel(value: Any, depth: int = 0) -> Any:
    """Every name of an object in camelCase; a camelCase name wins over its twin."""
    if not isinstance(value, dict | list):
        return value
    if depth >= _DEEPEST:
        raise invalid("request body is nested too deeply")
    if isinstance(value, list):
        return [to_camel(item, depth + 1) for item in value]
    names = {key: camel(key) if "_" in key else key for key in value}
    return {
        name: to_camel(value[key], depth + 1)
        for key, name in names.items()
        if name == key or name not in value
    }


def camel(name: str) -> str:
    """`audio_config` as `audioConfig`."""
    return _SNAKE.sub(lambda match: match[1].upper(), name)


def take_text(body: dict[str, Any], name: str, default: str = "") -> str:
    """A string field; missing or null is the default.

    Raises:
        Refusal: if it is something else.
    """
    value = body.get(name)
    if value is None:
        return default
    if not isinstance(value, str):
        raise invalid(f"field {name} has the wrong type")
    return value


def take_number(body: dict[str, Any], name: str, low: float, high: float) -> float | None:
    """A number field within its limits; None if missing, null or 0.

    Raises:
        Refusal: if it is no number, or out of its limits.
    """
    value = body.get(name)
    if value is None or (value == 0 and not isinstance(value, bool)):
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise invalid(f"field {name} has the wrong type")
    if not low <= value <= high:
        raise invalid(f"{name} must be between {low:g} and {high:g}")
    return value


def take_object(body: dict[str, Any], name: str) -> dict[str, Any]:
    """An object field; missing or null is empty.

    Raises:
        Refusal: if it is something else.
    """
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise invalid(f"field {name} has the wrong type")
    return value


def take_list(body: dict[str, Any], name: str) -> list[Any]:
    """A list field; missing or null is empty.

    Raises:
        Refusal: if it is something else.
    """
    value = body.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise invalid(f"field {name} has the wrong type")
    return value
