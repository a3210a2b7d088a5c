"""What there is: the one module that knows the plug-in folders."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from vivavoce import _plugins
from vivavoce.errors import UnknownNameError
from vivavoce.lint.rule import Rule

if TYPE_CHECKING:
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

    return {engine.name: engine for engine in _plugins.collect(package, "ENGINE", Base).values()}
