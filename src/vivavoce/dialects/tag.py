"""What a bracket is to a model."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class TagKind(StrEnum):
    """The kinds of bracket tags."""

    EMOTION = "emotion"
    STYLE = "style"
    SOUND = "sound"
    INSTRUCTION = "instruction"
    RESET = "reset"
    UNKNOWN = "unknown"
    EMPTY = "empty"

    @property
    def steers(self) -> bool:
        """Whether it changes the delivery of what follows."""
        return self in _STEERING


_STEERING = frozenset({TagKind.EMOTION, TagKind.STYLE, TagKind.INSTRUCTION, TagKind.RESET})


class Tag(NamedTuple):
    """A bracket classified.

    Attributes:
        kind: what the model takes it for.
        name: the canonical spelling: of a sound its base form, of anything else the trimmed body.
        body: what stands between the brackets, as written.
        certain: False for a form that the documented rule covers and the vendor's own checker
            takes for something else.
    """

    kind: TagKind
    name: str
    body: str
    certain: bool = True

    @property
    def label(self) -> str:
        """The tag as messages show it: on one line, in brackets, cut short if it is long."""
        return label_tag(self.name)

    @property
    def canonical(self) -> bool:
        """Whether it is written in its canonical spelling."""
        return self.body == self.name


_LONGEST_LABEL = 48


def label_tag(name: str) -> str:
    """`[name]` on one line, cut short if it is long."""
    name = " ".join(name.split())
    return f"[{name}]" if len(name) <= _LONGEST_LABEL else f"[{name[: _LONGEST_LABEL - 1]}…]"
