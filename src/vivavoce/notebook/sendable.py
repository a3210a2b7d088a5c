"""What Jupyter can send: its messages are UTF-8, and half a character would lose all of one."""

from __future__ import annotations

from typing import Any, overload


@overload
def make_sendable(value: str) -> str: ...
@overload
def make_sendable(value: Any) -> Any: ...
def make_sendable(value: Any) -> Any:
    """The same with U+FFFD for every half of a character, as in text that was cut inside an emoji.

    Args:
        value: a text, or lists and dicts with texts in them.
    """
    if isinstance(value, dict):
        return {key: make_sendable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(make_sendable, value))
    return _complete(value) if isinstance(value, str) else value


def _complete(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
