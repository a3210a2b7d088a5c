"""A fix that is safe anywhere else is held back where a stray bracket could close up on words."""

from vivavoce import catalogue
from vivavoce.lint import Safety, Settings, lint_source
from vivavoce.text import Source


def fixes(text: str, code: str):
    found = lint_source(Source(text, "a.vv"), catalogue.rules(), Settings(select=(code,)))
    return [fix.safety for d in found for fix in d.fixes]


def test_beside_a_stray_bracket_a_fix_is_not_safe():
    assert fixes("MIRA: [sigh[1]]] Well.", "VV007") == [Safety.UNSAFE]


def test_in_another_line_it_is():
    assert fixes("MIRA: Well [1].\n\nTOM: So] what.", "VV007") == [Safety.SAFE]


def test_a_fix_that_takes_the_stray_bracket_away_is_safe():
    assert fixes("MIRA: [[laugh]] Well.", "VV002") == [Safety.SAFE]
