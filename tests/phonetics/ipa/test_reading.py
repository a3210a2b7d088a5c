"""The fast reading and `grammars/ipa.lark` describe one language; nothing ever raises."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivavoce import _resources
from vivavoce.phonetics import normalise, tokenise
from vivavoce.phonetics.ipa import Kind, read
from vivavoce.phonetics.ipa.grammar import is_well_formed
from vivavoce.phonetics.ipa.symbols import Code, symbols
from vivavoce.phonetics.ipa.units import explode
from vivavoce.phonetics.validation import validate
from vivavoce.text import apply_edits

IPA = "".join(symbols().codes)
DENSE = "pt͡ʃaɪːˈˌ.ʰⁿʷ̃˥↗ ‿|̩ˑ"
ANY = st.one_of(
    st.text(DENSE, max_size=12),
    st.text(IPA, max_size=12),
    st.text(IPA + "".join(symbols().typed) + "".join(symbols().homoglyphs) + "EK3/-\u200b"),
    st.text(),
)


@given(st.one_of(st.text(DENSE, max_size=14), st.text(IPA, max_size=14)))
def test_reading_agrees_with_the_grammar(text):
    units = explode(text)
    mended = "".join(unit.symbol for unit in units)
    assert (not read(text).findings) == is_well_formed(mended), read(text).findings


def test_the_grammar_lists_the_symbols_of_the_tables():
    text = (_resources.grammars() / "ipa.lark").read_text("utf-8")
    listed = dict(re.findall(r"^([A-Z]+): /\[(.+)\]/$", text, re.MULTILINE))
    codes = symbols().codes
    for name, letters in listed.items():
        decoded = re.sub(r"\\u(\w{4})", lambda m: chr(int(m[1], 16)), letters)
        code = Code.MARK if name == "DIACRITIC" else Code[name]
        assert set(decoded) == {letter for letter, kind in codes.items() if kind == code}


@given(ANY)
def test_validation_accepts_anything_and_points_into_the_text(text):
    for finding in validate(text):
        assert 0 <= finding.span.start <= finding.span.end <= len(text)
        assert finding.message
        apply_edits(text, finding.edits)


@given(ANY)
def test_normalising_twice_equals_normalising_once(text):
    once = normalise(text)
    assert apply_edits(text, once.edits) == once.text
    assert normalise(once.text).edits == ()


@given(ANY)
def test_normalised_text_has_nothing_left_to_normalise(text):
    mended = {Kind.TYPED, Kind.HOMOGLYPH, Kind.WITHDRAWN, Kind.INVISIBLE, Kind.BRACKET}
    left = {f.kind for f in validate(normalise(text).text) if f.certain}
    assert not left & mended


@given(ANY)
def test_items_stand_in_order_and_apart(text):
    spans = [item.span for item in tokenise(text)]
    assert spans == sorted(spans)
    starts_and_ends = [(s.start, s.end) for s in spans]
    assert all(end <= len(text) for _, end in starts_and_ends)


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("kriːt", "k r iː t"),
        ("t͡ʃiːz", "t͡ʃ iː z"),
        ("ˌɪn.tɚ", "ˌ ɪ n . t ɚ"),
        ("ⁿda", "ⁿd a"),
        ("bɔ̃ʒuʁ", "b ɔ̃ ʒ u ʁ"),
        ("ma˥˩", "m a ˥ ˩"),
        ("fac\u0327ade", "f a ç a d e"),
    ],
)
def test_tokenising(text, symbols):
    assert [item.symbol for item in tokenise(text)] == symbols.split()


def test_a_mark_in_any_order_under_a_tie_is_one_phone():
    assert len(tokenise("t\u0361\u0325s")) == 1


@pytest.mark.parametrize(
    "text", ["ʰ" * 20_000, "\u0316\u0301" * 10_000, "ˈ" * 20_000, "a" * 20_000]
)
def test_long_nonsense_is_judged_all_the_same(text):
    assert validate(text)


def test_judging_does_not_import_lark():
    code = (
        "import sys; from vivavoce.phonetics import validate; validate('kri:t');"
        "sys.exit('lark' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
