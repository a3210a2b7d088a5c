"""Faults in requests to the Voice API (docs.inworld.ai, Voice API, Aug to autumn 2026)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vivavoce.inworld.checks.faults import (
    find_language_faults,
    find_length_faults,
    find_range_faults,
    find_type_faults,
    refuse,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.inworld.protocol.voices import VoiceQuery
    from vivavoce.inworld.wire import CloneRequest, DesignRequest, LocalizeRequest

_MOST_SAMPLES = 3
_LARGEST_SAMPLE = 4 * 1024 * 1024
_LARGEST_TOGETHER = 16 * 1024 * 1024
_PROMPT = (30, 250)
_LONG_PROMPT = 1000
_LARGEST_PAGE = 2000
_OLD_CODE = re.compile(r"[A-Z]{2}_[A-Z]{2}|AUTO|LANGUAGE_CODE_UNSPECIFIED")


def check_clone(request: CloneRequest) -> None:
    """Refuse recordings the service would refuse.

    Raises:
        InvalidRequestError: with every fault found.
    """
    refuse(_find_clone_faults(request))


def check_design(request: DesignRequest) -> None:
    """Refuse a description the service would refuse.

    Raises:
        InvalidRequestError: with every fault found.
    """
    refuse(find_type_faults(request))
    refuse(_find_design_faults(request))


def check_localize(request: LocalizeRequest) -> None:
    """Refuse a request for prompts in no language, or for none.

    Raises:
        InvalidRequestError: with every fault found.
    """
    low = request.candidate_count is not None and request.candidate_count < 1
    refuse(
        [
            *find_language_faults(request.language_code),
            *(["Ask for one candidate at least."] if low else []),
        ]
    )


def check_query(query: VoiceQuery) -> None:
    """Refuse a page size the service does not have.

    Raises:
        InvalidRequestError: if it is out of range.
    """
    refuse(find_range_faults("page_size", query.page_size, 1, _LARGEST_PAGE))


def _find_clone_faults(request: CloneRequest) -> Iterator[str]:
    sizes = [len(sample.audio_data) for sample in request.voice_samples]
    if not request.display_name.strip():
        yield "The voice needs a display_name."
    if not 1 <= len(sizes) <= _MOST_SAMPLES:
        yield f"Give 1 to {_MOST_SAMPLES} recordings, not {len(sizes)}."
    for number, size in enumerate(sizes, 1):
        if not size:
            yield f"Recording {number} is empty."
        if size > _LARGEST_SAMPLE:
            yield f"Recording {number} is larger than 4 MB; 5 to 15 seconds are enough."
    if sum(sizes) > _LARGEST_TOGETHER:
        yield "The recordings are larger than 16 MB together."
    yield from _find_language_pair(request.lang_code, request.language_code)


def _find_design_faults(request: DesignRequest) -> Iterator[str]:
    low, high = _PROMPT
    most = high if request.design_prompt_mode is None else _LONG_PROMPT
    yield from find_length_faults("The design prompt", request.design_prompt, low, most)
    if not (request.design_prompt.isascii() and request.design_prompt.isprintable()):
        yield "The design prompt may hold plain ASCII only: straight quotes, no dashes or accents."
    if not request.preview_text.strip():
        yield "The preview text is empty."
    config = request.voice_design_config
    count = config.number_of_samples if config is not None else None
    yield from find_range_faults("number_of_samples", count, 1, _MOST_SAMPLES)
    yield from _find_language_pair(request.lang_code, request.language_code)


def _find_language_pair(old: str | None, new: str | None) -> Iterator[str]:
    if old is not None and new is not None:
        yield "Set lang_code or language_code, not both."
    if old is not None and not _OLD_CODE.fullmatch(old):
        yield f"{old!r} is no lang_code; write one such as EN_US, or use language_code."
    yield from find_language_faults(new)
