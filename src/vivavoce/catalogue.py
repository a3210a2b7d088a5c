"""What there is: the one module that knows the plug-in folders."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from vivavoce import _plugins
from vivavoce.errors import UnknownNameError
from vivavoce.lint.rule import Rule

if TYPE_CHECKING:
    from vivavoce.exports import Export
    from vivavoce.lint.report import Report
    from vivavoce.phonetics.lexicon import Lexicon
    from vivavoce.phonetics.lexicon_format import LexiconFormat
    from vivavoce.phonetics.suggestions import PronunciationSource
    from vivavoce.speech import Engine


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in order of code."""
    from vivavoce import rules as package  # noqa: PLC0415 - not every command lints

    return tuple(sorted(_plugins.collect(package, "RULE", Rule).values(), key=lambda r: r.code))


def rule(name: str) -> Rule:
    """A rule by code or name, whatever its letter case.

    Raises:
        UnknownNameError: if there is none; it suggests close ones.
    """
    wanted = name.strip().casefold().replace("_", "-")
    for candidate in rules():
        if wanted in {candidate.code.casefold(), candidate.name}:
            return candidate
    known = [r.code.casefold() for r in rules()] + [r.name for r in rules()]
    raise UnknownNameError("rule", name, known)


@cache
def engines() -> dict[str, Engine]:
    """Every engine by name."""
    from vivavoce.speech import Engine as Base  # noqa: PLC0415
    from vivavoce.synthesis import engines as package  # noqa: PLC0415

    found = _plugins.collect(package, "ENGINE", Base)  # type: ignore[type-abstract]
    return {engine.name: engine for engine in found.values()}


def sources(lexicon: Lexicon | None = None) -> list[PronunciationSource]:
    """Every source of pronunciations in the order they are asked; a project's lexicon first."""
    from vivavoce.phonetics.g2p import load_sources  # noqa: PLC0415

    return load_sources(lexicon)


@cache
def lexicon_formats() -> dict[str, LexiconFormat]:
    """Every lexicon file format by name."""
    from vivavoce.phonetics import lexicons as package  # noqa: PLC0415
    from vivavoce.phonetics.lexicon_format import LexiconFormat as Kind  # noqa: PLC0415

    return _plugins.collect(package, "FORMAT", Kind)


def exports() -> dict[str, Export]:
    """Every export format by name."""
    from vivavoce import exports as package  # noqa: PLC0415
    from vivavoce.exports import Export as Kind  # noqa: PLC0415

    return _plugins.collect(package, "EXPORT", Kind)


def report_names() -> list[str]:
    """The names of all reports; none is imported for it."""
    from vivavoce import reports as package  # noqa: PLC0415 - only the command line reports

    return [name.replace("_", "-") for name in _plugins.names(package)]


def report(name: str) -> Report:
    """A report by name; only its file is imported.

    Raises:
        UnknownNameError: if there is none.
    """
    from vivavoce import reports as package  # noqa: PLC0415
    from vivavoce.lint.report import Report as Kind  # noqa: PLC0415

    if name not in report_names():
        raise UnknownNameError("report format", name, report_names())
    return _plugins.load(package, name.replace("-", "_"), "REPORT", Kind)
