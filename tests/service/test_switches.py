import re
from pathlib import Path

import pytest

from vivavoce.errors import UnknownNameError
from vivavoce.service.switches import Switches, read_rows

PAGE = Path(__file__).parents[2] / "docs" / "service.md"


def test_the_page_lists_every_switch_with_its_values():
    told = {
        row[0]: (re.findall(r"`([^`]+)`", row[1]), row[2])
        for row in re.findall(
            r"^\| `(\w+)` \| ((?:`[^`]+` ?)+) \| (.*) \|$", PAGE.read_text(), re.MULTILINE
        )
    }
    for name, row in read_rows()["switches"].items():
        values, about = told.pop(name)
        assert values[0] == row["default"]
        assert sorted(values) == sorted(row["choices"])
        assert about == row["about"]
    assert not told


def test_every_default_and_profile_is_a_choice():
    table = read_rows()
    for profile in table["profiles"]:
        switches = Switches.of_profile(profile)
        for name, row in table["switches"].items():
            assert getattr(switches, name) in row["choices"]
            assert profile in PAGE.read_text()


def test_an_unknown_switch_or_value_is_told():
    with pytest.raises(UnknownNameError, match="Did you mean words"):
        Switches.of_profile().change(["word=old"])
    with pytest.raises(UnknownNameError, match="value for words"):
        Switches.of_profile().change(["words=new"])
