"""Configuration: reading, layering, resolving."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft7Validator

from vivavoce import catalogue
from vivavoce.dialects import known_models
from vivavoce.errors import ConfigError, UsageError
from vivavoce.lint.config import COMMAND_LINE, Configuration, Reader, read_size
from vivavoce.lint.groups import GROUPS, find_group
from vivavoce.lint.schema import build_schema

if TYPE_CHECKING:
    from vivavoce.lint import Settings

READER = Reader(catalogue.rules(), catalogue.report_names())
SCHEMA = build_schema(catalogue.rules(), known_models(), catalogue.report_names())


def settle(text: str, path: str = "a.vv", **options: object) -> Settings:
    layers = (READER.read(tomllib.loads(text), "vivavoce.toml"), READER.read(options, COMMAND_LINE))
    return Configuration(layers).settings_for(path)


GOOD = [
    'model = "inworld/inworld-tts-2"\nlanguage = "en-US"\nscope = "next-text"\n',
    'select = ["VV1", "near-miss-sound", "steering"]\nextend-select = ["ALL"]\nignore = []\n',
    'preview = true\nexclude = ["a/**"]\nmax-size = "5 MB"\nformat = "sarif"\nfail-on = "never"\n',
    'max-size = 100\nbaseline = "b.json"\njobs = 2\n[severity]\nVV1 = "info"\ntags = "error"\n',
    '[rules.repeated-sound]\nmost = 3\n[paths."a"]\nignore = ["tags"]\n[paths."a".rules.repeated-sound]\nmost = 1\n',
]
BAD = [
    ("selct = []", "Did you mean select?"),
    ('select = ["VV9999"]', "Unknown rule or group"),
    ('select = ["near-mis-sound"]', "Did you mean near-miss-sound?"),
    ("select = 3", "a list of rules"),
    ("select = [3]", "a list of rules"),
    ('model = "inworld-tts-22"', "Did you mean inworld-tts-2?"),
    ("model = 2", "the id of a model"),
    ('preview = "yes"', "true or false"),
    ("jobs = -1", "0 or more"),
    ("jobs = true", "a whole number"),
    ('max-size = "0"', "a size such as 5MB"),
    ('fail-on = "eror"', "Did you mean error?"),
    ('format = "jsn"', "Did you mean json?"),
    ('scope = "ever"', "Unknown scope"),
    ('exclude = ["[z-a]"]', "no pattern"),
    ("severity = 3", "severity must be a table"),
    ('[severity]\nVV102 = "bad"', "error, warning or info"),
    ('[severity]\nVV999 = "info"', "Unknown rule or group"),
    ("[rules.near-mis-sound]\nx = 1", "Did you mean near-miss-sound?"),
    ("[rules.repeated-sound]\nmst = 1", "has no option 'mst'"),
    ('[rules.repeated-sound]\nmost = "3"', "must be like"),
    ("rules.repeated-sound = 3", "must be a table"),
    ('[paths."a"]\nexclude = []', "Unknown key for the path 'a'"),
    ('[paths."[z-a]"]\nignore = []', "no pattern"),
    ("paths = []", "must be a table"),
]  # fmt: skip


@pytest.mark.parametrize("text", GOOD)
def test_what_reads_fits_the_schema(text: str):
    table = tomllib.loads(text)
    READER.read(table, "vivavoce.toml")
    table.pop("model", None)
    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(table)] == []


@pytest.mark.parametrize(("text", "message"), BAD)
def test_what_does_not_read_says_why(text: str, message: str):
    with pytest.raises(ConfigError, match=r"vivavoce\.toml|must|pattern|option") as caught:
        READER.read(tomllib.loads(text), "vivavoce.toml")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [text for text, _ in BAD if "[z-a]" not in text and "VV999" not in text and '"0"' not in text],
)
def test_what_does_not_read_does_not_fit_the_schema(text: str):
    assert list(Draft7Validator(SCHEMA).iter_errors(tomllib.loads(text)))


def test_errors_of_the_command_line_do_not_name_a_file():
    with pytest.raises(UsageError) as caught:
        READER.read({"select": "VV9999"}, COMMAND_LINE)
    assert str(caught.value).startswith("Unknown rule or group 'VV9999'.")


def test_stronger_layers_win():
    settings = settle('model = "inworld-tts-1"\nlanguage = "fr"', model="inworld-tts-2")
    assert (settings.model, settings.language) == ("inworld-tts-2", "fr")


def test_ignoring_adds_up():
    text = 'ignore = ["VV1"]\nextend-select = ["VV209"]\n[paths."a.vv"]\nignore = ["VV2"]\n'
    assert settle(text, ignore="VV3").ignore == ("VV1", "VV2", "VV3")
    assert settle(text, "b.vv").ignore == ("VV1",)


def test_selecting_on_the_command_line_is_exact():
    text = 'select = ["VV5"]\nignore = ["VV1"]\nextend-select = ["VV209"]\n'
    settings = settle(text, select="VV102", ignore="VV103")
    assert (settings.select, settings.ignore) == (("VV102",), ("VV103",))
    assert settings.extend_select == ()


def test_later_paths_beat_earlier_ones():
    text = '[paths."*.vv"]\nlanguage = "fr"\npreview = true\n[paths."acts/a.vv"]\nlanguage = "de"\n'
    settings = settle(text, "acts/a.vv")
    assert (settings.language, settings.preview) == ("de", True)
    assert settle(text, "b.vv").language == "fr"
    assert settle(text, "b.txt").language is None


def test_options_and_severities_reach_the_rule():
    settings = settle('[rules.VV110]\nmost = 5\n[severity]\ntags = "info"\nVV110 = "error"\n')
    assert settings.options == {"repeated-sound": {"most": 5}}
    assert settings.severity_of(catalogue.rule("VV110")) == "error"
    assert settings.severity_of(catalogue.rule("VV102")) == "info"


def test_equal_paths_share_their_settings():
    configuration = Configuration((READER.read({"paths": {"x": {"preview": True}}}, "f"),))
    assert configuration.settings_for("a.vv") is configuration.settings_for("b.vv")
    assert configuration.settings_for("x") is not configuration.settings_for("b.vv")


def test_every_rule_is_in_a_group():
    for rule in catalogue.rules():
        assert find_group(rule.code) in GROUPS


@pytest.mark.parametrize(("text", "size"), [("5MB", 5_000_000), ("1 kb", 1000), ("12", 12), (7, 7)])
def test_sizes(text: object, size: int):
    assert read_size(text) == size
