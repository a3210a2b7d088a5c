"""Where text that comes in pieces may be cut (the vendor's WebSocket samples, autumn 2026)."""

from __future__ import annotations

import re

_PART = re.compile(r"(?P<tag><[^<>]*>|\[[^\[\]]*\])|(?P<blank>\s+)|[^\s<\[]+|[<\[]")
_SENTENCE_END = re.compile(r"[.!?…。！？]+[\"'”’)]*(?=\s|\Z)")


def measure_ready(text: str) -> int:
    """How much of a text is before a tag that is not whole yet; an open `<` holds back the rest."""
    end = len(text)
    while (opened := _find_open(text[:end])) < end:
        end = opened
    return end


def _find_open(text: str) -> int:
    opened = (text.find("<", text.rfind(">") + 1), text.find("[", text.rfind("]") + 1))
    return min((at for at in opened if at >= 0), default=len(text))


def find_cut(text: str, size: int) -> int:
    """Where to cut off a head of `size` characters: at a blank, never inside a tag.

    Tags do not count: one that stood alone would say nothing and be lost.
    """
    count = blank = 0
    for part in _PART.finditer(text):
        length = 0 if part["tag"] else len(part[0])
        if count + length > size:
            return blank or part.start() + size - count
        count += length
        if part["blank"]:
            blank = part.end()
    return len(text)


def find_sentences(text: str) -> int:
    """Where the last whole sentence of a text ends; 0 if there is none."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return ends[-1] if ends else 0
