"""A text with a name, and the ways to say where something in it is."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from vivavoce.errors import DecodeError
from vivavoce.text.span import Span

_LINE_END = re.compile(r"\r\n?|\n")
_BOMS = {
    "utf-8-sig": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}


class Position(NamedTuple):
    """A place as people say it: row and column, both counted from 1, columns in code points."""

    row: int
    column: int


@dataclass(frozen=True, eq=False)
class Source:
    """A text and what to call it.

    Attributes:
        text: the whole text, line endings as they were.
        name: a file name or `<stdin>`, for messages only.
        encoding: how it was, and will be, encoded in a file: `utf-8`, or with a byte order mark
            `utf-8-sig`, `utf-16-le` or `utf-16-be`.
    """

    text: str
    name: str = "<text>"
    encoding: str = "utf-8"

    @classmethod
    def from_bytes(cls, data: bytes, name: str = "<text>") -> Source:
        """Decode UTF-8 (with or without a byte order mark) or UTF-16 (with one).

        Raises:
            DecodeError: names the offset, in bytes, of the first byte that is no text.
        """
        encoding = next((name for name, bom in _BOMS.items() if data.startswith(bom)), "utf-8")
        bom = _BOMS.get(encoding, b"")
        try:
            return cls(data[len(bom) :].decode(_codec(encoding)), name, encoding)
        except UnicodeDecodeError as error:
            offset = len(bom) + error.start
            raise DecodeError(
                f"{name} is not {_codec(encoding).upper()} text: byte {offset} "
                f"(0x{data[offset]:02x}) cannot be decoded. Save the file as UTF-8.",
                offset=offset,
            ) from error

    def encode(self, text: str | None = None) -> bytes:
        """`text`, or the source's own, as bytes in the encoding the source came in."""
        text = self.text if text is None else text
        bom = _BOMS.get(self.encoding, b"")
        return bom + text.encode(_codec(self.encoding), "surrogatepass")

    @cached_property
    def line_starts(self) -> list[int]:
        """Offset of the first code point of every line."""
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def position(self, offset: int) -> Position:
        """Row and column of an offset."""
        row = bisect_right(self.line_starts, offset)
        return Position(row, offset - self.line_starts[row - 1] + 1)

    def offset(self, row: int, column: int) -> int:
        """Offset of a row and column, both from 1; past the end of a line means its end."""
        row = min(max(row, 1), len(self.line_starts))
        return min(self.line_starts[row - 1] + max(column, 1) - 1, self.line_span(row).end)

    def line_span(self, row: int) -> Span:
        """The span of a line, counted from 1, without its line ending."""
        start = self.line_starts[row - 1]
        end = self.line_starts[row] if row < len(self.line_starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    def line_text(self, row: int) -> str:
        """The text of a line, counted from 1, without its line ending."""
        return self.line_span(row).of(self.text)

    def to_utf16(self, offset: int) -> int:
        """The offset in UTF-16 code units, as browsers and editors count."""
        return offset + bisect_right(self._astral, offset - 1)

    def from_utf16(self, offset: int) -> int:
        """The offset in code points of an offset in UTF-16 code units."""
        return offset - bisect_right(self._astral_utf16, offset - 1)

    @cached_property
    def _astral(self) -> list[int]:
        return [match.start() for match in re.finditer("[\U00010000-\U0010ffff]", self.text)]

    @cached_property
    def _astral_utf16(self) -> list[int]:
        return [at + index for index, at in enumerate(self._astral)]


def _codec(encoding: str) -> str:
    return encoding.removesuffix("-sig")
