"""What the linter found, and what its fixes would change, shown where it stands in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from html import escape
from typing import TYPE_CHECKING

from vivavoce import facade
from vivavoce._resources import read_text
from vivavoce.exports.player.markup import PLAIN
from vivavoce.lint.report import Checked, Look, count_severities, summarise
from vivavoce.notebook.sendable import make_sendable
from vivavoce.text import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vivavoce.lint import Diagnostic

_TOKEN = re.compile(r"\[[^\[\]\n]*\]|<[^<>\n]*>|/[^/\s]+/|\w+|\s|.", re.DOTALL)
"""What a person takes for one thing: a mark, a word, a blank, a sign."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a fix makes of a text.

    Attributes:
        before: the text as it was.
        after: the text as it would be.
    """

    before: str
    after: str

    def __repr__(self) -> str:
        if self.before == self.after:
            return "Nothing to mend."
        lines = unified_diff(
            self.before.splitlines(), self.after.splitlines(), "before", "after", lineterm=""
        )
        return make_sendable("\n".join(lines))

    def _repr_html_(self) -> str:
        if self.before == self.after:
            return _wrap("<p>Nothing to mend.</p>")
        return _wrap(f'<pre class="text">{"".join(self._draw())}</pre>')

    def _draw(self) -> Iterator[str]:
        old, new = _TOKEN.findall(self.before), _TOKEN.findall(self.after)
        for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            gone, come = escape("".join(old[a:b])), escape("".join(new[c:d]))
            if kind == "equal":
                yield gone
                continue
            yield f"<del>{gone}</del>" if gone else ""
            yield f"<ins>{come}</ins>" if come else ""


def check(
    text: str, *, model: str | None = None, language: str | None = None, name: str = "<cell>"
) -> Checked:
    """Lint a text and keep it with what was found, so that both can be shown.

    Raises:
        UnknownNameError: if the model has no dialect.
    """
    source = Source(text, name)
    return Checked(source, tuple(facade.lint(source, model=model, language=language)))


def mend(text: str, *, model: str | None = None, unsafe: bool = False) -> Change:
    """What the safe fixes, and with `unsafe` all that may be applied, make of a text.

    Raises:
        UnknownNameError: if the model has no dialect.
    """
    return Change(text, facade.fix(text, model=model, unsafe=unsafe))


def write_checked(checked: Checked) -> str:
    """Findings for terminals, with carets under the very characters."""
    from vivavoce.reports import full  # noqa: PLC0415 - notebooks draw instead

    return "".join(full.write([checked], Look())).rstrip()


def draw_checked(checked: Checked) -> str:
    """A text with its findings underlined, and under it what they mean."""
    summary = summarise(count_severities(checked.diagnostics), 1).removesuffix(" in 1 file")
    text = "".join(_underline(checked))
    items = "".join(_draw_item(found, checked.source) for found in checked.diagnostics)
    below = f'<p>{escape(summary)}.</p><ol class="found">{items}</ol>'
    return _wrap(f'<pre class="text">{text}</pre>{below}')


def draw_diagnostics(diagnostics: Sequence[Diagnostic]) -> str:
    """Findings without the text they are about."""
    items = "".join(_draw_item(found) for found in diagnostics)
    return _wrap(f'<ol class="found">{items}</ol>')


def write_diagnostics(diagnostics: Sequence[Diagnostic]) -> str:
    """Findings without their text, one a line."""
    return "\n".join(f"{d.span.start}: {d.code} {d.message}" for d in diagnostics)


def _wrap(body: str) -> str:
    style = f"<style>{read_text('notebook', 'static', 'findings.css')}</style>"
    return make_sendable(f'{style}<div class="vvf {PLAIN}">{body}</div>')


def _underline(checked: Checked) -> Iterator[str]:
    """The text; where findings overlap the first one wins."""
    text, at = checked.source.text, 0
    for found in checked.diagnostics:
        start, end = found.span.start, max(found.span.end, found.span.start)
        if start < at:
            continue
        label = escape(f"{found.code}: {found.message}")
        yield escape(text[at:start])
        inside = escape(text[start:end]) or "&#8203;"
        yield f'<mark class="{found.severity.value}" title="{label}">{inside}</mark>'
        at = end
    yield escape(text[at:])


def _draw_item(found: Diagnostic, source: Source | None = None) -> str:
    place = "{}:{}".format(*source.position(found.span.start)) if source else ""
    fix = f'<span class="fix">{escape(found.fix.title)}.</span>' if found.fix else ""
    return (
        f'<li class="{found.severity.value}"><details><summary title="Why?">'
        f'<span class="place">{place}</span> <span class="code">{escape(found.code)}</span> '
        f'<span class="message">{escape(found.message)} {fix}</span></summary>'
        f'<div class="manual"><b>{escape(found.name)}</b>\n\n{escape(_read_manual(found.code))}'
        "</div></details></li>"
    )


def _read_manual(code: str) -> str:
    from vivavoce import catalogue  # noqa: PLC0415 - only where something was found

    manual = next((rule.manual for rule in catalogue.rules() if rule.code == code), None)
    return (manual or "").strip()
