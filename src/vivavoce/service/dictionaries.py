"""Pronunciation dictionaries, checked whole before anything is saved (contract, autumn 2026)."""

from __future__ import annotations

import json
import re
import secrets
import time
import unicodedata
import uuid
from typing import Any

from vivavoce.service.access import show_time
from vivavoce.service.bodies import take_list, take_text
from vivavoce.service.refusals import Refusal, invalid, not_found

LARGEST_PAGE = 5
_MOST, _LARGEST, _NAME, _HEADWORD, _PHONES, _PHONE = 1000, 512 * 1024, 64, 128, 64, 16
_MOST_KEPT = 200
_CANONICAL = re.compile(r"[a-z]{2,3}-(?:[A-Z][a-z]{3}-)?(?:[A-Z]{2}|[0-9]{3})")


class DictionaryStore:
    """The dictionaries of one running service, in memory."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[str, Any]] = {}

    def create(self, workspace: str, body: dict[str, Any]) -> dict[str, Any]:
        """A new dictionary with a name and an etag."""
        if len(self._kept) >= _MOST_KEPT:
            raise Refusal(8, f"at most {_MOST_KEPT} dictionaries are kept")
        fields = {"displayName": _read_name(body), "pronunciations": _read_entries(body)}
        name = f"workspaces/{workspace}/pronunciationDictionaries/{uuid.uuid4()}"
        now = show_time(time.time())
        self._kept[name] = {"name": name, **fields, "etag": _etag(), "createTime": now}
        self._kept[name]["updateTime"] = now
        return self._kept[name]

    def find(self, name: str) -> dict[str, Any]:
        """One dictionary.

        Raises:
            Refusal: 5 if there is none.
        """
        if name not in self._kept:
            raise not_found("pronunciation dictionary not found")
        return self._kept[name]

    def page(self, workspace: str, size: int, token: str) -> dict[str, Any]:
        """A page of at most five; 0 means five."""
        if size < 0:
            raise invalid("page_size must not be negative")
        if token and not re.fullmatch(r"[0-9]{1,9}", token, re.ASCII):
            raise invalid("invalid page_token")
        prefix, start = f"workspaces/{workspace}/", int(token or 0)
        size = min(size or LARGEST_PAGE, LARGEST_PAGE)
        rows = [row for name, row in self._kept.items() if name.startswith(prefix)]
        end = start + size
        next_token = str(end) if end < len(rows) else ""
        return {"pronunciationDictionaries": rows[start:end], "nextPageToken": next_token}

    def update(self, name: str, body: dict[str, Any], mask: str) -> dict[str, Any]:
        """Replace the fields of the mask; without one, or with `*`, both."""
        old = self.find(name)
        _compare(old, take_text(body, "etag"))
        fields = {part.strip() for part in mask.split(",")} - {""}
        if not fields or fields == {"*"}:
            fields = {"displayName", "pronunciations"}
        if fields - {"displayName", "pronunciations"}:
            raise invalid("update_mask: only displayName and pronunciations can be updated")
        changes: dict[str, Any] = {}
        if "displayName" in fields:
            changes["displayName"] = _read_name(body)
        if "pronunciations" in fields:
            changes["pronunciations"] = _read_entries(body)
        moment = show_time(time.time())
        self._kept[name] = old | changes | {"etag": _etag(), "updateTime": moment}
        return self._kept[name]

    def delete(self, name: str, etag: str, *, allow_missing: bool) -> None:
        """Delete one; the etag must be given even when there is nothing to compare it with."""
        if not etag:
            raise invalid("etag is required")
        if name not in self._kept and allow_missing:
            return
        _compare(self.find(name), etag)
        del self._kept[name]

    def lookup(self, names: tuple[str, ...], language: str | None) -> dict[str, str]:
        """IPA by headword; the first dictionary that has a word wins."""
        found: dict[str, str] = {}
        for name in names:
            for row in self.find(name)["pronunciations"]:
                if language is None or row["languageCode"].lower() == language.lower():
                    found.setdefault(row["displayHeadword"], "".join(row["phoneSymbols"]))
        return found


def _compare(kept: dict[str, Any], etag: str) -> None:
    if not etag:
        raise invalid("etag is required")
    if etag != kept["etag"]:
        raise Refusal(10, "etag does not match: the dictionary has changed")


def _etag() -> str:
    return secrets.token_hex(8)


def _violate(path: str, message: str) -> Refusal:
    full = f"pronunciation_dictionary.{path}"
    details = {
        "@type": "type.googleapis.com/google.rpc.BadRequest",
        "fieldViolations": [{"field": full, "description": message}],
    }
    return Refusal(3, f"{full}: {message}", (details,))


def _read_name(body: dict[str, Any]) -> str:
    name = take_text(body, "displayName")
    if not name.strip():
        raise _violate("display_name", "must not be blank")
    if len(name) > _NAME:
        raise _violate("display_name", f"at most {_NAME} characters")
    return name


def _read_entries(body: dict[str, Any]) -> list[dict[str, Any]]:
    rows = take_list(body, "pronunciations")
    if len(rows) > _MOST:
        raise _violate("pronunciations", f"at most {_MOST} entries")
    entries = [_read_entry(row, f"pronunciations[{n}]") for n, row in enumerate(rows)]
    if len(json.dumps(entries, ensure_ascii=False).encode("utf-8", "replace")) > _LARGEST:
        raise _violate("pronunciations", "the dictionary is larger than 512 KiB")
    seen: set[tuple[str, str]] = set()
    for number, entry in enumerate(entries):
        word = unicodedata.normalize("NFKC", entry["displayHeadword"]).casefold()
        if (entry["languageCode"], word) in seen:
            raise _violate(f"pronunciations[{number}].display_headword", "duplicate entry")
        seen.add((entry["languageCode"], word))
    return entries


def _read_entry(row: Any, path: str) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise _violate(path, "must be an object")
    word, code, phones = (row.get(n) for n in ("displayHeadword", "languageCode", "phoneSymbols"))
    if not isinstance(word, str) or not word or any(map(str.isspace, word)):
        raise _violate(f"{path}.display_headword", "must be one word")
    if len(word) > _HEADWORD:
        raise _violate(f"{path}.display_headword", f"at most {_HEADWORD} characters")
    if not isinstance(code, str) or not _CANONICAL.fullmatch(code):
        raise _violate(f"{path}.language_code", "must be a canonical tag such as en-US")
    if not isinstance(phones, list) or not 1 <= len(phones) <= _PHONES:
        raise _violate(f"{path}.phone_symbols", f"1 to {_PHONES} phones are required")
    for number, phone in enumerate(phones):
        if not _is_phone(phone):
            raise _violate(f"{path}.phone_symbols[{number}]", "is not one IPA phone")
    return {"displayHeadword": word, "languageCode": code, "phoneSymbols": phones}


def _is_phone(phone: Any) -> bool:
    """One symbol with what hangs on it; affricates and diphthongs are two elements."""
    if not isinstance(phone, str) or not 1 <= len(phone) <= _PHONE:
        return False
    if phone in {"ˈ", "ˌ"}:
        return True
    base = [c for c in phone if c.isalpha() and unicodedata.category(c) != "Lm"]
    return len(base) == 1 and not any(c.isspace() or c in "/'" for c in phone)
