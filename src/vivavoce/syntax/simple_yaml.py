"""The YAML that most scripts have, read without a YAML library.

PyYAML takes longer to import than a page of script takes to lint. Most front matter is lines of
`key: value`, some of them indented or `{ in: braces }`. That much is read here, with the same
values and places as PyYAML's; anything else is left to it.
"""

from __future__ import annotations

import re
from typing import Any

from vivavoce.syntax.frontmatter import Setting
from vivavoce.text import Span

_BLANK = re.compile(r" *(?:#[^\r\n]*)?\r?\n|\Z")
_KEY = re.compile(r"( *)([^\W\d_](?:[\w .'’-]*[\w.])?):(?: +|(?=\r?\n))")
_WORDS = r"[^\W\d_](?:[\w .'’&/+()-]*[\w.'’)])?"
_SCALAR = re.compile(
    rf"""({_WORDS})|"([^"\\\r\n\x00-\x1f\x7f-\x9f]*)"|'([^'\r\n\x00-\x1f\x7f-\x9f]*)'"""
    r"""|(-?(?:0|[1-9][0-9]*)\.[0-9]+)|(0|-?[1-9][0-9]*)"""
)
_LINE_END = re.compile(r" *(?: #[^\r\n]*)?(?:\r?\n|\Z)")
_GAP = re.compile(r" *")
_FLOW_KEY = re.compile(r"([^\W\d_][\w-]*): +")
_SPECIAL = frozenset({"true", "false", "yes", "no", "on", "off", "null"})
_DEEPEST = 4


class _NotSimpleError(Exception):
    """Something that PyYAML has to read."""


def read_simple(text: str, at: int) -> dict[str, Setting] | None:
    """The settings that `text` holds, or None if it takes a YAML library to read it.

    Args:
        text: the front matter without its fences.
        at: its offset in the source, for spans.
    """
    if not text.isascii() and not text.replace("\n", "").replace("\r", "").isprintable():
        return None
    reader = _Reader(text, at)
    try:
        settings = reader.read_block(0, 0)
    except _NotSimpleError:
        return None
    return settings if reader.offset == len(text) else None


class _Reader:
    """Walks the text once; `offset` is how far it got."""

    def __init__(self, text: str, at: int) -> None:
        self._text, self._at = text, at
        self.offset = 0

    def read_block(self, indent: int, depth: int) -> dict[str, Setting]:
        """The lines from `offset` on that are indented by `indent`."""
        settings: dict[str, Setting] = {}
        while True:
            self._skip_blank()
            match = _KEY.match(self._text, self.offset)
            if self.offset == len(self._text) or (match and len(match[1]) < indent):
                return settings
            if not match or len(match[1]) != indent or match[2] in settings or depth > _DEEPEST:
                raise _NotSimpleError
            if match[2].lower() in _SPECIAL:
                raise _NotSimpleError
            self.offset = match.end()
            value, start, end = self._read_value(indent, depth)
            settings[match[2]] = self._make(match[2], match.start(2), value, start, end)

    def _make(self, key: str, start: int, value: Any, value_start: int, value_end: int) -> Setting:
        key_start = self._at + start
        key_span = Span(key_start, key_start + len(key))
        return Setting(key, value, key_span, Span(self._at + value_start, self._at + value_end))

    def _skip_blank(self) -> None:
        while self.offset < len(self._text):
            match = _BLANK.match(self._text, self.offset)
            if match is None:
                return
            self.offset = match.end()

    def _read_value(self, indent: int, depth: int) -> tuple[Any, int, int]:
        if _LINE_END.match(self._text, self.offset):
            return self._read_nested(indent, depth)
        start = self.offset
        value = self._read_flow() if self._text[start] in "{[" else self._read_scalar()
        end = self.offset
        match = _LINE_END.match(self._text, end)
        if match is None:
            raise _NotSimpleError
        self.offset = match.end()
        return value, start, end

    def _read_nested(self, indent: int, depth: int) -> tuple[Any, int, int]:
        self._skip_blank()
        match = _KEY.match(self._text, self.offset)
        if match is None or len(match[1]) <= indent:
            raise _NotSimpleError
        start = match.start(2)
        value = self.read_block(len(match[1]), depth + 1)
        following = _KEY.match(self._text, self.offset)
        return value, start, following.start(2) if following else self.offset

    def _read_scalar(self) -> Any:
        match = _SCALAR.match(self._text, self.offset)
        if match is None:
            raise _NotSimpleError
        word, double, single, fraction, number = match.groups()
        if word is not None and word.lower() in _SPECIAL:
            raise _NotSimpleError
        self.offset = match.end()
        if fraction is not None:
            return float(fraction)
        if number is not None:
            return int(number)
        return next(part for part in (word, double, single) if part is not None)

    def _read_flow(self) -> Any:
        opening = self._text[self.offset]
        self.offset += 1
        found: Any = {} if opening == "{" else []
        closing = "}" if opening == "{" else "]"
        while True:
            self._skip_gap()
            if opening == "{":
                self._read_pair(found)
            else:
                found.append(self._read_scalar())
            self._skip_gap()
            mark = self._text[self.offset : self.offset + 1]
            self.offset += 1
            if mark == closing:
                return found
            if mark != ",":
                raise _NotSimpleError

    def _read_pair(self, found: dict[str, Setting]) -> None:
        match = _FLOW_KEY.match(self._text, self.offset)
        if match is None or match[1] in found or match[1].lower() in _SPECIAL:
            raise _NotSimpleError
        self.offset = start = match.end()
        value = self._read_scalar()
        found[match[1]] = self._make(match[1], match.start(1), value, start, self.offset)

    def _skip_gap(self) -> None:
        match = _GAP.match(self._text, self.offset)
        self.offset = match.end() if match else self.offset
