"""Two asterisks are read aloud.

`**word**` is emphasis in Markdown only. The models of the 1.x family take one asterisk on each
side, tts-2 takes capitals, and every one of them may say "asterisk asterisk".

## Example
```script
MIRA: That was **very** close.
```

## Use instead
```script
MIRA: That was VERY close.
```

## Fix safety
Safe on tts-1 and tts-1.5, where `*word*` is the same emphasis spelt right, and wherever the word
already stands in capitals or a mark has no partner. Unsafe on tts-2: a short word in capitals may
be taken for an abbreviation and spelt out. More than two words lose their asterisks and nothing
else, since a run of capitals is shouting. On Flash nobody says how to stress a word, so there the
fix only takes the asterisks out.

## Evidence
Documented: docs.inworld.ai, Prompting for TTS and Steering, August 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.emphasis import stress
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.syntax import NodeKind
from vivavoce.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Strong spans, and double asterisks without a partner."""
    text = context.text
    if "**" not in text:
        return
    for node, _ in context.of_kind(NodeKind.STRONG):
        title, edits, safety = stress(context, node, 2)
        yield Finding(
            node.span,
            "Two asterisks are read aloud, they do not stress a word. "
            f"{title if title.endswith('.') else title + '.'}",
            (Fix(title, edits, safety),),
        )
    for node, _ in context.of_kind(NodeKind.STRAY):
        if node.of(text) == "**" and _touches_one_word(text, node.start, node.end):
            yield Finding(
                node.span,
                "These two asterisks are read aloud. Remove them.",
                (Fix("Remove the asterisks", (Edit.delete(node.span),), Safety.SAFE),),
            )


def _touches_one_word(text: str, start: int, end: int) -> bool:
    """Whether a mark opens or closes something; `f**k` and `a ** b` are neither."""
    return text[start - 1 : start].isspace() != text[end : end + 1].isspace() and not (
        text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()
    )


RULE = Rule(
    code="VV501",
    name="double-asterisk",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    fix=Safety.UNSAFE,
)
