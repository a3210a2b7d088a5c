"""What a lint run is asked to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vivavoce.lint.diagnostic import Severity
    from vivavoce.lint.rule import Rule
    from vivavoce.lint.usage import Usage
    from vivavoce.phonetics.lexicon import Lexicon

DEFAULT_MODEL = "inworld-tts-2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A lint run's settings.

    Attributes:
        model: model id that overrides the script's own, or None.
        language: BCP-47 tag that overrides the script's own, or None.
        scope: how far a steering tag reaches, or None for the dialect's default.
        select: codes, prefixes or names of the rules to run; empty for the defaults.
        extend_select: more of them.
        ignore: those not to run; beats both.
        severities: severity by code, prefix or name.
        options: a rule's options by its name.
        preview: whether rules in preview run.
        lexicon: how the words of the production are said, or None.
        usage: the transcriptions of all scripts of the run, or None for one script alone.
    """

    model: str | None = None
    language: str | None = None
    scope: str | None = None
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    preview: bool = False
    lexicon: Lexicon | None = None
    usage: Usage | None = None

    def runs(self, rule: Rule) -> bool:
        """Whether a rule is on."""
        if names_rule(self.ignore, rule):
            return False
        if rule.code in self.select or rule.name in self.select:
            return True
        if rule.preview and not self.preview:
            return rule.code in self.extend_select or rule.name in self.extend_select
        on = names_rule(self.select, rule) if self.select else rule.enabled
        return on or names_rule(self.extend_select, rule)

    def severity_of(self, rule: Rule) -> Severity | None:
        """The severity that the settings give a rule, the longest selector winning, or None."""
        fitting = [s for s in self.severities if names_rule((s,), rule)]
        return self.severities[max(fitting, key=len)] if fitting else None


def names_rule(selectors: tuple[str, ...], rule: Rule) -> bool:
    """Whether one of the selectors (code, prefix of a code, name, or `ALL`) names the rule."""
    return any(
        s in {"ALL", rule.name} or (s[:2] == "VV" and rule.code.startswith(s)) for s in selectors
    )
