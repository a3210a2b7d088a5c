"""Lexicons on disk: read by their file ending, judged whole before any of it is used."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING

from vivavoce import catalogue
from vivavoce.errors import FileError, UnknownNameError
from vivavoce.phonetics.ipa import Level
from vivavoce.phonetics.lexicon import Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vivavoce.phonetics.lexicon import Fault
    from vivavoce.phonetics.lexicon_format import LexiconFormat, Parsed
    from vivavoce.syntax import Script

_SHOWN = 5


def find_format(path: str, name: str | None = None) -> LexiconFormat:
    """The format a file is in, by name or else by the ending of its path.

    Raises:
        UnknownNameError: if there is no such format, or the ending is not known.
    """
    formats = catalogue.lexicon_formats()
    if name is not None:
        if name not in formats:
            raise UnknownNameError("lexicon format", name, formats)
        return formats[name]
    low = path.lower()
    endings = {suffix: found for found in formats.values() for suffix in found.suffixes}
    fitting = [suffix for suffix in endings if low.endswith(suffix)]
    if not fitting:
        raise UnknownNameError("lexicon file ending", os.path.basename(path), endings)
    return endings[max(fitting, key=len)]


def parse_file(path: str, name: str | None = None) -> Parsed:
    """What a file holds and what is wrong with it, entry by entry.

    Raises:
        FileError: if it cannot be read or is no text.
        UnknownNameError: if its format is not known.
    """
    from vivavoce.phonetics.lexicon_format import Parsed  # noqa: PLC0415 - few commands read one
    from vivavoce.syntax import read_source  # noqa: PLC0415

    parsed = find_format(path, name).parse(read_source(path).text)
    return Parsed(parsed.lexicon, (*parsed.faults, *parsed.lexicon.check()))


def read_lexicon(path: str, name: str | None = None) -> Lexicon:
    """A lexicon without faults.

    Args:
        path: of the file.
        name: of its format; None goes by the ending of the path.

    Raises:
        FileError: if it cannot be read, or an entry is wrong; the message names the places.
        UnknownNameError: if its format is not known.
    """
    parsed = parse_file(path, name)
    refuse_faults(path, parsed.faults)
    return parsed.lexicon


def refuse_faults(path: str, faults: Iterable[Fault]) -> None:
    """Stop at errors; what is only advice passes.

    Raises:
        FileError: with the first few errors and their places.
    """
    errors = [str(fault) for fault in faults if fault.level is Level.ERROR]
    if errors:
        more = f" And {len(errors) - _SHOWN} more." if len(errors) > _SHOWN else ""
        raise FileError(f"{path}: {' '.join(errors[:_SHOWN])}{more}")


def lexicon_of(script: Script, extra: Iterable[str] = ()) -> Lexicon | None:
    """The lexicons a script names in its front matter, and others, as one; None without any.

    A script may come from anyone, so the files it names must lie in its own folder or below.

    Args:
        script: the script.
        extra: paths of further lexicons; their entries come first.

    Raises:
        FileError: if one is missing, is wrong, or lies elsewhere.
        UnknownNameError: if the format of one is not known.
    """
    paths = [*extra, *(_locate(script, name) for name in list_names(script))]
    if not paths:
        return None
    return Lexicon().add(*(entry for path in paths for entry in read_lexicon(path).entries))


def list_names(script: Script) -> list[str]:
    """The lexicon files that the front matter names, as written."""
    from vivavoce.syntax.settings_keys import read_setting  # noqa: PLC0415 - as above

    value = read_setting(script.front_matter.settings, "lexicon")
    return [value] if isinstance(value, str) else list(value or ())


def _locate(script: Script, name: str) -> str:
    parts = name.replace("\\", "/").split("/")
    if os.path.isabs(name) or ".." in parts or ":" in parts[0]:
        raise FileError(
            f"{script.source.name} names the lexicon {name!r}, which does not lie beside it. "
            "Move it there, or name it with --lexicon."
        )
    return os.path.join(os.path.dirname(script.source.name), *parts)
