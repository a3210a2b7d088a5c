"""`grammars/ipa.lark` as a parser: the reference for structure, for tests and for reading.

Kept out of the running path: importing lark takes longer than judging a thousand words.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from vivavoce import _resources

if TYPE_CHECKING:
    from lark import Lark


@cache
def parser() -> Lark:
    """The LALR parser of one transcription."""
    from lark import Lark  # noqa: PLC0415 - slow to import, and no command needs it

    text = (_resources.grammars() / "ipa.lark").read_text("utf-8")
    return Lark(text, parser="lalr", start="transcription", maybe_placeholders=False)


def is_well_formed(text: str) -> bool:
    """Whether `text` (decomposed, look-alikes mended) is one transcription by the grammar."""
    from lark.exceptions import UnexpectedInput  # noqa: PLC0415 - as above

    try:
        parser().parse(text)
    except UnexpectedInput:
        return False
    return True
