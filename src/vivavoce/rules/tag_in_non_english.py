"""A tag in a text that is not English.

The emotion, style and sound tags of tts-1 and tts-1.5 work in English text only. In another
language they may be read aloud or do nothing.

## Example
```script
---
language: fr-FR
---
MIRA: [happy] Bonjour à tous.
```

## Use instead
```script
---
language: fr-FR
---
MIRA: Bonjour à tous.
```

## Fix safety
Suggested only: taking the tag out gives up the delivery it asked for; tts-2 takes English tags in
text of any language.

## Evidence
Older docs: docs.inworld.ai, Audio markups, 2025 to mid 2026 (experimental, English only).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind
from vivavoce.dialects.delivery import is_english
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context, TagUse

_FIXED = frozenset({TagKind.EMOTION, TagKind.STYLE, TagKind.SOUND})


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Fixed tags of utterances whose language is told and is not English."""
    if not context.dialect.english_tags_only:
        return
    for utterance, uses in context.tagged:
        language = context.language_of(utterance)
        if is_english(language):
            continue
        for use in uses:
            if use.tag.kind in _FIXED:
                yield _report(context, use, str(language))


def _report(context: Context, use: TagUse, language: str) -> Finding:
    name, successor = use.tag.name, context.dialect.table["model"].get("successor")
    removing = cut_out(context.text, use.node.start, use.node.end)
    return Finding(
        use.node.span,
        f"[{name}] works in English only, and this text is {language}. "
        + (f"Remove it, or choose {successor}." if successor else "Remove it."),
        (Fix(f"Remove [{name}]", (removing,), Safety.SUGGEST),),
    )


RULE = Rule(
    code="VV112",
    name="tag-in-non-english",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="older docs",
    date="2025-12",
    families="1",
    fix=Safety.SUGGEST,
)
