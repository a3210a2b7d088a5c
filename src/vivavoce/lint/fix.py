"""Apply fixes until nothing is left to fix."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vivavoce.lint.diagnostic import Safety
from vivavoce.lint.run import lint_source
from vivavoce.text import Edit, Source, apply_edits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vivavoce.lint.diagnostic import Diagnostic, Fix
    from vivavoce.lint.rule import Rule
    from vivavoce.lint.settings import Settings

MAX_ROUNDS = 10


class FixResult(NamedTuple):
    """What fixing did.

    Attributes:
        text: the mended text.
        fixed: number of diagnostics mended.
        remaining: diagnostics of the mended text.
    """

    text: str
    fixed: int
    remaining: tuple[Diagnostic, ...]


def fix_source(
    source: Source, rules: Iterable[Rule], settings: Settings, *, unsafe: bool = False
) -> FixResult:
    """Apply every safe fix, and with `unsafe` every unsafe one, round after round.

    Fixes that overlap wait for the next round; there are at most ten.
    """
    rules = list(rules)
    wanted = {Safety.SAFE, Safety.UNSAFE} if unsafe else {Safety.SAFE}
    seen = {source.text}
    fixed = 0
    for _ in range(MAX_ROUNDS):
        diagnostics = lint_source(source, rules, settings)
        chosen = choose_fixes(diagnostics, wanted)
        text = apply_edits(source.text, [edit for fix in chosen for edit in fix.edits])
        if not chosen or text in seen:
            break
        seen.add(text)
        fixed += len(chosen)
        source = Source(text, source.name, source.encoding)
    return FixResult(source.text, fixed, tuple(lint_source(source, rules, settings)))


def choose_fixes(diagnostics: Iterable[Diagnostic], wanted: set[Safety]) -> list[Fix]:
    """The first wanted fix of every diagnostic, leaving out those that touch an earlier one."""
    chosen: list[Fix] = []
    end = -1
    for diagnostic in diagnostics:
        fix = next((f for f in diagnostic.fixes if f.safety in wanted), None)
        if fix is None or not fix.edits:
            continue
        edits = sorted(fix.edits)
        if edits[0].span.start <= end:
            continue
        chosen.append(fix)
        end = edits[-1].span.end
    return chosen


def apply_fix(text: str, fix: Fix) -> str:
    """`text` with one fix made."""
    edits: list[Edit] = list(fix.edits)
    return apply_edits(text, edits)
