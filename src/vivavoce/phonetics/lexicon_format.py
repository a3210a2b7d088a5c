"""What a lexicon file format offers. Formats are plug-ins: a file that defines `FORMAT`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vivavoce.phonetics.ipa import Level
from vivavoce.phonetics.lexicon import Fault, Lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file holds.

    Attributes:
        lexicon: all entries that could be read.
        faults: what could not, each with its line.
    """

    lexicon: Lexicon
    faults: tuple[Fault, ...] = ()

    @classmethod
    def fail(cls, message: str, line: int = 0) -> Parsed:
        """A file of which nothing can be read."""
        return cls(Lexicon(), (Fault(Level.ERROR, message, line),))


def _find_nothing(_: Lexicon) -> Sequence[Fault]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LexiconFormat:
    """A way to write a lexicon down. Text in, text out; nothing here touches a file.

    Attributes:
        title: what people call it.
        suffixes: file endings it is known by, with the dot.
        parse: reads text of any kind whatever; faults say what is wrong, nothing is raised.
        dump: writes every entry the format can hold.
        check: what would be lost or refused, to be asked before `dump`.
    """

    title: str
    suffixes: tuple[str, ...]
    parse: Callable[[str], Parsed]
    dump: Callable[[Lexicon], str]
    check: Callable[[Lexicon], Sequence[Fault]] = _find_nothing


def read_json(text: str) -> tuple[Any, Parsed | None]:
    """The value of JSON text, or what is wrong with it."""
    try:
        return json.loads(text), None
    except json.JSONDecodeError as error:
        return None, Parsed.fail(f"This is not JSON: {error.msg}.", error.lineno)
    except RecursionError:
        return None, Parsed.fail("This JSON is nested too deeply to be a lexicon.")


def need_ipa(lexicon: Lexicon) -> list[Fault]:
    """A fault for every entry without IPA, for formats that hold nothing else."""
    message = "There is no IPA, and this format holds nothing else."
    return [
        Fault(Level.ERROR, message, entry.line, entry.headword)
        for entry in lexicon.entries
        if not entry.ipa
    ]
