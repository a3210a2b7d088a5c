"""The keys that the front matter of a script may have: the one list, as a typed table.

The linter judges keys and values by it, and whoever plans a script reads settings through
`read_setting`, so that both take the same values for usable.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vivavoce.syntax.frontmatter import Setting

_LARGEST = sys.float_info.max
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z")


class Shape(StrEnum):
    """What a value has to be; the value of a member says so to a writer."""

    TEXT = "text"
    LABEL = "text or a number"
    LANGUAGE = "a language tag such as en-US"
    MODEL = "the id of a model"
    NUMBER = "a number"
    POSITIVE = "a number above 0"
    WHOLE = "a whole number"
    SWITCH = "`on` or `off`"
    CHOICE = "a name from a list"
    TEXTS = "text, or a list of texts"
    CAST = "lines of `NAME: voice`"


@dataclass(frozen=True, slots=True)
class SettingKey:
    """One key.

    Attributes:
        name: as written in a script.
        shape: what its value has to be.
        about: what it does, for completion and hover.
        whole: whether it may stand at the top, for the whole script.
        member: whether it may stand under one member of the cast.
    """

    name: str
    shape: Shape
    about: str
    whole: bool = True
    member: bool = False


KEYS: tuple[SettingKey, ...] = (
    SettingKey("title", Shape.LABEL, "What the script is called; never spoken."),
    SettingKey("model", Shape.MODEL, "The model that the script is written for."),
    SettingKey("language", Shape.LANGUAGE, "The language of the text.", member=True),
    SettingKey("voice", Shape.LABEL, "The voice of lines without a speaker.", member=True),
    SettingKey("cast", Shape.CAST, "Who speaks, and with which voice."),
    SettingKey("speaking_rate", Shape.POSITIVE, "Pace; 1.0 is the voice's own.", member=True),
    SettingKey(
        "delivery_mode", Shape.CHOICE, "How freely the voice is played, from stable to creative.",
        member=True,
    ),
    SettingKey("temperature", Shape.NUMBER, "How much takes differ, 0 to 2.", member=True),
    SettingKey(
        "instruction", Shape.TEXT, "Delivery in force at the start of every utterance.",
        member=True,
    ),
    SettingKey("normalize", Shape.SWITCH, "Whether numbers and abbreviations are spelt out."),
    SettingKey("dictionaries", Shape.TEXTS, "Pronunciation dictionaries kept by the service."),
    SettingKey("lexicon", Shape.TEXTS, "Lexicon files that lie beside the script."),
    SettingKey("sample_rate", Shape.WHOLE, "Samples a second of the audio, in hertz."),
    SettingKey("seed", Shape.WHOLE, "Makes takes repeatable where the engine can."),
)  # fmt: skip

SCRIPT_KEYS: dict[str, SettingKey] = {key.name: key for key in KEYS if key.whole}
MEMBER_KEYS: dict[str, SettingKey] = {key.name: key for key in KEYS if key.member}


def fits(shape: Shape, value: Any) -> bool:
    """Whether a value from the front matter has a shape; a value left empty (None) has any."""
    return value is None or _CHECKS[shape](value)


def read_setting(settings: Mapping[str, Setting], name: str) -> Any:
    """The value of a key, or None if it is missing, empty or not of the shape it has to be.

    Args:
        settings: those of a script, or those of one member of its cast.
        name: one of `KEYS`.

    Raises:
        KeyError: if there is no such key.
    """
    shape = _BY_NAME[name].shape
    setting = settings.get(name)
    if setting is None or not fits(shape, setting.value):
        return None
    return setting.value


def is_language(value: str) -> bool:
    """Whether a text has the form of a BCP-47 tag with a language of two or three letters."""
    return bool(_LANGUAGE.match(value))


def _is_number(value: Any) -> bool:
    """Whether it is a number, and one that a float can hold."""
    return (
        isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= _LARGEST
    )


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_label(value: Any) -> bool:
    return _is_text(value) or _is_number(value)


_BY_NAME = {key.name: key for key in KEYS}
_CHECKS: dict[Shape, Callable[[Any], bool]] = {
    Shape.TEXT: _is_text,
    Shape.LABEL: _is_label,
    Shape.LANGUAGE: lambda value: _is_text(value) and is_language(value),
    Shape.MODEL: _is_text,
    Shape.NUMBER: _is_number,
    Shape.POSITIVE: lambda value: _is_number(value) and value > 0,
    Shape.WHOLE: lambda value: isinstance(value, int) and _is_number(value),
    Shape.SWITCH: lambda value: isinstance(value, bool),
    Shape.CHOICE: _is_text,
    Shape.TEXTS: lambda value: (
        _is_text(value) or (isinstance(value, list) and all(_is_text(item) for item in value))
    ),
    Shape.CAST: lambda value: isinstance(value, dict),
}
