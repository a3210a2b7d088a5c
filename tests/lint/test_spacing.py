"""Taking a tag out leaves the text as a writer would set it."""

from __future__ import annotations

import pytest

from vivavoce.lint.spacing import cut_out
from vivavoce.text import apply_edits


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("One [x] two.", "One two."),
        ("[x] One.", "One."),
        ("MIRA: [x] One.", "MIRA: One."),
        ("One. [x]", "One."),
        ("One. [x]\nTwo.", "One.\nTwo."),
        ("One [x], two.", "One, two."),
        ("One [x] , two.", "One, two."),
        ("One[x]two", "One two"),
        ("One[x] two", "One two"),
        ("One [x]two", "One two"),
        ("(one [x])", "(one)"),
        ("“[x] One.”", "“One.”"),
        ('"[x] One."', '"One."'),
        ('"Hi."[x] One.', '"Hi." One.'),
        ("MIRA: [x] …", "MIRA: …"),
        ("MIRA: [x]", "MIRA:"),
        ("  [x] One.", "  One."),
        ("One.\n[x]\nTwo.", "One.\nTwo."),
        ("One.\r\n  [x] \r\nTwo.", "One.\r\nTwo."),
        ("[x]", ""),
        ("One.\n[x]", "One.\n"),
    ],
)
def test_removal(text: str, left: str):
    start = text.index("[x]")
    assert apply_edits(text, [cut_out(text, start, start + 3)]) == left
