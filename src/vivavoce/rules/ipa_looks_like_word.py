"""A plain word between slashes.

What stands between slashes is read as IPA, letter by letter: `/hello/` is not the word hello, and
nobody can tell how it will sound.

## Example
```script
MIRA: They said /hello/ to me.
```

## Use instead
```script
MIRA: They said hello to me.
```

## Fix safety
None is offered: it may be IPA without its stress mark, or slashes that should not be there.

## Evidence
Practice elsewhere; the documentation gives no way to write an ordinary slash (November 2026).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.transcriptions import Shape, shape_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Slash spans that hold words as they are spelt."""
    if "/" not in context.text:
        return
    for found in context.slashes:
        if shape_of(found.body) is Shape.WORDS:
            yield Finding(
                found.whole,
                f"/{found.body}/ is read as IPA, sound by sound, and looks like plain words. "
                "Take the slashes out, or write the sounds with a stress mark.",
            )


RULE = Rule(
    code="VV409",
    name="ipa-looks-like-word",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="practice elsewhere",
    date="2026-11",
)
