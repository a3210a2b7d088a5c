"""Run rules over a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vivavoce.dialects import dialect
from vivavoce.errors import ConfigError, UnknownNameError
from vivavoce.lint.caution import hold_back
from vivavoce.lint.context import Context
from vivavoce.lint.diagnostic import Diagnostic
from vivavoce.lint.settings import DEFAULT_MODEL, Settings
from vivavoce.lint.suppress import MACHINE_RULES, apply_suppressions
from vivavoce.syntax import Script

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vivavoce.lint.rule import Rule
    from vivavoce.text import Source


def make_context(script: Script, settings: Settings) -> Context:
    """The context of a script: what the settings say beats what the script says.

    Raises:
        UnknownNameError: if the settings name a model without a dialect. A script that does so is
            read as the default model and gets a diagnostic.
    """
    front = script.front_matter
    if settings.model:
        chosen = dialect(settings.model)
    else:
        try:
            chosen = dialect(str(front.value("model") or DEFAULT_MODEL))
        except UnknownNameError:
            chosen = dialect(DEFAULT_MODEL)
    language = settings.language or front.value("language")
    return Context(
        script,
        chosen,
        language=str(language) if language else None,
        scope=settings.scope,
        lexicon=settings.lexicon,
        usage=settings.usage,
    )


def lint_source(
    source: Source, rules: Iterable[Rule], settings: Settings | None = None
) -> list[Diagnostic]:
    """Every diagnostic of a text, in order of place.

    Raises:
        UnknownNameError: if the settings name a model without a dialect.
        ConfigError: if an option of a rule is unknown or of the wrong type.
    """
    return lint_script(Script.from_source(source), rules, settings or Settings())


def lint_script(script: Script, rules: Iterable[Rule], settings: Settings) -> list[Diagnostic]:
    """As `lint_source`, for a script already read."""
    context = make_context(script, settings)
    rules = list(rules)
    family = context.dialect.family
    running = [rule for rule in rules if family in rule.families and settings.runs(rule)]
    last = [rule for rule in running if rule.code in MACHINE_RULES]
    first = [rule for rule in running if rule.code not in MACHINE_RULES]
    found = [d for rule in first for d in run_rule(rule, context, settings)]
    found, context.suppressions = apply_suppressions(script, found, rules, running)
    context.rule_names = tuple(name for rule in rules for name in (rule.code, rule.name))
    found += [d for rule in last for d in run_rule(rule, context, settings)]
    found.sort(key=lambda d: (d.span.start, d.span.end, d.code))
    return found


def run_rule(rule: Rule, context: Context, settings: Settings) -> Iterable[Diagnostic]:
    """The diagnostics of one rule."""
    override = settings.severity_of(rule)
    options = read_options(rule, settings)
    for finding in rule.check(context, options):
        severity = override or finding.severity or rule.severity
        fixes = finding.fixes
        if fixes and context.stray_brackets:
            fixes = tuple(hold_back(fix, context) for fix in fixes)
        yield Diagnostic(rule.code, rule.name, finding.span, finding.message, severity, fixes)


def read_options(rule: Rule, settings: Settings) -> Any:
    """The options a rule runs with.

    Raises:
        ConfigError: if one is unknown or of the wrong type.
    """
    given = settings.options.get(rule.name) or settings.options.get(rule.code)
    if not given:
        return rule.options()
    from dataclasses import fields  # noqa: PLC0415 - most runs set no option

    known = {field.name: field for field in fields(rule.options)}
    for name, value in given.items():
        if name not in known:
            raise ConfigError(
                f"{rule.name} has no option {name!r}. It has: {', '.join(known) or 'none'}."
            )
        default = known[name].default
        if not _fits(value, default):
            raise ConfigError(
                f"{rule.name}: option {name!r} must be like {default!r}, not {value!r}."
            )
    return rule.options(**{k: tuple(v) if isinstance(v, list) else v for k, v in given.items()})


def _fits(value: Any, default: Any) -> bool:
    if isinstance(default, tuple):
        return isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, float):
        return isinstance(value, (int, float))
    return isinstance(value, type(default))
