"""A Markdown link in spoken text.

The words in the brackets are taken for a tag: on tts-2 they silently steer the delivery, elsewhere
they may be read aloud. The address behind them is spelt out. Images and addresses between angle
brackets fare no better.

## Example
```script
MIRA: You will find it in the [handbook](https://example.org/handbook).
```

## Use instead
```script
MIRA: You will find it in the handbook.
```

## Fix safety
Safe: the words of the link stay; what goes is an address that nobody wants to hear.

## Evidence
Documented: the vendor's checker reduces links and images to their text
(inworld-ai/claude-code-plugin, autumn 2026).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Finding, Fix, Safety, Severity
from vivavoce.lint.rule import NoOptions, Rule
from vivavoce.lint.spacing import cut_out
from vivavoce.syntax import NodeKind
from vivavoce.text import Edit, Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.lint.context import Context

_WITHOUT_TEXT = pattern(r"!?\[[ \t]*\]\((?=[^()\s]{0,2000}[./:#])[^()\s]{1,2000}\)")
_IMAGE = pattern(r"(?<!\S)!\Z")
_ADDRESS = pattern(r"<((?:https?|ftp|mailto):[^\s<>]+|[\w.+-]+@[\w-]+\.[\w.-]+)>")


def check(context: Context, _options: NoOptions) -> Iterator[Finding]:
    """Links, images and addresses in angle brackets."""
    text = context.text
    for node, _ in context.of_kind(NodeKind.LINK):
        start = node.start - bool(_IMAGE.search(text, max(node.start - 2, 0), node.start))
        words = text[node.start + 1 : text.index("](", node.start)].strip()
        span = Span(start, node.end)
        edit = Edit(span, _space(text, span, words)) if words else cut_out(text, start, node.end)
        yield _report(span, "Replace the link with its text", edit)
    if "](" in text:
        yield from _check_empty(context)
    for node, angle, _ in context.angles:
        address = (
            _ADDRESS.fullmatch(text, node.start, node.end) if not angle.name.isalpha() else None
        )
        if address:
            edit = Edit(node.span, _set_apart(text, node.span, address[1]))
            yield _report(node.span, "Remove the angle brackets", edit)


def _space(text: str, span: Span, words: str) -> str:
    """The words of a link, with a blank where they would run into the sentence or link beside."""
    before = " " if span.start and text[span.start - 1] in ".,;:!?…" else ""
    after = " " if text.startswith(("[", "<"), span.end) else ""
    return before + words + after


def _set_apart(text: str, span: Span, address: str) -> str:
    """An address with a blank where it would run into what stands beside it."""
    before = text[max(span.start - 1, 0) : span.start]
    after = text[span.end : span.end + 1]
    return (
        (" " if before.isalnum() or before in {")", "]", ">"} else "")
        + address
        + (" " if after.isalnum() or after in {"(", "[", "<"} else "")
    )


def _check_empty(context: Context) -> Iterator[Finding]:
    """Links without text; the grammar sees an empty tag and plain text."""
    text = context.text
    for node, tag, _ in context.tags:
        if not tag.body.strip() and text.startswith("(", node.end):
            start = node.start - bool(_IMAGE.search(text, max(node.start - 2, 0), node.start))
            link = _WITHOUT_TEXT.match(text, start)
            if link:
                yield _report(
                    Span(*link.span()), "Remove the link", cut_out(text, start, link.end())
                )


def _report(span: Span, title: str, edit: Edit) -> Finding:
    return Finding(
        span,
        "This is Markdown, which is not rendered but read out: the brackets make a tag and the "
        "address is spelt. Leave only the words that should be spoken.",
        (Fix(title, (edit,), Safety.SAFE),),
    )


RULE = Rule(
    code="VV006",
    name="markdown-link",
    severity=Severity.ERROR,
    check=check,
    manual=__doc__,
    evidence="documented",
    date="2026-11",
    fix=Safety.SAFE,
)
