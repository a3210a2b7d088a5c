"""Faults in pronunciation dictionaries (docs.inworld.ai, Pronunciations, autumn 2026)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vivavoce.inworld.checks.faults import find_length_faults, find_type_faults, refuse
from vivavoce.inworld.wire.base import encode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.inworld.wire import DictionaryDraft, DictionaryUpdate, Pronunciation

_NAME = re.compile(r"workspaces/[^/\s?#]+/pronunciationDictionaries/[^/\s?#]+")
_CANONICAL = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?-([A-Z]{2}|\d{3})")
_MOST_ENTRIES = 1000
_MOST_PHONES = 64
_LONGEST_PHONE = 16
_LARGEST = 512 * 1024


def check_dictionary(draft: DictionaryDraft) -> None:
    """Refuse what the service would refuse; one bad entry fails the whole dictionary there.

    Raises:
        InvalidRequestError: with every fault found.
    """
    refuse(find_type_faults(draft))
    refuse([*_find_name_faults(draft.display_name), *_find_entry_faults(draft.pronunciations)])


def check_update(change: DictionaryUpdate) -> None:
    """The same for a change.

    Raises:
        InvalidRequestError: with every fault found.
    """
    refuse(find_type_faults(change))
    faults = [] if change.etag else ["A change needs the etag that was read before."]
    if change.display_name is None and change.pronunciations is None:
        faults.append("The change changes nothing.")
    if change.display_name is not None:
        faults += _find_name_faults(change.display_name)
    refuse([*faults, *_find_entry_faults(change.pronunciations or ())])


def check_name(name: str) -> None:
    """Refuse what is no full dictionary name.

    Raises:
        InvalidRequestError: if it is not.
    """
    if not _NAME.fullmatch(name):
        refuse([f"{name!r} is no full name: workspaces/…/pronunciationDictionaries/…"])


def _find_name_faults(name: str) -> Iterator[str]:
    if not name.strip():
        yield "The dictionary needs a display_name."
    yield from find_length_faults("display_name", name, 0, 64)


def _find_entry_faults(entries: tuple[Pronunciation, ...]) -> Iterator[str]:
    if len(entries) > _MOST_ENTRIES:
        yield f"The dictionary has {len(entries)} words; at most {_MOST_ENTRIES} are allowed."
    if sum(len(encode(entry)) for entry in entries) > _LARGEST:
        yield "The dictionary is larger than 512 KiB."
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        key = (entry.language_code, entry.display_headword.casefold())
        if key in seen:
            yield f"{entry.display_headword!r} stands twice for {entry.language_code}."
        seen.add(key)
        yield from _find_word_faults(entry)


def _find_word_faults(entry: Pronunciation) -> Iterator[str]:
    word = entry.display_headword
    if not word.strip() or any(char.isspace() for char in word):
        yield f"{word!r} is not one word."
    yield from find_length_faults(f"The word {word[:20]!r}", word, 0, 128)
    if not _CANONICAL.fullmatch(entry.language_code):
        yield f"{entry.language_code!r} must be a full tag such as en-US."
    if not 1 <= len(entry.phone_symbols) <= _MOST_PHONES:
        yield f"{word!r} has {len(entry.phone_symbols)} phones; 1 to {_MOST_PHONES} are allowed."
    for phone in entry.phone_symbols:
        if not phone or len(phone) > _LONGEST_PHONE or "/" in phone or any(map(str.isspace, phone)):
            yield f"{phone!r} in {word!r} is not one phone; write each phone by itself, no slashes."
