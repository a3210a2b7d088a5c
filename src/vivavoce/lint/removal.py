"""Take a tag out of a text so that the blanks around it stay as a writer would set them."""

from __future__ import annotations

from vivavoce.text import Edit, Span

_BLANKS = " \t"
_LINE_ENDS = "\r\n"
_OPENING = frozenset("“‘«(¿¡")
_QUOTES = frozenset("\"'")
_CLOSING = frozenset(",.;:!?…)”’%")


def removal(text: str, span: Span) -> Edit:
    """The edit that deletes `span` with the blanks it leaves over.

    One blank stays between words; none stays before closing punctuation, at a line's end, or at
    the start of what is spoken. A line of its own goes altogether, since an empty one would cut the
    utterance in two.
    """
    start, end = span.start, span.end
    after = end
    while after < len(text) and text[after] in _BLANKS:
        after += 1
    before = start
    while before and text[before - 1] in _BLANKS:
        before -= 1
    opens_line = before == 0 or text[before - 1] in _LINE_ENDS
    if opens_line and after < len(text) and text[after] in _LINE_ENDS:
        return Edit.delete(Span(before, after + (2 if text.startswith("\r\n", after) else 1)))
    if opens_line:
        return Edit.delete(Span(start, after))
    if after == len(text) or text[after] in _LINE_ENDS:
        return Edit.delete(Span(before, end))
    if text[after] in _CLOSING and text[before - 1] != ":":
        return Edit.delete(Span(before, after))
    if before < start or _opens(text, start):
        return Edit.delete(Span(start, after))
    glued = after == end and _is_word(text[start - 1]) and _is_word(text[after])
    return Edit.replace(span, " " if glued else "")


def _opens(text: str, at: int) -> bool:
    """Whether an opening quotation mark or bracket stands right before `at`."""
    before = text[at - 1]
    return before in _OPENING or (before in _QUOTES and (at < 2 or text[at - 2].isspace()))


def _is_word(char: str) -> bool:
    """Whether a neighbour would run together with a word; IPA in slashes is one."""
    return char.isalnum() or char == "/"
