"""The tables themselves: every fact has a source, `extends` works, names are checked."""

from __future__ import annotations

import re
from copy import deepcopy
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from vivavoce.dialects import dialect, known_models
from vivavoce.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterator

GRADES = ("documented", "SDK", "recorded", "third-party", "inferred", "unknown", "reasoned")
# rows of one group, which share its evidence
ROWS = {"tags.sounds", "tags.misspellings.of", "tags.changed.laughing"}


def groups(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for key, value in table.items():
        where = f"{path}.{key}".lstrip(".")
        if isinstance(value, dict) and where not in ROWS:
            yield where, value
            yield from groups(value, where)


@pytest.mark.parametrize("model", known_models())
def test_every_group_has_evidence_source_and_date(model: str):
    for where, group in groups(dialect(model).table):
        assert str(group.get("evidence", "")).startswith(GRADES), where
        assert group.get("source"), where
        assert re.fullmatch(r"20\d\d-\d\d(-\d\d)?", str(group.get("date"))), where


def test_the_models():
    assert set(known_models()) == {
        "inworld-tts-1", "inworld-tts-1-max", "inworld-tts-1.5-max", "inworld-tts-1.5-mini",
        "inworld-tts-2", "inworld-tts-2-flash",
    }  # fmt: skip


@pytest.mark.parametrize("model", known_models())
def test_a_table_names_its_own_model(model: str):
    chosen = dialect(model)
    assert chosen.table["model"]["id"] == chosen.name == model
    assert chosen.family in {"1", "2", "F"}
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", chosen.version)
    assert "extends" not in chosen.table
    assert "drops" not in chosen.table


def test_extends_takes_over_and_overrides():
    base, mini = dialect("inworld-tts-1.5-max"), dialect("inworld-tts-1.5-mini")
    assert mini.sounds == base.sounds
    assert mini.table["limits"] == base.table["limits"]
    assert mini.title != base.title
    assert mini.table["prices"]["per_million_usd"] < base.table["prices"]["per_million_usd"]
    assert mini.table["prices"]["batch_discount"] == base.table["prices"]["batch_discount"]


def test_drops_takes_out_what_was_inherited(monkeypatch):
    tables = {
        "base.toml": {"tags": {"sounds": {"sigh": {}, "yawn": {}}}},
        "own.toml": {"extends": "base", "drops": ["tags.sounds.yawn", "tags.sounds.absent"]},
    }
    module = import_module("vivavoce.dialects.dialect")
    monkeypatch.setattr(module, "read_table", lambda *parts: deepcopy(tables[parts[-1]]))
    assert module._load("own") == {"tags": {"sounds": {"sigh": {}}}}
    assert module._load("base") == tables["base.toml"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("inworld-tts-1-5-mini", "inworld-tts-1.5-mini"),
        ("inworld-tts2", "inworld-tts-2"),
        ("Inworld-TTS-2-Flsh", "inworld-tts-2-flash"),
    ],
)
def test_an_unknown_model_is_named_with_the_one_it_may_be(wrong: str, right: str):
    with pytest.raises(UnknownNameError, match="Did you mean") as caught:
        dialect(wrong)
    assert caught.value.suggestions[0] == right


def test_an_unknown_model_near_nothing_lists_what_there_is():
    with pytest.raises(UnknownNameError, match=r"Known: .*inworld-tts-2"):
        dialect("xyzzy")


def test_a_gateway_prefix_is_ignored():
    assert dialect("inworld/inworld-tts-2").name == "inworld-tts-2"


def test_states_and_successors_of_models():
    assert dialect("inworld-tts-1").table["model"]["state"] == "ended"
    assert dialect("inworld-tts-1").table["model"]["ended"] == "2026-06-15"
    for model in known_models():
        successor = dialect(model).table["model"].get("successor")
        assert successor is None or dialect(successor).table["model"]["state"] == "production"
