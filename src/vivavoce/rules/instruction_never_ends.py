"""A short-lived instruction that nothing ends.

An instruction lasts until the next one or `[reset]`: over sentences, paragraphs, breaks and chunks.
`[whisper]` was meant for two words and whispers the rest of the page. In plain text it runs on into
the next paragraph, which is a warning; inside one line it is a remark about tags of one or two
words with several sentences behind them.

## Example
```script
MIRA: [whisper] Hide. He is gone. It's clear now, we can go.
```

## Use instead
```script
MIRA: [whisper] Hide. [reset] He is gone. It's clear now, we can go.
```

## Options
- `words`: instructions of more words are taken to be meant for all that follows; 2.

## Fix safety
Suggested only: `[reset]` after the first sentence is a guess at where the writer meant it to end.

## Evidence
Documented: docs.inworld.ai, Steering, August 2026; the vendor's own text checker gives the same
remark. Before 2026-08-06 an instruction covered only the text right after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.instructions import is_plain_instruction, words_of
from vivavoce.lint.rule import Rule
from vivavoce.text import Edit
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context, TagUse
    from vivavoce.syntax import Utterance

_SENTENCE_END = pattern(r"[.!?…]+[\"'”’)]{0,3}(?=[\s\0])")


@dataclass(frozen=True, slots=True)
class Options:
    """What counts as short-lived.

    Attributes:
        words: the most words of an instruction that is taken to be meant for one sentence.
    """

    words: int = 2


def check(context: Context, options: Options) -> Iterator[Finding]:
    """The last instruction of an utterance, if it reaches further than it looks meant to."""
    if context.scope != "until-changed":
        return
    steered_at_once = _steered_at_once(context) if context.script.plain else set()
    for utterance, uses in context.tagged:
        use = next((u for u in reversed(uses) if u.tag.kind.steers), None)
        if use is None or use.tag.kind is not TagKind.INSTRUCTION:
            continue
        if not is_plain_instruction(use.tag.body, context.dialect):
            continue
        if not context.speaks(use.node.end, utterance.span.end):
            continue
        if _crosses(context, utterance, steered_at_once):
            yield _report_crossing(context, use, utterance)
        elif _looks_short(context, use, options.words):
            yield from _report_inside(context, use, utterance)


def _steered_at_once(context: Context) -> set[int]:
    """The utterances that open with a steering tag, by index."""
    return {
        utterance.index
        for utterance, uses in context.tagged
        if (first := next((u for u in uses if u.tag.kind.steers), None))
        and not context.speaks(utterance.span.start, first.node.start)
    }


def _crosses(context: Context, utterance: Utterance, steered_at_once: set[int]) -> bool:
    following = utterance.index + 1
    last = len(context.utterances) - 1
    return context.script.plain and following <= last and following not in steered_at_once


def _looks_short(context: Context, use: TagUse, most: int) -> bool:
    said = words_of(use.tag.body)
    steering = context.dialect.table["tags"].get("instructions", {})
    return len(said) <= most or said[0] in steering.get("not_sounds", ())


def _report_crossing(context: Context, use: TagUse, utterance: Utterance) -> Finding:
    end = utterance.span.start + len(
        context.text[utterance.span.start : utterance.span.end].rstrip()
    )
    fix = Fix("End it with [reset]", (Edit.insert(end, " [reset]"),), Safety.SUGGEST)
    return Finding(
        use.node.span,
        f"{use.tag.label} runs on over the blank line into the next paragraph. "
        "End it with [reset], or open the next paragraph with its own tag.",
        (fix,),
        Severity.WARNING,
    )


def _report_inside(context: Context, use: TagUse, utterance: Utterance) -> Iterator[Finding]:
    end = _SENTENCE_END.search(context.spoken, use.node.end, utterance.span.end)
    if end is None or not context.speaks(end.end(), utterance.span.end):
        return
    fix = Fix(
        "End it with [reset] after the first sentence",
        (Edit.insert(end.end(), " [reset]"),),
        Safety.SUGGEST,
    )
    yield Finding(
        use.node.span,
        f"{use.tag.label} lasts to the end of the line. "
        "If it is meant for the first sentence only, end it with [reset].",
        (fix,),
    )


RULE = Rule(
    code="VV201",
    name="instruction-never-ends",
    severity=Severity.INFO,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    families="2",
    fix=Safety.SUGGEST,
    options=Options,
)
