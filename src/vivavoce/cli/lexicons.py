"""The lexicons of scripts, for the linter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.errors import FileError, UnknownNameError

if TYPE_CHECKING:
    from vivavoce.lint.settings import Settings
    from vivavoce.text import Source


def add_lexicon(source: Source, settings: Settings) -> tuple[Settings, str]:
    """The settings with the lexicon that a script names, and why it cannot be read, or ""."""
    if "\nlexicon:" not in source.text:
        return settings, ""
    from dataclasses import replace

    from vivavoce.lexicon_files import lexicon_of
    from vivavoce.syntax import Script

    try:
        return replace(settings, lexicon=lexicon_of(Script.from_source(source))), ""
    except (FileError, UnknownNameError) as error:
        return settings, str(error)
