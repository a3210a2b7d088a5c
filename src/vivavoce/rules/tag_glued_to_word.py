"""A tag that touches a word.

Text is cut into tokens at blanks, and a word that touches a bracket may be cut in the wrong place:
it is then mispronounced, or the tag is missed. Languages that write without blanks are left alone.

## Example
```script
MIRA: There is no[laugh]way he said that.
```

## Use instead
```script
MIRA: There is no [laugh] way he said that.
```

## Fix safety
Safe: blanks are put between tag and word. Inside a word it is unsafe for an instruction, because
instructions are taken out of the text and the two halves may have been one word. Brackets around
one to three letters, as editors put them into quotations (`[T]he`), get a suggestion instead: take
the brackets out.

## Evidence
Reasoned (November 2026): instruction tags are taken out of the text before synthesis
(docs.inworld.ai, Steering, August 2026), which joins what stood around them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.text import Edit
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context, TagUse

# Thai, Lao, Tibetan, Burmese, Khmer, Chinese and Japanese are written without blanks.
_BLANKLESS = "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u31ff\u3400-\u9fff\uf900-\ufaff"
_LETTER = pattern(rf"(?![{_BLANKLESS}\uff66-\uff9f\U00020000-\U0003ffff])[^\W_]")
_EDITORIAL = pattern(r"[A-Za-z]{1,3}")


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Tags with a letter or digit on either side."""
    text = context.text
    for use in context.tags:
        node = use.node
        start, end = node[1], node[2]
        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
            continue
        before = start > 0 and _LETTER.match(text, start - 1)
        after = _LETTER.match(text, end)
        if (before or after) and any(map(str.isalpha, use.tag.body)):
            yield Finding(
                node.span,
                "This tag touches a word, which may garble the word or hide the tag. "
                "Put a blank between them.",
                (_mend(use, before=bool(before), after=bool(after)),),
            )


def _mend(use: TagUse, *, before: bool, after: bool) -> Fix:
    node, tag, _ = use
    if tag.kind in {TagKind.INSTRUCTION, TagKind.UNKNOWN} and _EDITORIAL.fullmatch(tag.body):
        return Fix("Remove the brackets", (Edit(node.span, tag.body),), Safety.SUGGEST)
    inside = before and after and tag.kind is not TagKind.SOUND
    edits = [Edit.insert(node.start, " ")] if before else []
    edits += [Edit.insert(node.end, " ")] if after else []
    return Fix("Put blanks around the tag", tuple(edits), Safety.UNSAFE if inside else Safety.SAFE)


RULE = Rule(
    code="VV005",
    name="tag-glued-to-word",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="reasoned",
    date="2026-11",
    fix=Safety.SAFE,
)
