"""Directives in notes: what they silence, and what is said of those that silence nothing."""

from __future__ import annotations

from vivavoce import catalogue
from vivavoce.lint import Settings, fix_source, lint_source
from vivavoce.lint.suppress import find_suppressions
from vivavoce.syntax import Script
from vivavoce.text import Source

RULES = catalogue.rules()


def codes(text: str, **settings) -> list[str]:
    return [d.code for d in lint_source(Source(text, "case.vv"), RULES, Settings(**settings))]


def test_allow_covers_the_next_utterance_only():
    text = (
        "// viva: allow VV501 because the stars are meant\n"
        "MIRA: It is **very** late.\n\n"
        "MIRA: It is **very** late.\n"
    )
    assert codes(text) == ["VV501"]


def test_allow_takes_names_prefixes_and_several():
    line = "MIRA: It is **very** late 🎉.\n"
    assert codes(f"// viva: allow double-asterisk, VV506 because of a joke\n{line}") == []
    assert codes(f"// viva: allow VV5 because of a joke\n{line}") == []
    assert codes(f"// viva: allow VV506 because of a joke\n{line}") == ["VV501"]


def test_off_reaches_to_on():
    text = (
        "MIRA: One **two**.\n"
        "// viva: off VV501 because it is quoted\n"
        "MIRA: One **two**.\n"
        "TOM: One **two**.\n"
        "// viva: on VV501\n"
        "MIRA: One **two**.\n"
    )
    rows = [
        Source(text).position(d.span.start).row
        for d in lint_source(Source(text, "case.vv"), RULES, Settings())
    ]
    assert rows == [1, 6]


def test_on_without_names_switches_everything_on():
    text = "// viva: off VV501\nMIRA: **A b**.\n// viva: on\nMIRA: **A b**.\n"
    assert codes(text) == ["VV501"]


def test_off_before_the_first_utterance_covers_the_front_matter():
    head = "---\ntemperature: 0.5\n---\n"
    assert codes(f"{head}MIRA: Good morning.\n") == ["VV902"]
    assert codes(f"{head}// viva: off VV902 because 1.5 reads it too\nMIRA: Good day.\n") == []


def test_a_used_suppression_is_not_reported_and_an_idle_one_is():
    used = "// viva: allow VV501 because\nMIRA: It is **very** late.\n"
    idle = "// viva: allow VV501 because\nMIRA: It is very late.\n"
    assert codes(used) == []
    assert codes(idle) == ["VV990"]


def test_only_rules_that_ran_can_be_unused():
    text = "// viva: allow VV501 because\nMIRA: It is very late.\n"
    assert codes(text, ignore=("VV501",)) == []
    assert codes(text, select=("VV990",)) == []
    assert codes(text, select=("VV501", "VV990")) == ["VV990"]
    ours = "// viva: allow VV502 because\nMIRA: It is very late.\n"
    assert codes(ours) == ["VV990"]
    assert codes(ours, model="inworld-tts-1.5-max") == []


def test_removing_what_is_unused_leaves_the_rest():
    text = "// viva: allow VV501, VV506, VV510 because of this\nMIRA: It is late 🎉.\n"
    mended = fix_source(Source(text, "case.vv"), RULES, Settings(select=("VV990", "VV5")))
    assert mended.text == "// viva: allow VV506 because of this\nMIRA: It is late 🎉.\n"


def test_machine_rules_are_not_silenced():
    text = "// viva: off VV because\n// viva: allow VV9999 because\nMIRA: Good morning.\n"
    assert "VV991" in codes(text)


def test_machine_rules_can_be_switched_off_by_settings():
    text = "// viva: allow VV9999 because\nMIRA: Good morning.\n"
    assert codes(text, ignore=("VV99",)) == []


def test_reasons_are_asked_for_on_request():
    text = "// viva: allow VV501\nMIRA: It is **very** late.\n"
    assert codes(text) == []
    assert codes(text, extend_select=("VV992",)) == ["VV992"]


def test_places_and_reasons_are_read():
    text = "// viva: allow VV501, emoji because she  shouts \nMIRA: Hello.\n"
    first, second = find_suppressions(Script.from_source(Source(text, "case.vv")))
    assert (first.name, second.name) == ("VV501", "emoji")
    assert text[second.name_span.start : second.name_span.end] == "emoji"
    assert first.reason == second.reason == "she  shouts"
    assert first.covers.of(text).strip() == "MIRA: Hello."


def test_many_directives_are_read_in_one_pass():
    count = 4_000
    text = "// viva: off VV506 because\nMIRA: Hello 🎉.\n// viva: on VV506\n" * count
    found = codes(text, select=("VV506", "VV990"))
    assert found == []
