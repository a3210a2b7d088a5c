"""What the two halves of the workbench say to each other. Pure: nothing is sent here.

Offsets in messages count UTF-16 units, as browsers do; `text.Source` converts them.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from vivavoce.errors import UsageError
from vivavoce.notebook.sendable import make_sendable

VERSION = 1


class Message(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True):
    """What every message carries."""

    v: Literal[1]


class Choices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings of the next take; None or "" leaves one to the script."""

    engine: str = ""
    voice: str = ""
    model: str = ""
    language: str = ""
    delivery_mode: str = ""
    temperature: float | None = None
    speaking_rate: float | None = None


class Survey(Message, frozen=True, tag="survey"):
    """A page wants to know who can speak, and of one engine with which voices."""

    engine: str = ""


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
    """Speak the text, or what lies between two offsets; between equal ones, the line there."""

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


class Learn(Message, frozen=True, tag="learn"):
    """Put how a word is said into the lexicon; `replace` takes the place of what it says now."""

    word: str
    spelling: str
    replace: bool = False


class Keep(Message, frozen=True, tag="keep"):
    """Leave a player of a take in the notebook."""

    take: str


class Discard(Message, frozen=True, tag="discard"):
    """Forget a take."""

    take: str


class Restore(Message, frozen=True, tag="restore"):
    """Take the last discard of a take back."""

    take: str


class Rate(Message, frozen=True, tag="rate"):
    """Give a take 0 to 5 stars."""

    take: str
    stars: int


class Rename(Message, frozen=True, tag="rename"):
    """Call a take something else; "" calls it by its words again."""

    take: str
    label: str


class Save(Message, frozen=True, tag="export"):
    """Write takes to a file each, or all to one page."""

    takes: tuple[str, ...]
    format: str


class Compare(Message, frozen=True, tag="compare"):
    """Align two takes word by word."""

    a: str
    b: str


Incoming = (
    Survey
    | Lint
    | Mend
    | Say
    | Cancel
    | Want
    | Respell
    | Learn
    | Keep
    | Discard
    | Restore
    | Rate
    | Rename
    | Save
    | Compare
)


def read_message(content: object) -> Incoming:
    """A message from the browser.

    Raises:
        UsageError: if it is not one that this version knows.
    """
    try:
        message: Incoming = msgspec.convert(make_sendable(content), Incoming)
    except msgspec.ValidationError as error:
        raise UsageError(
            f"The workbench in this page does not match the kernel ({error}). Run the cell again."
        ) from error
    return message


def make_message(kind: str, **content: Any) -> dict[str, Any]:
    """A message to the browser."""
    return {"v": VERSION, "kind": kind, **content}
