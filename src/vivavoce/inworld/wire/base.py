"""The two kinds of bodies. Only this package knows the vendor's camelCase."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


class Body(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    omit_defaults=True,
    forbid_unknown_fields=True,
):
    """What is sent. A field left at its default is not sent; an unknown field is refused.

    Refused, because the service answers 200 to misspelt fields and ignores them (contract of Sep
    2026, Errors).
    """


class Answer(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What comes back. Unknown fields are passed over; a null counts as the field's default."""


def encode(body: msgspec.Struct) -> bytes:
    """The JSON bytes of a body."""
    return msgspec.json.encode(body)


def decode(data: bytes, kind: type[T]) -> T:
    """A small answer, nulls taken for missing fields and number-like text for numbers.

    Raises:
        msgspec.MsgspecError: if the bytes are no JSON, or not of that shape.
    """
    return msgspec.convert(_drop_nulls(msgspec.json.decode(data)), kind, strict=False)


def _drop_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _drop_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_drop_nulls(item) for item in value]
    return value
