"""Every rule against its page of cases and the examples of its own manual."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pages import Case, read_cases, read_manual

from vivavoce import catalogue
from vivavoce.lint import Diagnostic, Rule, Safety, Settings
from vivavoce.lint.fix import apply_fix
from vivavoce.lint.run import lint_source
from vivavoce.text import Source

HERE = Path(__file__).parent
RULES = {rule.name: rule for rule in catalogue.rules()}
MODELS = {"1": "inworld-tts-1.5-max", "2": "inworld-tts-2", "F": "inworld-tts-2-flash"}
PAGES = [
    (name, case)
    for name in RULES
    if (page := HERE / f"{name.replace('-', '_')}.md").exists()
    for case in read_cases(page)
]


def default_model(rule: Rule) -> str:
    return MODELS["2"] if "2" in rule.families else MODELS[rule.families[0]]


def run(rule: Rule, text: str, settings: dict[str, str] | None = None) -> list[Diagnostic]:
    given = dict(settings or {})
    name = given.pop("file", "case.vv")
    options = {
        key.removeprefix("set."): json.loads(given.pop(key))
        for key in list(given)
        if key.startswith("set.")
    }
    given.setdefault("model", default_model(rule))
    chosen = Settings(
        **given, select=(rule.code,), preview=True, options={rule.name: options} if options else {}
    )
    return lint_source(Source(text, name), RULES.values(), chosen)


def mend(rule: Rule, text: str, how: str, settings: dict[str, str] | None = None) -> str:
    wanted = {"safe": {Safety.SAFE}, "unsafe": {Safety.SAFE, Safety.UNSAFE}}.get(how, set(Safety))
    for _ in range(10):
        fixes = [f for d in run(rule, text, settings) for f in d.fixes[:1] if f.safety in wanted]
        if not fixes:
            return text
        text = apply_fix(text, fixes[0])
    pytest.fail("fixing does not come to an end")


def test_every_rule_has_a_page():
    missing = [name for name in RULES if not (HERE / f"{name.replace('-', '_')}.md").exists()]
    assert not missing


def test_names_and_files_agree():
    for rule in RULES.values():
        assert rule.check.__module__ == f"vivavoce.rules.{rule.name.replace('-', '_')}"


def test_codes_are_unique():
    codes = [rule.code for rule in RULES.values()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(("name", "case"), PAGES, ids=[case.where for _, case in PAGES])
def test_page(name: str, case: Case):
    rule = RULES[name]
    source = Source(case.script)
    found = run(rule, case.script, case.settings)
    places = []
    for diagnostic in found:
        row, start = source.position(diagnostic.span.start)
        places.append((row, start, start + len(diagnostic.span)))
    assert places == [(e.row, e.start, e.end) for e in case.expected], found
    for diagnostic, expected in zip(found, case.expected, strict=True):
        assert expected.message in diagnostic.message
    if case.fixed is not None:
        assert mend(rule, case.script, case.fixed_how, case.settings) == case.fixed


@pytest.mark.parametrize("name", RULES)
def test_manual(name: str):
    rule = RULES[name]
    assert rule.manual, "the module's docstring is the manual"
    for heading in ("## Example", "## Use instead", "## Fix safety", "## Evidence"):
        assert heading in rule.manual, f"the manual lacks {heading!r}"
    blocks = read_manual(rule.manual, name)
    example, instead = blocks["Example"], blocks["Use instead"]
    found = run(rule, example)
    assert found, "the example is not flagged"
    assert not run(rule, instead), "what to use instead is flagged"
    if rule.fix in {Safety.SAFE, Safety.UNSAFE}:
        assert mend(rule, example, "unsafe") == instead


@pytest.mark.parametrize("name", RULES)
def test_other_families_are_left_alone(name: str):
    rule = RULES[name]
    example = read_manual(rule.manual or "", name)["Example"]
    for family, model in MODELS.items():
        if family not in rule.families:
            assert not run(rule, example, {"model": model})
