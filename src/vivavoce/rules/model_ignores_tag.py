"""A tag for another model: this one ignores it or reads it aloud.

Free instructions such as `[say with awe]` are a feature of tts-2. Flash drops them without a word.
tts-1 and tts-1.5 have a short fixed list; a descriptive tag, or one of the many sounds that only
tts-2 has, may be read aloud there.

## Example
```script
MIRA: [say with awe] It is full of stars.
```

## Use instead
```script
MIRA: [breathe] It is full of stars.
```

## Fix safety
Suggested only: to speak the line as written, choose tts-2; taking the tag out gives up the wish.

## Evidence
Documented: docs.inworld.ai, release notes 2026-08-09 (Flash drops instructions); Steering,
August 2026 (earlier models may read descriptive tags aloud).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.foreign import find_foreign
from vivavoce.lint.instructions import asks_for_delivery, holds_ipa, successor_tag, words_of
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.dialects import Dialect, Tag
    from vivavoce.lint.context import Context

_UNCLAIMED = frozenset({TagKind.INSTRUCTION, TagKind.UNKNOWN})


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Instructions, and sounds of newer models, that this model does not follow."""
    model = context.dialect
    for node, tag, _ in context.tags:
        if tag.kind not in _UNCLAIMED or not words_of(tag.body) or holds_ipa(tag.body):
            continue
        if find_foreign(tag.body, model.family) or not _is_wasted(tag, model):
            continue
        removing = cut_out(context.text, node.start, node.end)
        fix = Fix(f"Remove {tag.label}", (removing,), Safety.SUGGEST)
        yield Finding(node.span, _explain(tag, model), (fix,))


def _is_wasted(tag: Tag, model: Dialect) -> bool:
    if tag.kind is TagKind.INSTRUCTION:
        return not model.near(tag.body)
    newer = successor_tag(tag, model)
    if newer and newer.kind is TagKind.SOUND:
        return model.classify(newer.name).kind is TagKind.UNKNOWN and not model.near(tag.body)
    return asks_for_delivery(tag, model) and not model.near(tag.body)


def _explain(tag: Tag, model: Dialect) -> str:
    if tag.kind is TagKind.INSTRUCTION:
        return (
            f"{model.title} takes no instructions, so {tag.label} is dropped and changes nothing. "
            "Remove it, or choose a model that can be steered."
        )
    newer = successor_tag(tag, model)
    what = "sound" if newer and newer.kind is TagKind.SOUND else "instruction"
    return (
        f"{model.title} knows no {what} {tag.label} and may read it aloud. "
        f"Remove it, or choose {model.table['model']['successor']}."
    )


RULE = Rule(
    code="VV111",
    name="model-ignores-tag",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    families="1F",
    fix=Safety.SUGGEST,
)
