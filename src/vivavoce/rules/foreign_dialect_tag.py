"""A tag of another speech engine.

Scripts travel between engines, their tags do not. ElevenLabs has `[short pause]` and `[exhales]`,
Bark has `[laughter]`, LMNT has `[1.5s]`, Voxtral has `[emotion=sad]`. On tts-2 each of them becomes
an instruction that steers everything after it, Flash drops it, and older models may read it aloud.

## Example
```script
MIRA: Wait. [short pause] Did you hear that?
```

## Use instead
```script
MIRA: Wait. <break time="500ms" /> Did you hear that?
```

## Fix safety
Unsafe: the replacement is the nearest thing this model documents, and near is not the same. The
length of a pause, the kind of laugh and the strength of an accent were the other engine's.

## Evidence
Field report, and the other engines' own pages; each row of `grammars/lint/foreign_tags.toml` names
its engine, source and date (November 2026).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.foreign import ForeignTag, find_foreign
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out
from vivavoce.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context, TagUse

_UNCLAIMED = frozenset({TagKind.INSTRUCTION, TagKind.UNKNOWN})


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Unclaimed tags that another engine knows and this model spells otherwise."""
    model = context.dialect
    for use in context.tags:
        if use.tag.kind not in _UNCLAIMED:
            continue
        foreign = find_foreign(use.tag.body, model.family)
        if foreign and (model.family == "1" or not model.near(use.tag.body)):
            yield _report(context, use, foreign)


def _report(context: Context, use: TagUse, foreign: ForeignTag) -> Finding:
    model, span = context.dialect, use.node.span
    if model.steers:
        does = "Here it steers all that follows"
    elif model.family == "1":
        does = "Here it may be read aloud"
    else:
        does = "Here it is dropped"
    start = f"{use.tag.label} is a tag of {foreign.engine}, where it {foreign.does}. {does}:"
    if foreign.instead:
        title = f"Replace with {foreign.instead}"
        fix = Fix(title, (Edit(span, foreign.instead),), Safety.UNSAFE)
        advice = f"write {foreign.instead}"
    else:
        removing = cut_out(context.text, span.start, span.end)
        fix = Fix(f"Remove {use.tag.label}", (removing,), Safety.UNSAFE)
        advice = f"remove it, {model.title} has nothing like it"
    severity = Severity.WARNING if model.steers else Severity.ERROR
    return Finding(span, f"{start} {advice}.", (fix,), severity)


RULE = Rule(
    code="VV103",
    name="foreign-dialect-tag",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="field report",
    date="2026-11",
    fix=Safety.UNSAFE,
)
