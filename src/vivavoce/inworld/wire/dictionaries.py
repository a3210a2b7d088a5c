"""Bodies of the Pronunciation API (docs.inworld.ai, Pronunciations, autumn 2026)."""

from __future__ import annotations

from vivavoce.inworld.wire.base import Answer, Body


class Pronunciation(Body, frozen=True, kw_only=True):
    """How one word is said.

    Attributes:
        display_headword: the spelling; one word, at most 128 code points.
        language_code: exact canonical BCP-47, such as `en-US`.
        phone_symbols: 1 to 64 IPA phones, one an element; a diphthong is two, a stress mark one.
    """

    display_headword: str
    language_code: str
    phone_symbols: tuple[str, ...]


class DictionaryDraft(Body, frozen=True, kw_only=True):
    """A dictionary to create.

    Attributes:
        display_name: not blank, at most 64 code points; need not be unique.
        pronunciations: at most 1,000.
    """

    display_name: str
    pronunciations: tuple[Pronunciation, ...] = ()


class DictionaryUpdate(Body, frozen=True, kw_only=True):
    """A change; which fields count is said by the mask in the query, not by the body."""

    etag: str
    display_name: str | None = None
    pronunciations: tuple[Pronunciation, ...] | None = None


class PronunciationRecord(Answer, frozen=True, kw_only=True):
    """A pronunciation as the service keeps it: known aliases are rewritten to its own symbols."""

    display_headword: str = ""
    language_code: str = ""
    phone_symbols: tuple[str, ...] = ()


class Dictionary(Answer, frozen=True, kw_only=True):
    """A dictionary as the service keeps it.

    Attributes:
        name: `workspaces/{workspace}/pronunciationDictionaries/{uuid}`.
        etag: changes with every change; needed to update and delete.
        create_time: RFC 3339.
        update_time: RFC 3339.
    """

    name: str = ""
    display_name: str = ""
    pronunciations: tuple[PronunciationRecord, ...] = ()
    etag: str = ""
    create_time: str = ""
    update_time: str = ""


class DictionaryPage(Answer, frozen=True, kw_only=True):
    """At most five dictionaries; an empty token means it is the last page."""

    pronunciation_dictionaries: tuple[Dictionary, ...] = ()
    next_page_token: str = ""
