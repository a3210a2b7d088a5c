"""A citation mark or a time code in brackets.

`[1]`, `[^2]`, `[citation needed]`, `[Smith 2020]` and `[00:12]` come along when text is pasted from
an encyclopedia, a paper, a chat assistant or a transcript. On tts-2 such a bracket is a lasting
instruction; other models may read it aloud.

## Example
```script
MIRA: The bridge was finished in 1883 [1].
```

## Use instead
```script
MIRA: The bridge was finished in 1883.
```

## Fix safety
Safe: the mark is not part of the sentence. Years, and names with a year, are taken out only on
request (unsafe), since an editor may have put them there to be read.

## Evidence
Field report (2026): a numbered mark became an instruction on tts-2.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out
from vivavoce.text import Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_MARK = pattern(
    r"\s*(?:"
    r"\^[\w.-]{1,30}"
    r"|[0-9]{1,3}[a-z]?(?:\s?[,;–-]\s?[0-9]{1,3}){0,30}"
    r"|(?:note|n\.?|fn\.?|ref\.?|p\.|pp\.)\s?[0-9]{1,4}(?:\s?[–-]\s?[0-9]{1,4})?"
    r"|citation needed|source(?:s)?(?:\?|: ?[^\[\]]{1,60})?|ref|refs|sic|footnote"
    r"|[0-9]{1,2}(?::[0-9]{2}){1,2}(?:[.,][0-9]{1,3})?"
    r")\s*",
    re.IGNORECASE,
)
_YEAR = pattern(
    r"\s*(?:[A-Z][\w'’-]{1,30}(?: et al\.?| (?:and|&) [A-Z][\w'’-]{1,30})?,? )?[0-9]{4}[a-z]?"
    r"(?:, pp?\. ?[0-9–-]{1,9})?\s*"
)
_LONGEST = 150
_CHAT_MARK = pattern(r"【[0-9]{1,4}(?::[0-9]{1,4})?(?:†[^【】\n\r]{0,80})?】")


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Brackets that cite."""
    for node, tag, _ in context.tags:
        safety = _judge(tag.body) if len(tag.body) <= _LONGEST else None
        if safety:
            yield _report(context.text, node.span, safety)
    if "【" in context.text:
        for match in context.find(_CHAT_MARK):
            yield _report(context.text, Span(*match.span()), Safety.SAFE)


@lru_cache(maxsize=1024)
def _judge(body: str) -> Safety | None:
    """How safe it is to take a bracket out, or None if it cites nothing."""
    if _MARK.fullmatch(body):
        return Safety.SAFE
    return Safety.UNSAFE if _YEAR.fullmatch(body) else None


def _report(text: str, span: Span, safety: Safety) -> Finding:
    edit = cut_out(text, span.start, span.end)
    return Finding(
        span,
        "This mark refers to a source or a time; a model takes it for an instruction or reads it "
        "out. Take it out.",
        (Fix("Remove the mark", (edit,), safety),),
    )


RULE = Rule(
    code="VV007",
    name="citation-marker",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="field report",
    date="2026-11",
    fix=Safety.SAFE,
)
