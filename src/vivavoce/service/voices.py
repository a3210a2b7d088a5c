"""Voices: the system's, and those cloned or designed, in memory or in a SQLite file."""

from __future__ import annotations

import json
import re
import sqlite3
import time
import uuid
from typing import Any, NamedTuple

from vivavoce.errors import FileError
from vivavoce.service.access import WORKSPACE
from vivavoce.service.bodies import take_list, take_text
from vivavoce.service.languages import read_language
from vivavoce.service.refusals import Refusal, invalid, not_found

_SYSTEM = (
    ("Dennis", "male", "Steady mid-range voice", "en-US"),
    ("Ashley", "female", "Warm and friendly", "en-US"),
    ("Alex", "male", "Energetic and expressive", "en-US"),
    ("Sarah", "female", "Quick and curious", "en-US"),
    ("Mark", "male", "Lively, with a rapid delivery", "en-US"),
    ("Olivia", "female", "Upbeat British voice", "en-GB"),
    ("Alain", "male", "Deep and smooth", "fr-FR"),
    ("Diego", "male", "Calm and soothing", "es-ES"),
    ("Johanna", "female", "Calm, with a low smoky quality", "de-DE"),
    ("Gianni", "male", "Deep and smooth", "it-IT"),
    ("Asuka", "female", "Friendly young adult", "ja-JP"),
    ("Heitor", "male", "Composed, with a neutral tone", "pt-BR"),
)
_CLAUSE = re.compile(r"\s*([A-Za-z_]+)\s*(?:=|:)\s*(?:\"([^\"]*)\"|([^\s\"]+))\s*")
_EDITABLE = ("displayName", "description", "gender", "ageGroup")
LARGEST_PAGE = 2000
_MOST_VOICES = {"on-demand": 5, "creator": 100, "builder": 1000}
"""Custom voices by plan (docs.inworld.ai, autumn 2026); memory and lists stay bounded."""

_MOST_OF_ANY_PLAN = 3000

_LARGEST_VOICE = 64 * 1024
_MOST_WAITING = 1000
_DRAFT_LIFE = 3 * 24 * 3600.0
"""Seconds until a draft expires (docs.inworld.ai, Localize a voice)."""


def lang_code(tag: str) -> str:
    """`en-US` as the older form `EN_US`."""
    return tag.upper().replace("-", "_")


def language_tag(code: str) -> str:
    """`EN_US` as BCP-47."""
    first, _, rest = code.replace("_", "-").partition("-")
    return f"{first.lower()}-{rest.upper()}" if rest else first.lower()


def make_voice(voice_id: str, name: str, language: str, **more: Any) -> dict[str, Any]:
    """A voice object with every field the service shows (recorded Sep 2026)."""
    short = voice_id.rpartition("__")[2].lower()
    return {
        "name": f"workspaces/{WORKSPACE}/voices/{short}",
        "langCode": lang_code(language),
        "displayName": name,
        "description": "",
        "tags": [],
        "voiceId": voice_id,
        "source": "SYSTEM",
        "ageGroup": "",
        "gender": "",
        "categories": [],
        "promptLanguages": [language],
        "viewerState": None,
        "owned": False,
        "sharing": None,
        "languageCode": language,
        "localizations": [],
        "workspaceTags": [],
    } | more


class _Draft(NamedTuple):
    """A candidate for a voice in another language."""

    voice: str
    language: str
    expires: float


