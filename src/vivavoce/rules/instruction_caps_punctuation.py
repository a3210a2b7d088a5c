"""Capitals or punctuation in an instruction.

The documentation asks for instructions in lower case and without punctuation. Names keep their
capitals, and a tag that is capitals throughout is left to other rules: it may be a placeholder.

## Example
```script
MIRA: [Say it LOUD!] Get out.
```

## Use instead
```script
MIRA: [say it loud] Get out.
```

## Fix safety
Safe: the words of the instruction stay, and instructions are not spoken.

## Evidence
Documented: docs.inworld.ai, Steering, August 2026.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from vivavoce.dialects.tag import label_tag
from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.instructions import asks_for_effect, holds_ipa, words_of
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.words import words
from vivavoce.text import Edit
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_WORD = pattern(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_MARKS = pattern(r"[.,;:!?…\"“”„«»()]+")
_BLANKS = pattern(r"\s{2,}")
_UNLIKE_ENGLISH = pattern(r"[{}<>=@#$%^|\\0-9]")


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Instructions that plain lower case would say as well."""
    seen: dict[str, str] = {}
    for node, tag, _ in context.instructions:
        body = tag.body
        if body not in seen:
            seen[body] = _simplify(body) if _is_worth_it(body) else body
        simple = seen[body]
        if simple == body:
            continue
        label, edit = label_tag(simple), Edit(node.span, f"[{simple}]")
        yield Finding(
            node.span,
            f"Instructions work best in lower case without punctuation. Write {label}.",
            (Fix(f"Replace with {label}", (edit,), Safety.SAFE),),
        )


def _is_worth_it(body: str) -> bool:
    if body.islower() and not _MARKS.search(body):
        return False
    said = words_of(body)
    if not said or body.isupper() or _UNLIKE_ENGLISH.search(body) or holds_ipa(body):
        return False
    return not asks_for_effect(body)


def _simplify(body: str) -> str:
    """The body in lower case without punctuation, names and well-known short forms kept."""
    if not _MARKS.sub("", body).strip():
        return body
    bare = _BLANKS.sub(" ", _MARKS.sub(" ", body)).strip()
    first = _WORD.search(bare)
    start = first.start() if first else 0
    lowered = _WORD.sub(lambda m: _lower(m[0], opens=m.start() == start), bare)
    return body if lowered == body.strip() else lowered


def _lower(word: str, *, opens: bool) -> str:
    if word.islower():
        return word
    names, acronyms = _kept()
    lower = word.lower()
    if lower in names or lower in acronyms:
        return word
    is_name = not opens and word[0].isupper() and word[1:].islower()
    return word if is_name else lower


@lru_cache(maxsize=1)
def _kept() -> tuple[frozenset[str], frozenset[str]]:
    table = words("instructions")["capitals"]
    return frozenset(table["names"]), frozenset(table["acronyms"])


RULE = Rule(
    code="VV204",
    name="instruction-caps-punctuation",
    severity=Severity.INFO,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-08",
    families="2",
    fix=Safety.SAFE,
)
