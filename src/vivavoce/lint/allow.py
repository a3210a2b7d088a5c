"""Writes `// viva: allow` notes above what is found, for a team that starts with an old script."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from vivavoce.text import Edit
from vivavoce.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vivavoce.lint.diagnostic import Diagnostic
    from vivavoce.syntax import Script, Utterance

_LINE_END = pattern(r"\r\n?|\n")
_BLANKS = pattern(r"\s+")


def add_allowances(
    script: Script, diagnostics: Iterable[Diagnostic], reason: str
) -> tuple[list[Edit], list[Diagnostic]]:
    """Notes that allow what was found, and what no note can allow.

    A note covers one utterance, so there is one above each that has findings. Findings outside
    utterances (in the front matter, a heading or a note) and those of a plain text, which has no
    notes, cannot be allowed.
    """
    if script.plain:
        return [], list(diagnostics)
    ending = _LINE_END.search(script.text)
    codes: dict[int, dict[str, None]] = {}
    left: list[Diagnostic] = []
    for diagnostic in diagnostics:
        utterance = _find_utterance(script.utterances, diagnostic.span.start)
        if utterance is None or diagnostic.code.startswith("VV99"):
            left.append(diagnostic)
        else:
            codes.setdefault(_find_line(script, utterance), {})[diagnostic.code] = None
    told = _BLANKS.sub(" ", reason).strip()
    newline = ending[0] if ending else "\n"
    return [
        Edit.insert(at, f"// viva: allow {' '.join(sorted(names))} because {told}{newline}")
        for at, names in sorted(codes.items())
    ], left


def _find_line(script: Script, utterance: Utterance) -> int:
    row = script.source.position(utterance.speaker_span.start).row
    return script.source.line_starts[row - 1]


def _find_utterance(utterances: Sequence[Utterance], offset: int) -> Utterance | None:
    index = bisect_right(utterances, offset, key=lambda u: u.speaker_span.start) - 1
    if index < 0 or offset > utterances[index].span.end:
        return None
    return utterances[index]
