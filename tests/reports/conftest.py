"""Linted files made by hand, so that golden files do not change with the wording of rules."""

from __future__ import annotations

import pytest

from vivavoce.lint import Diagnostic, Fix, Rule, Safety, Severity
from vivavoce.lint.report import Checked, Look
from vivavoce.text import Edit, Source, Span

SCRIPT = (
    "---\nmodel: inworld-tts-2\n---\n"
    "MIRA: [clear_thorat] Listen to me.\n"
    "TOM: Crête is \x1b[31mred\x07 & <b>bold</b>, 100% sure \U0001f389 now.\n"
)


def make_rule(code: str, name: str, severity: Severity) -> Rule:
    manual = "A title.\n\nWhy it matters.\n"
    return Rule(
        code=code, name=name, severity=severity, check=lambda _context, _options: iter(()),
        manual=manual, evidence="documented", date="2026-08",
    )  # fmt: skip


RULES = {
    rule.code: rule
    for rule in (
        make_rule("VV102", "near-miss-sound", Severity.ERROR),
        make_rule("VV506", "emoji", Severity.WARNING),
        make_rule("VV507", "invisible-or-control", Severity.INFO),
    )
}


def find(source: Source, text: str) -> Span:
    start = source.text.index(text)
    return Span(start, start + len(text))


def make_findings(source: Source) -> tuple[Diagnostic, ...]:
    tag, bell, emoji = (find(source, text) for text in ("[clear_thorat]", "\x1b[31m", "\U0001f389"))
    return (
        Diagnostic(
            "VV102", "near-miss-sound", tag,
            "[clear_thorat] is not a sound inworld-tts-2 knows, so it steers the delivery until the "
            "next tag. Did you mean [clear throat]?",
            Severity.ERROR,
            (Fix("Replace with [clear throat]", (Edit(tag, "[clear throat]"),), Safety.UNSAFE),),
        ),
        Diagnostic(
            "VV507", "invisible-or-control", bell, "A control character: \x1b[31m, of 100% no use.",
            Severity.INFO, (Fix("Remove it", (Edit(bell, ""),), Safety.SAFE),),
        ),
        Diagnostic("VV506", "emoji", emoji, "\U0001f389 is spoken, or makes a noise.", Severity.WARNING),
    )  # fmt: skip


@pytest.fixture
def look() -> Look:
    return Look(version="1.2.3", rules=RULES)


@pytest.fixture
def checked() -> list[Checked]:
    source = Source(SCRIPT, "acts/act 1,a.vv")
    return [
        Checked(source, make_findings(source)),
        Checked(Source("Fine.\n", "clean.txt")),
        Checked(Source("", "gone.vv"), (), "Cannot read gone.vv: No such file or directory."),
    ]