class VoiceStore:
    """All voices of one running service.

    Args:
        path: a SQLite file, or `:memory:`.

    Raises:
        FileError: if there can be no such file, or it is something else.
        plan: name of a plan, for the number of voices; None for that of the largest.
    """

    def __init__(self, path: str = ":memory:", plan: str | None = None) -> None:
        self._most = _MOST_VOICES.get(plan or "", _MOST_OF_ANY_PLAN)
        self._system = {
            name: make_voice(name, name, language, description=about, tags=[gender], gender=gender)
            for name, gender, about, language in _SYSTEM
        }
        try:
            self._base = sqlite3.connect(path, check_same_thread=False)
            self._base.execute("create table if not exists voices (id text primary key, body text)")
        except sqlite3.Error as error:
            raise FileError(f"Voices cannot be kept in {path}: {error}.") from None
        self._previews: dict[str, dict[str, Any]] = {}
        self._drafts: dict[str, _Draft] = {}

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def all(self) -> list[dict[str, Any]]:
        """Every voice, the system's first."""
        rows = self._base.execute("select body from voices order by rowid").fetchall()
        return [*self._system.values(), *(json.loads(row[0]) for row in rows)]

    def find(self, voice_id: str) -> dict[str, Any]:
        """One voice.

        Raises:
            Refusal: 5 if there is none.
        """
        row = self._base.execute("select body from voices where id = ?", (voice_id,)).fetchone()
        if row:
            stored: dict[str, Any] = json.loads(row[0])
            return stored
        if voice_id in self._system:
            return dict(self._system[voice_id])
        raise not_found(f"Unknown voice: {voice_id} not found!")

    def add(self, body: dict[str, Any], source: str) -> dict[str, Any]:
        """A new voice from a clone or design request."""
        name = take_text(body, "displayName").strip()
        if not name:
            raise invalid("display_name is required")
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "voice"
        voice_id = f"{WORKSPACE}__{slug}-{uuid.uuid4().hex[:8]}"
        voice = make_voice(voice_id, name, read_voice_language(body), source=source, owned=True)
        return self._save(voice | read_changes(body))

    def preview(self, language: str) -> str:
        """The id of a designed voice that waits to be published."""
        voice_id = f"{WORKSPACE}__design-voice-{uuid.uuid4().hex[:8]}"
        if len(self._previews) >= _MOST_WAITING:
            self._previews.pop(next(iter(self._previews)))
        self._previews[voice_id] = make_voice(
            voice_id, "Designed voice", language, source="TVD", owned=True
        )
        return voice_id

    def draft(self, voice_id: str, language: str) -> str:
        """The id of a candidate for one of the caller's voices in another language."""
        self._own(voice_id)
        if len(self._drafts) >= _MOST_WAITING:
            self._drafts.pop(next(iter(self._drafts)))
        candidate = f"candidate-{uuid.uuid4().hex[:8]}"
        self._drafts[candidate] = _Draft(voice_id, language, time.time() + _DRAFT_LIFE)
        return candidate

    def approve(self, voice_id: str, candidate: str) -> dict[str, Any]:
        """The voice with the language of a candidate added."""
        voice, draft = self._own(voice_id), self._drafts.get(candidate)
        if draft is None or draft.voice != voice_id or draft.expires < time.time():
            raise not_found("candidate not found")
        del self._drafts[candidate]
        spoken = [*voice["promptLanguages"], draft.language]
        rows = [*voice["localizations"], {"languageCode": draft.language}]
        return self._save(
            voice | {"promptLanguages": list(dict.fromkeys(spoken)), "localizations": rows}
        )

    def knows(self, voice_id: str) -> bool:
        """Whether a request may name it, waiting previews with them."""
        if voice_id in self._system or voice_id in self._previews:
            return True
        found = self._base.execute("select 1 from voices where id = ?", (voice_id,)).fetchone()
        return bool(found)

    def publish(self, voice_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Keep a designed voice."""
        voice = self._previews.get(voice_id) or self.find(voice_id)
        if voice["source"] == "SYSTEM":
            raise invalid("a system voice cannot be published")
        changed = self._save(voice | read_changes(body))
        self._previews.pop(voice_id, None)
        return changed

    def update(self, voice_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Change one of the caller's own voices."""
        return self._save(self._own(voice_id) | read_changes(body))

    def delete(self, voice_id: str) -> None:
        """Delete one of the caller's own voices."""
        self._own(voice_id)
        with self._base:
            self._base.execute("delete from voices where id = ?", (voice_id,))

    def _own(self, voice_id: str) -> dict[str, Any]:
        voice = self.find(voice_id)
        if voice["source"] == "SYSTEM":
            raise invalid("a system voice cannot be changed")
        return voice

    def _save(self, voice: dict[str, Any]) -> dict[str, Any]:
        row = (voice["voiceId"], json.dumps(voice))
        if len(row[1]) > _LARGEST_VOICE:
            raise invalid("the voice's texts are too long")
        others = self._base.execute("select count(*) from voices where id != ?", row[:1])
        if others.fetchone()[0] >= self._most:
            raise Refusal(8, f"at most {self._most} custom voices are kept")
        with self._base:
            self._base.execute(
                "insert into voices values (?, ?) on conflict(id) do update set body=excluded.body",
                row,
            )
        return voice


def read_changes(body: dict[str, Any]) -> dict[str, Any]:
    """The fields of a voice that a body sets."""
    changes: dict[str, Any] = {
        name: take_text(body, name) for name in _EDITABLE if body.get(name) is not None
    }
    if body.get("tags") is not None:
        tags = take_list(body, "tags")
        if not all(isinstance(tag, str) for tag in tags):
            raise invalid("field tags has the wrong type")
        changes["tags"] = tags
    return changes


def read_voice_language(body: dict[str, Any]) -> str:
    """The language of a voice to be made, from one of its two fields."""
    old, new = take_text(body, "langCode"), take_text(body, "languageCode")
    if old and new:
        raise invalid("set lang_code or language_code, not both")
    code = new or old
    if code == "LANGUAGE_CODE_UNSPECIFIED":
        return "en-US"
    return read_language(code) or "en-US"


def choose(voices: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """The voices that fit a filter such as `source = "SYSTEM" AND lang_code = "en-US"`."""
    for clause in filter(None, re.split(r"\s+AND\s+", text.strip())):
        match = _CLAUSE.fullmatch(clause)
        if match is None:
            raise invalid("invalid filter")
        name, value = match[1].lower(), match[2] if match[2] is not None else match[3]
        voices = [voice for voice in voices if _fits(voice, name, value)]
    return voices


def _fits(voice: dict[str, Any], name: str, value: str) -> bool:
    if name in {"lang_code", "language", "langcode"}:
        tag = language_tag(value)
        return bool(voice["languageCode"] == tag or voice["languageCode"].startswith(f"{tag}-"))
    if name in {"tags", "categories"}:
        return value in voice[name]
    if name in {"owned", "community"}:
        return bool(voice["owned"] is (value.lower() == "true")) if name == "owned" else False
    field = {"source": "source", "gender": "gender", "age_group": "ageGroup"}.get(name)
    if field is None:
        raise invalid(f"invalid filter: unknown field {name}")
    return bool(voice[field].lower() == value.lower())
