"""A language tag for a model that has none.

`<lang>` exists on tts-2 only. Other models read the tag aloud or drop it, and the words inside are
spoken like the rest.

## Example
```script
MIRA: A <lang lang="es-ES">llama</lang> is no camel.
```

## Use instead
```script
MIRA: A llama is no camel.
```

## Fix safety
Unsafe: the tags go and the words stay, but whoever put them there wanted another pronunciation. IPA
between slashes, or tts-2, would give it.

## Evidence
Documented: docs.inworld.ai, Language tags, autumn 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.lang_spans import ELEMENT
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.strip import strip_tags

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Every language tag, where the model has none."""
    if not context.angles or context.dialect.accepts(ELEMENT):
        return
    for element, _ in context.elements:
        if element.tag.name == ELEMENT:
            fix = Fix("Remove the tags", strip_tags(context.text, element), Safety.UNSAFE)
            yield Finding(
                element.tag.span,
                f"{context.dialect.title} knows no language tags; it may read them aloud. Take "
                "them out, and write foreign words as IPA between slashes.",
                (fix,),
            )


RULE = Rule(
    code="VV310",
    name="lang-tag-not-for-model",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-11",
    families="1F",
    fix=Safety.UNSAFE,
)
