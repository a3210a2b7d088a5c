"""Take something out of a sentence and leave the blanks as a writer would."""

from __future__ import annotations

from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

_BLANKS = pattern(r"[ \t]*")
_LINE_END = pattern(r"\r\n?|\n")
_CLOSING = ".,;:!?…)]}»”’"
_OPENING = "([{«“‘„¿¡—–"


def cut_out(text: str, start: int, end: int) -> Edit:
    """Delete `text[start:end]` with the blanks that only stood there because of it.

    No blank is doubled, none is left at the head of a line or before closing punctuation, and two
    words never run together. The blank behind a colon stays, which may be the speaker's. A line
    that would be left empty goes with its line end, since an empty line would split the utterance.
    """
    before = start
    while before and text[before - 1] in " \t":
        before -= 1
    blanks = _BLANKS.match(text, end)
    after = blanks.end() if blanks else end
    opens = before == 0 or text[before - 1] in "\r\n"
    closes = after == len(text) or text[after] in "\r\n"
    if opens and closes:
        line_end = _LINE_END.match(text, after)
        return Edit.delete(Span(before, line_end.end() if line_end else after))
    before_mark = before < start and text[after : after + 1] in _CLOSING
    if closes or (before_mark and text[before - 1] != ":"):
        return Edit.delete(Span(before, after))
    if after > end and (before < start or opens or _opens_quote(text, before)):
        return Edit.delete(Span(start, after))
    if before == start and after == end and _is_word(text[start - 1]) and _is_word(text[end]):
        return Edit.replace(Span(start, end), " ")
    return Edit.delete(Span(start, end))


def _opens_quote(text: str, end: int) -> bool:
    """Whether the character before an offset opens something, so that no blank follows it."""
    if text[end - 1] in "\"'":
        return end == 1 or text[end - 2].isspace()
    return text[end - 1] in _OPENING


def _is_word(char: str) -> bool:
    """Whether a neighbour would run together with a word; IPA in slashes is one."""
    return char.isalnum() or char == "/"
