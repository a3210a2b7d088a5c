"""Front matter reads the same with and without the YAML library."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vivavoce.syntax.frontmatter import _read_yaml
from vivavoce.syntax.simple_yaml import read_simple

SIMPLE = [
    "model: inworld-tts-2\nlanguage: en-US\n",
    "cast:\n  NARRATOR: Dennis\n  MIRA: { voice: Ashley, speaking_rate: 0.95 }\ntitle: The crossing\n",
    "cast:\n    A:\n        voice: Olivia\n        n: 3\n\n# a note\nlast: 'it is'  # why\n",
    'tags: [one, "two, three", 4]\nrate: -1.5\n',
    "title: Fähre nach Köln\r\nmodel: inworld-tts-1.5-max\r\n",
    "cast:\n  Old Tom: Edward\n  D'Arcy's: Tim\n",
    "",
]
PIECES = st.sampled_from(
    [
        "model",
        "cast",
        "a b",
        "true",
        "~",
        "5",
        "0.5",
        "1e3",
        "012",
        ": ",
        ":",
        "\n",
        "\n",
        "  ",
        "  ",
        "    ",
        "# x",
        " # y",
        "{ ",
        " }",
        "[",
        "]",
        ", ",
        "'q'",
        '"q"',
        "'",
        '"',
        "- ",
        "é",
        "é.",
        "&a",
        "*a",
        "|",
        ">",
        "\r\n",
        "\t",
        "2026-01-01",
        "1:30",
        "yes",
        "No",
        "null",
        "x",
        "y",
        "\x00",
        "%",
        "@",
        "…",
        "!t",
    ]
)


def read_both(text: str) -> tuple[object, object]:
    fast = read_simple(text, 7)
    whole = _read_yaml(text, 3, 7)
    return fast, whole


@pytest.mark.parametrize("text", SIMPLE)
def test_common_front_matter_needs_no_library(text: str):
    fast, whole = read_both(text)
    assert fast is not None
    assert whole.faults == ()
    assert fast == whole.settings


@settings(max_examples=1500, deadline=None)
@given(st.lists(PIECES, max_size=24).map("".join))
@example("a: b\n  c: d\n")
@example("a: b c #d\n")
@example("a:\n")
@example("a: {}\n")
@example("a: [b, ]\n")
@example("a: no\n")
@example("a: x\n...\n")
@example(" a: x\n b: y\n")
@example("a:\n  b: c\n# note\n")
def test_whatever_is_read_reads_the_same(text: str):
    fast, whole = read_both(text)
    if fast is not None:
        assert whole.faults == ()
        assert fast == whole.settings


@settings(max_examples=500, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[a-z][a-z_-]{0,8}", fullmatch=True),
            st.text(max_size=12),
            st.sampled_from(["", "  ", "    "]),
        ),
        max_size=6,
    )
)
def test_any_values_read_the_same(rows: list[tuple[str, str, str]]):
    text = "".join(f"{indent}{key}: {value}\n" for key, value, indent in rows)
    fast, whole = read_both(text)
    if fast is not None:
        assert whole.faults == ()
        assert fast == whole.settings


def test_a_usual_script_does_not_load_yaml():
    code = (
        "import sys, vivavoce; from vivavoce.text import Source\n"
        "s = vivavoce.Script.from_source(Source('---\\nmodel: inworld-tts-2\\n---\\nHi.\\n', 'a.vv'))\n"
        "assert s.front_matter.value('model') == 'inworld-tts-2'\n"
        "assert 'yaml' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
