"""The rules on structure, breaks and language spans over random scripts."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivavoce import catalogue
from vivavoce.lint import Safety, Settings, fix_source, lint_source
from vivavoce.lint.run import make_context
from vivavoce.syntax import NodeKind, Script
from vivavoce.text import Source

RULES = [rule for rule in catalogue.rules() if rule.code[:3] == "VV3" or rule.code[:4] == "VV00"]
MODELS = ("inworld-tts-2", "inworld-tts-2-flash", "inworld-tts-1.5-max")
PIECES = st.sampled_from(
    (
        "[sigh]", "[ ]", "[]", "[…]", "[?]", "[[sigh]]", "[[", "]]", "[", "]", "[sigh", "softly]",
        "[say it [very] softly]", "[T]he", "dog[s]", "no[laugh]way", "[happy]Well", "[say\nit]",
        "[docs](https://a.example/x)", "![map](map.png)", "[ ](https://a.example)", "<https://a.example>",
        "<a.b@a.example>", "[1]", "[^2]", "[1920]", "[Smith 2020]", "[citation needed]", "[00:12]",
        "【4:0†a.pdf】", "{{name}}", "{sigh}", "(laughs)", "<laugh/>", "</whisper>", "<whisper>",
        "[NAME]", "TODO", "TK", "____", '<break time="1s" />', "<break time=500>", '<break time="30"/>',
        '<break time="15s" />', "<break>", "</break>", "<break 1s/>", '<break time="1s"', "< break time=1s>",
        "<speak>", "</speak>", '<prosody rate="x">', "</prosody>", "<emphasis>so</emphasis>",
        '<phoneme ph="kriːt">Crete</phoneme>', "<brk/>", "<b>", "</b>", "<!-- x -->", "<?xml?>",
        "&amp;", "&nbsp;", "&lt;", "&shy;", "&amp;amp;", "caf&eacute;", "<verbatim>", "</verbatim>",
        "<verbatim>A€1</verbatim>", '<say-as interpret-as="verbatim">', "</say-as>",
        '<lang lang="es-ES">', '<lang lang="ES_es">', '<lang lang="en-US">', "<lang>", "</lang>",
        '<lang xml:lang="Spanish">', "<lang lang='jp'>", '<lang lang="es-ES"/>', "<lang", "</lang",
        "Run", "no", "Hola", "5", "日本", "…", ",", ".", "!", "“Hi.”", "😀", " ", "  ", "\t", "\n",
        "\n\n", "\r\n", "\nMIRA: ", "\nTOM (aside): ", "\n// note\n", " #id:a1\n", "\n# Scene\n",
    )
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=16).flatmap(
    lambda pieces: st.sampled_from(("", " ")).map(lambda glue: "MIRA: " + glue.join(pieces))
)
NAMES = st.sampled_from(("case.vv", "case.txt"))

_CHAT_MARK = re.compile(r"【[^【】\n]*†[^【】\n]*】")
# A link or an entity is a part of the word it touches, so where the mark beside it goes words may
# join as they were meant to; that no letter is lost is checked all the same.
_GLUES = re.compile(r"\]\(|<https|@|&\w+;")
_ADDRESS = re.compile(r"<((?:https?:|[\w.+-]+@)[^<>\s]*)>")


def words(source: Source) -> list[str]:
    """What is spoken: links by their text, entities as what they stand for, no tags."""
    script = Script.from_source(source)
    context = make_context(script, Settings())
    text = list(context.spoken)
    for node, _ in context.marks:
        whole = node.of(source.text)
        if node.kind is NodeKind.LINK:
            label = whole[1 : whole.index("](")]
            text[node.start : node.end] = [*label, *[""] * (len(whole) - len(label))]
        elif node.kind is NodeKind.ANGLE and (address := _ADDRESS.fullmatch(whole)):
            text[node.start : node.start + len(address[1])] = address[1]
    plain = unescape(unescape(_CHAT_MARK.sub("", "".join(text)))).replace("\u00ad", "")
    return re.findall(r"[^\W_]+", re.sub(r"(?<=\]\()\S*?\)", "", plain))


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=150, deadline=None)
@given(text=TEXTS, name=NAMES)
def test_safe_fixes_keep_every_word_and_come_to_rest(model: str, text: str, name: str):
    wanted = Settings(model=model, preview=True)
    for rule in RULES:
        fixed = fix_source(Source(text, name), [rule], wanted)
        if fixed.text == text:
            continue
        before, after = words(Source(text, name)), words(Source(fixed.text, name))
        assert "".join(after) == "".join(before), rule.code
        if not _GLUES.search(text):
            assert after == before, rule.code
        left = [f for d in fixed.remaining for f in d.fixes[:1] if f.safety is Safety.SAFE]
        assert not left, rule.code


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=100, deadline=None)
@given(text=TEXTS, name=NAMES)
def test_unsafe_fixes_come_to_rest(model: str, text: str, name: str):
    wanted = Settings(model=model, preview=True)
    for rule in RULES:
        fixed = fix_source(Source(text, name), [rule], wanted, unsafe=True)
        again = fix_source(Source(fixed.text, name), [rule], wanted, unsafe=True)
        assert again.text == fixed.text, rule.code


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=100, deadline=None)
@given(text=TEXTS, name=NAMES)
def test_findings_lie_in_the_text_and_say_so_shortly(model: str, text: str, name: str):
    for found in lint_source(Source(text, name), RULES, Settings(model=model, preview=True)):
        assert 0 <= found.span.start < found.span.end <= len(text), found
        first = re.split(r"(?<=[.?!])\s", found.message)[0]
        assert len(first) <= 120, first
        assert all(len(fix.title) <= 60 for fix in found.fixes), found


@settings(max_examples=300, deadline=None)
@given(
    text=st.text(alphabet=st.sampled_from("[]()<>{}/*&;_.:!\"'=aTKO1 \t\n\r★é好🎉\0"), max_size=60)
)
def test_any_text_is_judged(text: str):
    for model in MODELS:
        fix_source(Source(text), RULES, Settings(model=model, preview=True), unsafe=True)
