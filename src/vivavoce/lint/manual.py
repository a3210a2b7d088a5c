"""The manual page of a rule, written from the rule itself."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any

from vivavoce.dialects import dialect, known_models
from vivavoce.lint.groups import find_group

if TYPE_CHECKING:
    from vivavoce.lint.rule import Rule

_FIX = {
    None: "none",
    "safe": "safe, by `viva fix`",
    "unsafe": "unsafe, by `viva fix --unsafe`",
    "suggest": "suggested, never applied in bulk",
}


def list_models(rule: Rule) -> list[str]:
    """The ids of the models that a rule applies to."""
    return [name for name in known_models() if dialect(name).family in rule.families]


def read_option_help(rule: Rule) -> dict[str, str]:
    """What the docstring of a rule's options says of each, by name; its title if there is one."""
    lines = (rule.options.__doc__ or "").splitlines()
    found: dict[str, str] = {}
    names = {field.name for field in fields(rule.options)}
    name = ""
    for line in lines:
        head, colon, rest = line.strip().partition(":")
        if colon and head in names:
            name, found[head] = head, rest.strip()
        elif name and line.strip():
            found[name] += f" {line.strip()}"
        else:
            name = ""
    if not found and len(names) == 1:
        found[names.pop()] = lines[0].strip() if lines else ""
    return found


def list_options(rule: Rule) -> list[dict[str, Any]]:
    """A rule's options: name, default and what each does."""
    told = read_option_help(rule)
    return [
        {"name": field.name, "default": _read_default(field), "summary": told.get(field.name, "")}
        for field in fields(rule.options)
    ]


def _read_default(field: Any) -> Any:
    value = field.default_factory() if field.default is MISSING else field.default
    return list(value) if isinstance(value, (tuple, frozenset)) else value


def describe_rule(rule: Rule) -> dict[str, Any]:
    """Everything about a rule as plain values."""
    return {
        "code": rule.code,
        "name": rule.name,
        "group": find_group(rule.code),
        "summary": rule.summary,
        "severity": rule.severity.value,
        "fix": rule.fix.value if rule.fix else None,
        "models": list_models(rule),
        "evidence": rule.evidence,
        "date": rule.date,
        "preview": rule.preview,
        "enabled": rule.enabled,
        "options": list_options(rule),
        "manual": (rule.manual or "").strip(),
    }


def write_page(rule: Rule) -> str:
    """The page as Markdown: a title, the facts, the manual, the options."""
    title, _, body = (rule.manual or "").strip().partition("\n")
    parts = [f"# {rule.code} {rule.name}", title, _list_facts(rule), body.strip()]
    options = list_options(rule)
    if options:
        parts += ["## Options", _write_options(rule, options)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _list_facts(rule: Rule) -> str:
    facts = [
        f"Severity: {rule.severity}",
        f"Fix: {_FIX[rule.fix]}",
        f"Models: {', '.join(list_models(rule))}",
        f"Evidence: {rule.evidence}, {rule.date}",
        f"Group: {find_group(rule.code)}",
    ]
    if rule.preview:
        facts.append("Preview: off unless `--preview` is given or it is selected by name")
    elif not rule.enabled:
        facts.append("Off by default: select it by code or name")
    return "\n".join(f"- {fact}" for fact in facts)


def _write_options(rule: Rule, options: list[dict[str, Any]]) -> str:
    rows = [
        f"- `{o['name']}` (default `{write_toml(o['default'])}`): {o['summary']}" for o in options
    ]
    sample = options[0]
    example = f"[rules.{rule.name}]\n{sample['name']} = {write_toml(sample['default'])}"
    return "\n".join(rows) + f"\n\n```toml\n{example}\n```"


def write_toml(value: Any) -> str:
    """A plain value as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(write_toml(item) for item in value)}]"
    if isinstance(value, (int, float)):
        return str(value)
    from vivavoce.lint.report import dump_json  # noqa: PLC0415

    return dump_json(str(value))
