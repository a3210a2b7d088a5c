"""Faults in batches and in requests for tokens."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from vivavoce.inworld.checks.faults import Endpoint, refuse
from vivavoce.inworld.checks.speech import check_speech
from vivavoce.inworld.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.inworld.wire import BatchRequest, TokenRequest

_MOST_ITEMS = 10_000
_LONGEST_ID = 63
_LONGEST_REFERENCE = 256
_LONGEST_LIFE = 3600
_SECONDS = re.compile(r"(\d+(?:\.\d+)?)s")


def check_batch(batch: BatchRequest, *, known_models_only: bool = True) -> None:
    """Refuse a batch the service would refuse as a whole for one bad item.

    Raises:
        InvalidRequestError: with every fault found, each with the item's id.
    """
    refuse(
        [*_find_id_faults(batch), *_find_item_faults(batch, known_models_only=known_models_only)]
    )


def check_token(request: TokenRequest) -> None:
    """Refuse a life or a reference the service does not take (docs, Authentication, Sep 2026).

    Raises:
        InvalidRequestError: with every fault found.
    """
    refuse(_find_token_faults(request))


def _find_id_faults(batch: BatchRequest) -> Iterator[str]:
    if not 1 <= len(batch.items) <= _MOST_ITEMS:
        yield f"A batch has 1 to {_MOST_ITEMS} items, not {len(batch.items)}."
    counts = Counter(item.custom_id for item in batch.items)
    for name, count in counts.items():
        if not 1 <= len(name) <= _LONGEST_ID:
            yield f"The id {name[:20]!r} must have 1 to {_LONGEST_ID} characters."
        if count > 1:
            yield f"The id {name[:20]!r} stands {count} times."


def _find_item_faults(batch: BatchRequest, *, known_models_only: bool) -> Iterator[str]:
    for item in batch.items:
        try:
            check_speech(item.request, Endpoint.ASYNC, known_models_only=known_models_only)
        except InvalidRequestError as error:
            yield from (f"{item.custom_id}: {fault}" for fault in error.faults)


def _find_token_faults(request: TokenRequest) -> Iterator[str]:
    if request.ttl is not None and request.expire_time is not None:
        yield "Give ttl or expire_time, not both."
    if request.ttl is not None:
        found = _SECONDS.fullmatch(request.ttl)
        if found is None or not 1 <= float(found[1]) <= _LONGEST_LIFE:
            yield f"A token lives 1 s to {_LONGEST_LIFE} s; write ttl as 300s."
    reference = request.client_reference_id or ""
    if len(reference) > _LONGEST_REFERENCE or not (reference.isascii() and reference.isprintable()):
        yield f"client_reference_id has at most {_LONGEST_REFERENCE} printable ASCII characters."
