"""A tag that older models take for something else.

On tts-1 and tts-1.5 `[laughing]` is a style: the text after it is spoken with laughter in the
voice. On tts-2 and Flash the same letters name the sound, a single laugh, and the text after it is
neutral. A script that moves up changes without a word being edited.

## Example
```script
MIRA: [laughing] You should have seen his face.
```

## Use instead
```script
MIRA: [say while laughing] You should have seen his face.
```

## Fix safety
Suggested only: a laugh before the line and a line spoken through laughter are both good; which one
was meant, the text does not tell.

## Evidence
Older docs: docs.inworld.ai, Audio markups, December 2025 (style). Documented: docs.inworld.ai,
Steering, August 2026 (inflections name the sound).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind
from vivavoce.dialects.dialect import fold
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Tags that the dialect lists as changed."""
    model = context.dialect
    changed = {fold(k): v for k, v in model.table["tags"].get("changed", {}).items()}
    for node, tag, _ in context.tags:
        if tag.kind is not TagKind.SOUND or tag.body == tag.name:
            continue
        row = changed.get(fold(tag.body))
        if not isinstance(row, dict):
            continue
        names = [row["instead"], tag.name] if model.steers else [tag.name]
        yield Finding(
            node.span,
            f"[{tag.body}] is the sound {tag.label} on {model.title}, heard once. "
            f"On {row['models']} it was {row['was']}. Write the one you mean.",
            tuple(
                Fix(f"Replace with [{name}]", (Edit(node.span, f"[{name}]"),), Safety.SUGGEST)
                for name in names
            ),
        )


RULE = Rule(
    code="VV105",
    name="meaning-differs-by-model",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="documented, older docs",
    date="2026-08",
    families="2F",
    fix=Safety.SUGGEST,
)
