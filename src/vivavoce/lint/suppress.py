"""Directives to the linter, written as notes in a script.

`// viva: allow VV204 because she is shouting` covers the next utterance.
`// viva: off VV204 because …` covers everything up to `// viva: on VV204`, or to the end.
Several codes or names may be given, separated by blanks or commas.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vivavoce.lint.diagnostic import Diagnostic
from vivavoce.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vivavoce.lint.rule import Rule
    from vivavoce.lint.settings import Settings
    from vivavoce.syntax import Node, Script

_DIRECTIVE = re.compile(r"[ \t]*//[ \t]*viva:[ \t]*(\w+)")
_BECAUSE = re.compile(r"\bbecause\b[ \t]*")
_NAME = re.compile(r"[^\s,]+")
MACHINE_RULES = frozenset({"VV990", "VV991", "VV992"})
"""Rules about suppressions themselves; `find_suppressions` is what they look at."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """One name in a directive.

    Attributes:
        action: `allow`, `off`, `on`, or whatever was written.
        name: the code, prefix or rule name as written.
        name_span: its place.
        line: the whole note.
        covers: the text it silences.
        reason: what stands behind `because`, or "".
    """

    action: str
    name: str
    name_span: Span
    line: Span
    covers: Span
    reason: str

    def silences(self, diagnostic: Diagnostic) -> bool:
        """Whether a diagnostic is covered."""
        named = self.name == diagnostic.name or (
            self.name[:2] == "VV" and diagnostic.code.startswith(self.name)
        )
        return named and self.covers.holds(diagnostic.span.start)


def find_suppressions(script: Script) -> list[Suppression]:
    """Every suppression in a script, `on` directives left out."""
    found = []
    for note in script.notes:
        match = _DIRECTIVE.match(script.text, note.start, note.end)
        if match and match[1] != "on":
            found += _read(script, note, match)
    return found


def _read(script: Script, note: Node, head: re.Match[str]) -> Iterator[Suppression]:
    text = script.text
    end = note.start + len(text[note.start : note.end].rstrip())
    because = _BECAUSE.search(text, head.end(), end)
    reason = text[because.end() : end] if because else ""
    for name in _NAME.finditer(text, head.end(), because.start() if because else end):
        covers = _covered(script, note, head[1], name[0])
        line = Span(note.start, note.end)
        yield Suppression(head[1], name[0], Span(*name.span()), line, covers, reason)


def _covered(script: Script, note: Node, action: str, name: str) -> Span:
    if action == "allow":
        following = next((u for u in script.utterances if u.span.end > note.end), None)
        return Span(note.end, following.span.end + 1) if following else Span(note.end, note.end)
    if action == "off":
        return Span(note.start, _switched_on(script, note, name))
    return Span(note.start, note.start)


def _switched_on(script: Script, note: Node, name: str) -> int:
    for other in script.notes:
        match = _DIRECTIVE.match(script.text, other.start, other.end)
        if other.start > note.start and match and match[1] == "on":
            names = _NAME.findall(script.text, match.end(), other.end)
            if not names or name in names:
                return other.start
    return len(script.text) + 1


def apply_suppressions(
    script: Script,
    diagnostics: Sequence[Diagnostic],
    rules: Iterable[Rule],
    running: Iterable[Rule],
    settings: Settings,
) -> list[Diagnostic]:
    """The diagnostics that no directive silences, and those about the directives themselves."""
    if "viva:" not in script.text:
        return list(diagnostics)
    suppressions = find_suppressions(script)
    kept = [
        d
        for d in diagnostics
        if d.code in MACHINE_RULES or not any(s.silences(d) for s in suppressions)
    ]
    del rules, running, settings
    return kept
