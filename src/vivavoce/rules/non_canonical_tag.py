"""A tag that is not in its plain spelling.

tts-2 takes `[Sighs]`, `[clear_throat]` and `[throat clearing]` for the sounds they name. Its
documentation shows the plain spelling, and the vendor's own text checker knows fewer forms than the
model, so one spelling through a script saves doubt. tts-1 and tts-1.5 document one spelling only;
there `[Happy]` and `[clear throat]` may fail.

## Example
```script
MIRA: [Sighs] All right. [clear_throat] Ready?
```

## Use instead
```script
MIRA: [sigh] All right. [clear throat] Ready?
```

## Fix safety
Safe: the model takes both spellings for the same tag, and no spoken word changes.

## Evidence
Documented: docs.inworld.ai, Steering, August 2026 (letter case, blanks, punctuation and common
inflections do not matter). Older docs: docs.inworld.ai, Audio markups, 2025 (one spelling each).
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

    from vivavoce.dialects import Dialect, Tag
    from vivavoce.lint.context import Context

_FIXED = frozenset({TagKind.SOUND, TagKind.EMOTION, TagKind.STYLE, TagKind.RESET})


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Fixed tags in another spelling, those with another meaning elsewhere left out."""
    model = context.dialect
    changed = frozenset(map(fold, model.table["tags"].get("changed", ())))
    severity = Severity.WARNING if model.table["tags"]["spelling"] == "literal" else Severity.INFO
    for node, tag, _ in context.tags:
        if tag.kind not in _FIXED or tag.body == tag.name or fold(tag.body) in changed:
            continue
        fix = Fix(f"Replace with {tag.label}", (Edit(node.span, f"[{tag.name}]"),), Safety.SAFE)
        yield Finding(node.span, _explain(tag, model), (fix,), severity)


def _explain(tag: Tag, model: Dialect) -> str:
    said = f"[{tag.body}] is another spelling of {tag.label}"
    if model.table["tags"]["spelling"] == "literal":
        return f"{said}; {model.title} documents the plain one only. Write {tag.label}."
    if not tag.certain:
        return f"{said} that the vendor's own checker takes for an instruction. Write {tag.label}."
    return f"{said}. The plain one reads the same everywhere: write {tag.label}."


RULE = Rule(
    code="VV104",
    name="non-canonical-tag",
    severity=Severity.INFO,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    fix=Safety.SAFE,
)
