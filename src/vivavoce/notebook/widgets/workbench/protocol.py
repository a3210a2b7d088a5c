"""What the two halves of the workbench say to each other. Pure: nothing is sent here.

Offsets in messages count UTF-16 units, as browsers do; `text.Source` converts them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from vivavoce.errors import UsageError

if TYPE_CHECKING:
    from vivavoce.lint import Diagnostic
    from vivavoce.speech import Take, Word
    from vivavoce.text import Source

VERSION = 1


class Message(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True):
    """What every message carries."""

    v: Literal[1]


class Choices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings of the next take; None or "" leaves one to the script."""

    voice: str = ""
    model: str = ""
    language: str = ""
    delivery_mode: str = ""
    temperature: float | None = None
    speaking_rate: float | None = None


class Lint(Message, frozen=True, tag="lint"):
    """The text was edited."""

    revision: int
    text: str
    model: str = ""


class Mend(Message, frozen=True, tag="fix"):
    """A fix was chosen."""

    revision: int
    diagnostic: int
    choice: int


class Say(Message, frozen=True, tag="say"):
    """Speak the text, or what lies between two offsets."""

    take: str
    text: str
    settings: Choices
    span: tuple[int, int] | None = None


class Cancel(Message, frozen=True, tag="cancel"):
    """Stop speaking."""

    take: str


class Want(Message, frozen=True, tag="audio.want"):
    """A view has no sound for a take."""

    take: str


class Respell(Message, frozen=True, tag="respell"):
    """Say a word of a take differently, and speak its utterance again."""

    take: str
    word: int
    spelling: str
    new: str
    settings: Choices


class Keep(Message, frozen=True, tag="keep"):
    """Leave a player of a take in the notebook."""

    take: str


class Discard(Message, frozen=True, tag="discard"):
    """Forget a take."""

    take: str


class Rate(Message, frozen=True, tag="rate"):
    """Give a take 0 to 5 stars."""

    take: str
    stars: int


class Compare(Message, frozen=True, tag="compare"):
    """Align two takes word by word."""

    a: str
    b: str


Incoming = Lint | Mend | Say | Cancel | Want | Respell | Keep | Discard | Rate | Compare


def read_message(content: object) -> Incoming:
    """A message from the browser.

    Raises:
        UsageError: if it is not one that this version knows.
    """
    try:
        message: Incoming = msgspec.convert(content, Incoming)
    except msgspec.ValidationError as error:
        raise UsageError(
            f"The workbench in this page does not match the kernel ({error}). Run the cell again."
        ) from error
    return message


def make_message(kind: str, **content: Any) -> dict[str, Any]:
    """A message to the browser."""
    return {"v": VERSION, "kind": kind, **content}


def describe_diagnostics(
    source: Source, diagnostics: list[Diagnostic], revision: int
) -> dict[str, Any]:
    """The value of the `diagnostics` trait."""
    items = [
        {
            "rule": found.code,
            "start": source.to_utf16(found.span.start),
            "end": source.to_utf16(found.span.end),
            "severity": found.severity.value,
            "message": found.message,
            "fixes": [fix.title for fix in found.fixes if fix.edits],
        }
        for found in diagnostics
    ]
    return {"revision": revision, "items": items}


def describe_word(source: Source, word: Word, *, after: float = 0.0) -> dict[str, Any]:
    """A word of a take whose spans point into `source`.

    Args:
        source: the script.
        word: the word.
        after: seconds by which it is heard later.
    """
    place = word.span and [source.to_utf16(word.span.start), source.to_utf16(word.span.end)]
    return {
        "text": word.text,
        "start": round(word.start + after, 4),
        "end": round(word.end + after, 4),
        "span": place,
    }


def describe_words(take: Take) -> list[dict[str, Any]]:
    """The words of a finished take."""
    from vivavoce.text import Source  # noqa: PLC0415

    source = Source(take.script)
    phones: dict[int | None, str] = {}
    for phone in take.alignment.phones:
        phones[phone.word] = phones.get(phone.word, "") + phone.symbol
    return [
        describe_word(source, word) | {"ipa": phones.get(index, "")}
        for index, word in enumerate(take.alignment.words)
    ]
