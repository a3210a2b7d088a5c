"""The same sound again and again.

A laugh is a surprise once. Every engine with sound tags advises to use them sparingly, because the
model has few laughs to choose from and the ear soon knows them all.

## Example
```script
MIRA: [laugh] No way. [laugh] He said that? [laugh] To her face?
```

## Use instead
```script
MIRA: [laugh] No way. He said that? [chuckle] To her face?
```

## Options
- `most`: how often one speaker may make the same sound within the stretch; 2.
- `words`: how many spoken words the stretch has; 100.

## Fix safety
Suggested only: taking a sound out changes what is heard, and which one to keep is taste.

## Evidence
Practice elsewhere: other engines' prompting guides advise few tags and varied ones (2025, 2026).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vivavoce.dialects import TagKind
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import Rule
from vivavoce.lint.spacing import cut_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context, TagUse


@dataclass(frozen=True, slots=True)
class Options:
    """How much is too much.

    Attributes:
        most: how often one speaker may make the same sound within the stretch.
        words: spoken words in the stretch.
    """

    most: int = 2
    words: int = 100


def check(context: Context, options: Options) -> Iterator[Finding]:
    """Sounds that come once too often in a stretch."""
    uses = [use for use in context.tags if use.tag.kind is TagKind.SOUND]
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, use in enumerate(uses):
        groups[use.utterance.speaker, use.tag.name].append(index)
    most = max(1, options.most)
    if all(len(group) <= most for group in groups.values()):
        return
    counts = _count_words(context, uses)
    flagged = sorted(
        (last, first)
        for group in groups.values()
        for first, last in zip(group, group[most:], strict=False)
        if counts[last] - counts[first] <= options.words
    )
    for last, _ in flagged:
        yield _report(context, uses[last], most, options.words)


def _count_words(context: Context, uses: list[TagUse]) -> list[int]:
    """Blanks in spoken text before each sound: near enough to words, and counted in one go."""
    counts, total, at = [], 0, 0
    for use in uses:
        blanks = context.spoken.count(" ", at, use.node.start)
        total += blanks + context.spoken.count("\n", at, use.node.start)
        at = use.node.end
        counts.append(total)
    return counts


def _report(context: Context, use: TagUse, most: int, words: int) -> Finding:
    name = use.tag.name
    fix = Fix(
        f"Remove this [{name}]",
        (cut_out(context.text, use.node.start, use.node.end),),
        Safety.SUGGEST,
    )
    return Finding(
        use.node.span,
        f"[{name}] more than {most} times within {words} words sounds like a recording. "
        "Remove one, or vary the sound.",
        (fix,),
    )


RULE = Rule(
    code="VV110",
    name="repeated-sound",
    severity=Severity.WARNING,
    check=check,
    manual=__doc__,
    evidence="practice elsewhere",
    date="2026-11",
    fix=Safety.SUGGEST,
    options=Options,
)
