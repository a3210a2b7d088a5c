"""The library in a few calls, whatever a program imported before."""

from __future__ import annotations

import subprocess
import sys

import pytest

CALL = "print([d.code for d in vivavoce.lint('[clear_thorat] Listen, please.')])"


@pytest.mark.parametrize(
    "before",
    [
        "import vivavoce",
        "import vivavoce.lint",
        "import vivavoce; from vivavoce.lint.run import lint_source",
        "import vivavoce; from vivavoce import facade; vivavoce.lint; import vivavoce.lint.baseline",
    ],
)
def test_lint_can_be_called_however_it_was_imported(before: str):
    code = f"{before}\n{CALL}\nprint(vivavoce.lint.Settings().preview)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "['VV102']\nFalse\n", done.stderr


def test_names_that_are_not_there_say_so():
    import vivavoce

    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = vivavoce.nothing


def test_the_same_powers_as_a_library():
    import vivavoce

    text = "[clear_thorat] Listen, please."
    assert vivavoce.parse(text).text == text
    assert vivavoce.fix(text, unsafe=True) == "[clear throat] Listen, please."
    assert vivavoce.dialect("inworld-tts-2").steers
    take = vivavoce.say("Stay low.")
    assert [word.text for word in take.alignment.words] == ["Stay", "low"]
