"""The commands that explain: rule, rules, models, parse, delivery, config, baseline, migrate …"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from running import SLIP

from vivavoce import __version__, catalogue
from vivavoce.cli.main import viva as group
from vivavoce.dialects import known_models

if TYPE_CHECKING:
    from pathlib import Path


def call(*arguments: object, text: str | None = None) -> Result:
    return CliRunner().invoke(
        group, [str(a) for a in arguments], input=text, standalone_mode=False,
        catch_exceptions=False,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return tmp_path


@pytest.mark.parametrize("name", ["VV102", "vv102", "near-miss-sound", "near_miss_sound"])
def test_rule_explains(name: str):
    text = call("rule", name).output
    assert text.startswith("VV102 near-miss-sound\n\nA misspelt sound steers")
    assert "Models: inworld-tts-2-flash, inworld-tts-2" in text
    assert "\n    MIRA: [clear_thorat] Listen to me." in text
    assert "```" not in text


def test_rule_as_json():
    told = json.loads(call("rule", "VV102", "--format", "json").output)
    assert (told["code"], told["group"], told["fix"]) == ("VV102", "tags", "unsafe")
    assert told["manual"].startswith("A misspelt sound")


@pytest.mark.parametrize("rule", catalogue.rules(), ids=lambda rule: rule.name)
def test_every_rule_has_a_page(rule):
    text = call("rule", rule.code).output
    assert text.startswith(f"{rule.code} {rule.name}\n")
    for field in rule.options.__dataclass_fields__:
        assert f"- `{field}` (default `" in text
        assert f"- `{field}` (default" in text
        line = next(line for line in text.splitlines() if line.startswith(f"- `{field}`"))
        assert not line.endswith(": "), f"the option {field} is not explained"


def test_rules_lists_them_all():
    lines = call("rules").output.splitlines()
    for rule in catalogue.rules():
        assert any(line.startswith(f"{rule.code}  {rule.name} ") for line in lines)
    few = json.loads(
        call("rules", "--model", "inworld-tts-1", "--group", "tags", "--format", "json").output
    )
    assert "VV112" in {rule["code"] for rule in few}
    assert all(rule["code"].startswith("VV1") for rule in few)
    assert "VV102" not in {rule["code"] for rule in few}


def test_models():
    text = call("models").output
    for name in known_models():
        assert f"\n{name} " in text
    assert json.loads(call("models", "--format", "json").output).keys() == set(known_models())


def test_models_diff():
    text = call("models", "diff", "inworld-tts-1.5-max", "inworld-tts-2").output
    assert "markup: emphasis: asterisks -> capitals" in text
    assert "  - happy, sad, angry" in text
    rows = json.loads(
        call("models", "diff", "inworld-tts-2", "inworld-tts-2", "--format", "json").output
    )
    assert rows == []


def test_parse_draws_a_tree(here: Path):
    (here / "a.vv").write_text("A: [sigh] *No* \x1b[2J.\n")
    text = call("parse", "a.vv").output
    assert "utterance 0  3:20  speaker A" in text
    assert "  TAG  3:9  '[sigh]'" in text
    assert "  emphasis  10:14\n    STAR_OPEN  10:11" in text
    assert "\x1b" not in text


def test_parse_as_json_joins_back_to_the_text(here: Path):
    script = "---\nmodel: inworld-tts-2\n---\n# One\n// note\nA: [sigh] *No* /wʌn/ <x>.  #id:a\n"
    (here / "a.vv").write_text(script)
    tree = json.loads(call("parse", "a.vv", "--format", "json").output)
    assert tree["settings"]["model"]["value"] == "inworld-tts-2"

    def join(node: dict) -> str:
        return node.get("text", "") + "".join(join(child) for child in node.get("children", ()))

    spoken = "".join(join(node) for node in tree["utterances"][0]["nodes"])
    start, end = tree["utterances"][0]["span"]
    assert spoken == script[start:end] == "[sigh] *No* /wʌn/ <x>."


def test_delivery_stands_beside_the_lines(here: Path):
    (here / "a.vv").write_text(
        "---\nmodel: inworld-tts-2\n---\nA: Hello.\nB: [very quiet] Hush. [reset] Fine.\n\n# End\n"
    )
    lines = call("delivery", "a.vv").output.splitlines()
    assert lines[3].split() == ["neutral", "4", "|", "A:", "Hello."]
    assert lines[4].startswith("very quiet > neutral     5 | B: [very quiet]")
    assert lines[6].strip() == "7 | # End"
    told = json.loads(call("delivery", "a.vv", "--format", "json").output)
    assert [row["delivery"] for row in told] == [None, "very quiet", None]
    assert told[1]["set_at"] == {"row": 5, "column": 4}


def test_delivery_marks_what_is_uncertain(here: Path):
    (here / "a.txt").write_text("Well, [sad] I go.")
    text = call("delivery", "a.txt", "--model", "inworld-tts-1.5-max").output
    assert text.startswith("neutral > sad?     1 | Well")


def test_baseline_knows_by_content(here: Path):
    script = here / "a.vv"
    script.write_text(SLIP)
    (here / "vivavoce.toml").write_text('baseline = "known.json"\nselect = ["VV102"]\n')
    text = call("baseline").output
    assert "Recorded 1 finding in" in text
    assert call("lint").return_value == 0
    script.write_text(SLIP.replace("MIRA", "\n// moved down\n\nMIRA"))
    assert call("lint").return_value == 0
    script.write_text(SLIP + SLIP.splitlines()[-1] + "\n")
    done = call("lint", "--format", "json")
    assert done.return_value == 1
    assert [row["location"]["row"] for row in json.loads(done.output)] == [5]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1, "files": []}', '{"version": 9}'])
def test_a_baseline_that_is_none(here: Path, text: str):
    from vivavoce.errors import ConfigError

    (here / "a.vv").write_text(SLIP)
    (here / "b.json").write_text(text)
    with pytest.raises(ConfigError, match="viva baseline"):
        call("lint", "--baseline", "b.json")


def test_migrate_rewrites_and_reports(here: Path):
    script = here / "a.vv"
    script.write_text(
        "---\nmodel: inworld-tts-1.5-max\n---\nA: [clear_throat] That is *really* good.\n"
        "A: [laughing] Oh no.\n"
    )
    done = call("migrate", "--to", "inworld-tts-2", "a.vv")
    assert done.return_value == 1
    assert script.read_text() == (
        "---\nmodel: inworld-tts-2\n---\nA: [clear throat] That is REALLY good.\nA: [laughing] Oh no.\n"
    )
    assert "a.vv:5:4: listen: [laughing] is a style to inworld-tts-1.5-max." in done.output
    again = call("migrate", "--to", "inworld-tts-2", "a.vv")
    assert (again.return_value, again.output) == (0, "")


def test_config_says_where_values_come_from(here: Path):
    (here / "pyproject.toml").write_text(
        '[tool.vivavoce]\nmodel = "inworld-tts-2"\nignore = ["numbers"]\n[tool.vivavoce.severity]\n'
        'VV201 = "warning"\n[tool.vivavoce.paths."old/**"]\nmodel = "inworld-tts-1"\n'
    )
    (here / "old").mkdir()
    text = call("config", "--config", "preview=true", "--select", "tags").output
    rows = {line.split()[0]: line.split()[1:] for line in text.splitlines()}
    assert rows["model"] == ['"inworld-tts-2"', "pyproject.toml"]
    assert rows["preview"] == ["true", "--config"]
    assert rows["select"] == ['["VV1"]', "command", "line"]
    assert rows["severity.VV201"] == ['"warning"', "pyproject.toml"]
    assert rows["fail-on"] == ['"warning"', "default"]
    assert 'old/a.vv: model  "inworld-tts-1"' in " ".join(
        part for part in call("config", "old/a.vv").output.replace("   ", " ").split(" ") if part
    ).replace('model "', 'model  "')


def test_config_prints_the_schema():
    schema = json.loads(call("config", "--schema").output)
    assert schema["properties"]["fail-on"]["enum"] == ["error", "warning", "info", "never"]


def test_version():
    assert call("version").output.startswith(f"vivavoce {__version__}\nPython 3.")
    assert call("--version").output == f"vivavoce {__version__}\n"


def test_doctor_names_what_is_missing(monkeypatch: pytest.MonkeyPatch):
    import importlib.util

    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *a: None if name == "soundfile" else real(name, *a),
    )
    monkeypatch.setenv("INWORLD_API_KEY", "c2VjcmV0OnNlY3JldA==")
    text = call("doctor").output
    assert "pip install 'vivavoce[audio]'" in text
    assert "espeak" in text
    assert "c2VjcmV0" not in text
    told = json.loads(call("doctor", "--format", "json").output)
    assert {e["name"] for e in told["engines"]} >= {"espeak"}
