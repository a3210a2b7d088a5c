"""Which transcriptions the scripts of a project use, so that each can be held to the others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vivavoce.lint.transcriptions import SOUND, Shape, shape_of
from vivavoce.syntax import NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vivavoce.syntax import Script


@dataclass(frozen=True, slots=True)
class Usage:
    """What several scripts say.

    Attributes:
        counts: how often each transcription is spoken.
        noted: the words of `// say:` notes with their transcriptions, in order.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    noted: tuple[tuple[str, str], ...] = ()


def may_use_ipa(text: str) -> bool:
    """Whether a script is worth reading for its transcriptions."""
    return SOUND.search(text) is not None


def read_usage(scripts: Iterable[Script]) -> Usage:
    """What scripts say, taken together."""
    counts: Counter[str] = Counter()
    noted: dict[tuple[str, str], None] = {}
    for script in scripts:
        noted |= dict.fromkeys((say.headword, say.ipa) for say in script.says)
        for mark in script.marks:
            if mark.kind is NodeKind.SLASH:
                body = mark.of(script.text)[1:-1]
                if shape_of(body) is Shape.IPA:
                    counts[body] += 1
    return Usage(dict(counts), tuple(noted))
