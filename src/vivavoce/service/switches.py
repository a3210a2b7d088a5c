"""What the sources disagree about, each as a named switch; rows and profiles in a table."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from vivavoce._resources import read_text
from vivavoce.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def read_rows() -> dict[str, Any]:
    """The table of switches and profiles."""
    return tomllib.loads(read_text("service", "profiles.toml"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """One value for every disagreement; `profiles.toml` says what each means."""

    words: str
    usage: str
    empty_text: str
    stream_limit: str
    websocket_limit: str
    websocket_pcm: str
    languages_key: str
    status_place: str
    unknown_tags: str
    token_variant: str
    is_partial: str
    tag_words: str
    alignment: str
    stream_type: str
    tag_scope: str
    break_scope: str
    instruction_scope: str
    long_breaks: str
    markup_billed: str
    scripts: str
    localize: str
    clone_limit: str
    design_prompt: str
    dictionary_case: str
    dictionary_detection: str
    operation_done: str
    operation_extras: str
    context_created: str
    auto_context: str
    wrong_key: str
    speech_errors: str
    speech_pcm: str

    @classmethod
    def of_profile(cls, profile: str = "2026-09") -> Switches:
        """The defaults, as a profile changes them.

        Raises:
            UnknownNameError: for a profile that is not in the table.
        """
        table = read_rows()
        if profile not in table["profiles"]:
            raise UnknownNameError("profile", profile, tuple(table["profiles"]))
        values = {name: row["default"] for name, row in table["switches"].items()}
        return cls(**(values | table["profiles"][profile]))

    def change(self, settings: Iterable[str]) -> Switches:
        """With `name=value` settings applied.

        Raises:
            UnknownNameError: for a switch or a value that is not in the table.
        """
        rows = read_rows()["switches"]
        changes = {}
        for setting in settings:
            name, _, value = setting.partition("=")
            name = name.strip().replace("-", "_")
            if name not in rows:
                raise UnknownNameError("switch", name, tuple(f.name for f in fields(self)))
            if value not in rows[name]["choices"]:
                raise UnknownNameError(f"value for {name}", value, rows[name]["choices"])
            changes[name] = value
        return replace(self, **changes)
