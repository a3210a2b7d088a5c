"""A tag that is not on the model's list.

tts-1 and tts-1.5 know a short fixed list of tags. Anything else in square brackets is undocumented:
some takes speak the word aloud, others drop it. Where one known tag is a single slip away, it is
put in its place; an inflection of a known sound counts as that sound.

## Example
```script
MIRA: [hapy] You came back!
```

## Use instead
```script
MIRA: [happy] You came back!
```

## Fix safety
Safe where exactly one known tag is one slip away or the tag is another form of a known sound: the
words stay and the tag does what it was written for. Otherwise the nearest tags are offered only.

## Evidence
Older docs: docs.inworld.ai, Audio markups, 2025 to mid 2026 (the fixed list). That unknown tags are
spoken was reported in inworld-ai/tts issue 18, November 2025.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind
from vivavoce.dialects.dialect import fold
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.foreign import find_foreign
from vivavoce.lint.instructions import asks_for_delivery, holds_ipa, successor_tag, words_of
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out
from vivavoce.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.dialects import Dialect, Tag
    from vivavoce.lint.context import Context, TagUse


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Tags on no list, unless a rule with a better answer has them."""
    model = context.dialect
    for use in context.tags:
        body = use.tag.body
        if use.tag.kind is not TagKind.UNKNOWN or not words_of(body) or holds_ipa(body):
            continue
        if find_foreign(body, model.family):
            continue
        names, certain = _meant(use.tag, model)
        if names or not asks_for_delivery(use.tag, model):
            yield _report(context, use, names, certain=certain)


def _meant(tag: Tag, model: Dialect) -> tuple[tuple[str, ...], bool]:
    """The known tags it may be, and whether there is no doubt."""
    newer = successor_tag(tag, model)
    if newer and newer.kind is TagKind.SOUND:
        own = model.classify(newer.name)
        if own.kind is TagKind.SOUND:
            return (own.name,), True
    names = model.near(tag.body)
    return names, len(names) == 1 and _is_one_slip(tag.body, names[0])


def _is_one_slip(body: str, name: str) -> bool:
    from vivavoce.dialects.near import edit_distance  # noqa: PLC0415 - only faults need it

    return edit_distance(fold(body), fold(name), 1) <= 1


def _report(context: Context, use: TagUse, names: tuple[str, ...], *, certain: bool) -> Finding:
    model, span = context.dialect, use.node.span
    safety = Safety.SAFE if certain else Safety.SUGGEST
    fixes = [
        Fix(f"Replace with [{name}]", (Edit(span, f"[{name}]"),), safety) for name in names[:3]
    ]
    removing = cut_out(context.text, span.start, span.end)
    fixes.append(Fix(f"Remove {use.tag.label}", (removing,), Safety.SUGGEST))
    advice = f"Did you mean [{names[0]}]?" if names else f"It knows {', '.join(model.fixed_tags)}."
    return Finding(
        span,
        f"{model.title} has no tag {use.tag.label}, so the word may be read aloud. {advice}",
        tuple(fixes),
    )


RULE = Rule(
    code="VV101",
    name="unknown-tag",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="older docs",
    date="2025-12",
    families="1",
    fix=Safety.SAFE,
)
