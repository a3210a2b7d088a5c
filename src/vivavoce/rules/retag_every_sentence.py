"""A new instruction for nearly every sentence.

Each tag starts the delivery anew. With one before every sentence, a paragraph falls into separate
takes instead of one thought. Advice differs between sources, so this rule is a preview.

## Example
```script
MIRA: [happy] You came. [curious] By train? [worried] Alone? [relieved] Good.
```

## Use instead
```script
MIRA: [happy and a little worried] You came. By train? Alone? Good.
```

## Options
- `share`: tags per sentence above which an utterance is reported; 0.7.
- `sentences`: shorter utterances are left alone; 4.

## Fix safety
None is offered: which tags matter is the writer's choice.

## Evidence
Documented: docs.inworld.ai, Steering, August 2026 (do not repeat the tag for every sentence).
Practice elsewhere disagrees: some guides tag each sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind
from vivavoce.lint.diagnostic import Finding, Severity
from vivavoce.lint.rule import Rule
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context
    from vivavoce.syntax import Utterance

_SENTENCE_END = pattern(r"[.!?…]+[\"'”’)*]{0,3}(?=[\s\0]|$)")


@dataclass(frozen=True, slots=True)
class Options:
    """How many tags are too many.

    Attributes:
        share: tags per sentence above which an utterance is reported.
        sentences: the fewest sentences an utterance must have.
    """

    share: float = 0.7
    sentences: int = 4


def check(context: Context, options: Options) -> Iterator[Finding]:
    """Utterances with too many instructions for their sentences."""
    for utterance, uses in context.tagged:
        steering = [use for use in uses if use.tag.kind is TagKind.INSTRUCTION]
        if len(steering) < 2:
            continue
        sentences = _count_sentences(context, utterance)
        if sentences >= options.sentences and len(steering) > options.share * sentences:
            yield Finding(
                steering[1].node.span,
                f"{len(steering)} instructions for {sentences} sentences: each starts the delivery "
                "anew. Let one tag carry several sentences.",
            )


def _count_sentences(context: Context, utterance: Utterance) -> int:
    span = utterance.span
    return sum(1 for _ in _SENTENCE_END.finditer(context.spoken, span.start, span.end))


RULE = Rule(
    code="VV210",
    name="retag-every-sentence",
    severity=Severity.INFO,
    check=check,
    manual=__doc__,
    evidence="documented, practice elsewhere",
    date="2026-08",
    families="2",
    preview=True,
    options=Options,
)
