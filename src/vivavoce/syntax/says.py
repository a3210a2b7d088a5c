"""Notes that say how a word is said: `// say: /kriːt/ Crete`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vivavoce.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.syntax.node import Node

_SAY = re.compile(
    r"[ \t]*//[ \t]*say:[ \t]*/([^/\s][^/\n\r]*)/[ \t]+([^\s/]\S*)[ \t]*(?:[\r\n]|\Z)"
)


@dataclass(frozen=True, slots=True)
class Say:
    """One such note; it holds for the whole script.

    Attributes:
        ipa: the transcription, without slashes.
        headword: the word it is the sound of, as readers should see it.
        ipa_span: where the transcription stands.
        headword_span: where the word stands.
    """

    ipa: str
    headword: str
    ipa_span: Span
    headword_span: Span


def read_says(text: str, notes: tuple[Node, ...]) -> Iterator[Say]:
    """The notes among `notes` that say how a word is said, in order."""
    for note in notes:
        match = _SAY.match(text, note.start, note.end)
        if match:
            yield Say(match[1], match[2], Span(*match.span(1)), Span(*match.span(2)))
