"""Directives to the linter, written as notes in a script.

`// viva: allow VV204 because she is shouting` covers the next utterance.
`// viva: off VV204 because …` covers everything up to `// viva: on VV204`, or to the end; before
the first utterance it covers the front matter too, so there it speaks for the whole file.
Several codes, prefixes of codes or names may be given, separated by blanks or commas.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from vivavoce.text import Span
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from vivavoce.lint.diagnostic import Diagnostic
    from vivavoce.lint.rule import Rule
    from vivavoce.syntax import Node, Script

_DIRECTIVE = pattern(r"[ \t]*//[ \t]*viva:[ \t]*(\w+)")
_BECAUSE = pattern(r"\bbecause\b[ \t]*")
_NAME = pattern(r"[^\s,]+")
ACTIONS = ("allow", "off", "on")
MACHINE_RULES = frozenset({"VV990", "VV991", "VV992"})
"""Rules about suppressions themselves. They run last, and nothing silences them."""


class Suppression(NamedTuple):
    """One name in a directive.

    Attributes:
        action: `allow`, `off`, or whatever was written.
        action_span: its place.
        name: the code, prefix or rule name as written; "" if the directive names nothing.
        name_span: its place; where there is no name, that of the action.
        line: the whole note.
        covers: the text it silences.
        reason: what stands behind `because`, or "".
        used: whether it silenced something.
        judged: whether a rule it names ran, so that `used` says something.
        known: whether there is such a rule.
    """

    action: str
    action_span: Span
    name: str
    name_span: Span
    line: Span
    covers: Span
    reason: str
    used: bool = False
    judged: bool = False
    known: bool = False


def find_suppressions(script: Script) -> list[Suppression]:
    """Every suppression in a script in order, `on` directives left out."""
    return list(_Directives(script).read())


class _Directives:
    """Reads the notes from the last to the first, so that each `off` knows its `on`."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._ends = [utterance.span.end for utterance in script.utterances]
        self._switched_on: dict[str, int] = {}
        self._all_on = len(script.text) + 1

    def read(self) -> Iterator[Suppression]:
        found: list[Suppression] = []
        for note in reversed(self._script.notes):
            match = _DIRECTIVE.match(self._script.text, note.start, note.end)
            if match and match[1] == "on":
                self._switch_on(note, match)
            elif match:
                found += reversed(list(self._read_names(note, match)))
        yield from reversed(found)

    def _switch_on(self, note: Node, head: re.Match[str]) -> None:
        names = _NAME.findall(self._script.text, head.end(), self._end(note, head)[0])
        if not names:
            self._all_on = note.start
            self._switched_on.clear()
        self._switched_on.update(dict.fromkeys(names, note.start))

    def _end(self, note: Node, head: re.Match[str]) -> tuple[int, str]:
        """Where the names of a directive end, and its reason."""
        text = self._script.text
        end = note.start + len(text[note.start : note.end].rstrip())
        because = _BECAUSE.search(text, head.end(), end)
        return (because.start(), text[because.end() : end]) if because else (end, "")

    def _read_names(self, note: Node, head: re.Match[str]) -> Iterator[Suppression]:
        text = self._script.text
        end, reason = self._end(note, head)
        action, line = Span(*head.span(1)), Span(note.start, note.end)
        names = [(m[0], Span(*m.span())) for m in _NAME.finditer(text, head.end(), end)]
        for name, span in names or [("", action)]:
            covers = self._covered(note, head[1], name)
            yield Suppression(head[1], action, name, span, line, covers, reason)

    def _covered(self, note: Node, action: str, name: str) -> Span:
        index = bisect_right(self._ends, note.end)
        if action == "allow" and index < len(self._ends):
            return Span(note.end, self._ends[index] + 1)
        if action == "off":
            start = note.start if index else 0
            return Span(start, self._switched_on.get(name, self._all_on))
        return Span(note.end, note.end)


def apply_suppressions(
    script: Script,
    diagnostics: Sequence[Diagnostic],
    rules: Iterable[Rule],
    running: Iterable[Rule],
) -> tuple[list[Diagnostic], tuple[Suppression, ...]]:
    """The diagnostics that no directive silences, and what became of every suppression.

    Args:
        script: the script.
        diagnostics: what the rules found.
        rules: every rule there is, to tell whether a name is known.
        running: those that ran; a suppression of another cannot be called unused.
    """
    if "viva:" not in script.text:
        return list(diagnostics), ()
    suppressions = find_suppressions(script)
    silencer = _Silencer(suppressions)
    kept = [d for d in diagnostics if not silencer.silences(d)]
    known, ran = _names_of(rules), _names_of(running)
    return kept, tuple(
        Suppression(
            s.action, s.action_span, s.name, s.name_span, s.line, s.covers, s.reason,
            used=index in silencer.used, judged=s.name in ran, known=s.name in known,
        )
        for index, s in enumerate(suppressions)
    )  # fmt: skip


def _names_of(rules: Iterable[Rule]) -> frozenset[str]:
    """Every name that a directive may give rules: codes, their prefixes, names."""
    return frozenset(
        name
        for rule in rules
        for name in (rule.name, *(rule.code[:end] for end in range(2, len(rule.code) + 1)))
    )


class _Silencer:
    """Finds the suppression of a diagnostic without trying all of them.

    Suppressions of one name and action end in the order in which they start, so only the last that
    starts before a place can reach it.
    """

    def __init__(self, suppressions: Sequence[Suppression]) -> None:
        self._suppressions = suppressions
        self._rows: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
        self.used: set[int] = set()
        for index, suppression in enumerate(suppressions):
            key = (suppression.action, suppression.name)
            starts, indices = self._rows.setdefault(key, ([], []))
            starts.append(suppression.covers.start)
            indices.append(index)

    def silences(self, diagnostic: Diagnostic) -> bool:
        """Whether a diagnostic is covered; everything that covers it counts as used."""
        code = diagnostic.code
        names = (diagnostic.name, *(code[:end] for end in range(2, len(code) + 1)))
        hits = [
            index
            for action in ("allow", "off")
            for name in names
            if (index := self._covering(action, name, diagnostic.span.start)) is not None
        ]
        self.used.update(hits)
        return bool(hits)

    def _covering(self, action: str, name: str, offset: int) -> int | None:
        starts, indices = self._rows.get((action, name), ((), ()))
        at = bisect_right(starts, offset) - 1
        if at >= 0 and self._suppressions[indices[at]].covers.holds(offset):
            return indices[at]
        return None
