"""The rules on tags and steering over random scripts: fixes are what their safety claims."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivavoce import catalogue
from vivavoce.dialects import delivery, dialect
from vivavoce.lint import Safety, Settings, fix_source, lint_source
from vivavoce.lint.run import make_context
from vivavoce.syntax import Script
from vivavoce.text import Source

RULES = [rule for rule in catalogue.rules() if rule.code[:3] in {"VV1", "VV2"}]
MODELS = ("inworld-tts-2", "inworld-tts-2-flash", "inworld-tts-1.5-max")
PIECES = st.sampled_from(
    [
        "[happy]", "[sad]", "[Laughing]", "[sighs]", "[sigh]", "[clear_throat]", "[Clear Throat]",
        "[hapy]", "[laf]", "[reset]", "[Reset]", "[whisper]", "[Whisper!]", "[calm]", "[calm]",
        "[say it LOUD, please]", "[short pause]", "[2s]", "[exhales]", "[door slams]", "[John enters]",
        "[deadpan]", "[measured and clear]", "[chuchoter]", "[whisper, very loud]", "[]", "[ ]",
        "[say sadly]", "[a", "b]", "[[sigh]]", "[kriːt]", "/kriːt/", '<break time="1s" />', "😀",
        "Run", "no", "Best day ever!", "It is late.", "Why?", "…", ",", ".", "!", "Oh", "*really*",
        " ", "  ", "\t", "\n", "\n\n", "\nMIRA: ", "\nTOM (aside): ", "\n// note\n", " #id:a1\n",
        "<verbatim>A1</verbatim>", "[docs](https://example.org)", "\r\n", "“Hi.”",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=14).map(lambda pieces: "MIRA: " + " ".join(pieces))
NAMES = st.sampled_from(["case.vv", "case.txt"])


def words(source: Source) -> list[str]:
    """The spoken words, cues and markup left out."""
    context = make_context(Script.from_source(source), Settings())
    return re.findall(r"\w+", context.spoken)


def deliveries(source: Source, model: str) -> list[tuple[str, str]]:
    """Every spoken word with the delivery in force, as written without case and punctuation."""
    script = Script.from_source(source)
    out = []
    for utterance in script.utterances:
        for stretch in delivery.of(utterance.document, dialect(model)):
            name = stretch.force.name if stretch.force else ""
            plain = " ".join(re.findall(r"\w+", name.lower()))
            text = stretch.span.of(source.text)
            out += [(word, plain) for word in re.findall(r"\w+", text)]
    return out


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=50, deadline=None)
@given(text=TEXTS, name=NAMES)
def test_safe_fixes_keep_every_word_and_come_to_rest(model: str, text: str, name: str):
    wanted = Settings(model=model, preview=True)
    for rule in RULES:
        fixed = fix_source(Source(text, name), [rule], wanted)
        assert words(Source(fixed.text, name)) == words(Source(text, name)), rule.code
        again = fix_source(Source(fixed.text, name), [rule], wanted)
        assert again.text == fixed.text, rule.code
        left = [f for d in fixed.remaining for f in d.fixes[:1] if f.safety is Safety.SAFE]
        assert not left, rule.code


@settings(max_examples=80, deadline=None)
@given(text=TEXTS, name=NAMES)
def test_safe_fixes_on_steering_keep_the_delivery_of_every_word(text: str, name: str):
    model = "inworld-tts-2"
    rules = [rule for rule in RULES if rule.fix is Safety.SAFE]
    fixed = fix_source(Source(text, name), rules, Settings(model=model))
    assert deliveries(Source(fixed.text, name), model) == deliveries(Source(text, name), model)


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=40, deadline=None)
@given(text=TEXTS, name=NAMES)
def test_findings_are_short_exact_and_in_the_text(model: str, text: str, name: str):
    for found in lint_source(Source(text, name), RULES, Settings(model=model, preview=True)):
        assert 0 <= found.span.start < found.span.end <= len(text)
        assert text[found.span.start] == "["
        assert text[found.span.end - 1] == "]"
        first = re.split(r"(?<=[.?!])\s", found.message)[0]
        assert len(first) <= 120, first


def test_a_tag_of_a_megabyte_is_cut_short_in_messages():
    text = f"MIRA: [say {'very ' * 200_000}loud, whisper] Oh."
    for model in MODELS:
        for found in lint_source(Source(text, "a.vv"), RULES, Settings(model=model)):
            assert len(found.message) < 400, found.code
            assert all(len(fix.title) < 120 for fix in found.fixes), found.code
