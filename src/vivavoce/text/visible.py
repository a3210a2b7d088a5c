"""Untrusted text made fit for a terminal: what cannot be seen is spelt out, nothing is obeyed."""

from __future__ import annotations

_HARMLESS = frozenset("\u00a0\u1680\u2007\u2009\u200a\u200c\u200d\u202f\u205f\u3000")


def make_visible(text: str) -> str:
    r"""`text` on one line, with control, formatting and unassigned characters spelt out.

    An escape character becomes the four characters `\x1b`, a line end `\n`; a tab becomes a blank.
    Blanks of any width and the joiners that emoji and Indic scripts need stay.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in _HARMLESS else _spell(c) for c in text)


def _spell(character: str) -> str:
    if character == "\t":
        return " "
    if character in "\n\r":
        return "\\n" if character == "\n" else "\\r"
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def measure_width(text: str) -> int:
    """How many columns of a terminal a visible text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width  # noqa: PLC0415 - ASCII needs no tables

    def width(character: str) -> int:
        if category(character) in {"Mn", "Me", "Cf"}:
            return 0
        return 2 if east_asian_width(character) in "WF" else 1

    return sum(map(width, text))
