"""What holds for every rule and any text whatever."""

from __future__ import annotations

import html
import re
import unicodedata

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from vivavoce import catalogue
from vivavoce.lint import Context, Settings, fix_source, lint_source
from vivavoce.lint.fix import apply_fix
from vivavoce.lint.mojibake import MOJIBAKE, repair
from vivavoce.lint.run import make_context
from vivavoce.syntax import NodeKind, Script
from vivavoce.text import Edit, Source, apply_edits

RULES = catalogue.rules()
MODELS = ("inworld-tts-2", "inworld-tts-2-flash", "inworld-tts-1.5-max")
SCRIPT_BLOCK = re.compile(r"^## Example\s+```script[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
HIDDEN = re.compile(r"//|#{1,6}\s|---|[^\W\d_][^:\n]*:")
WORD = re.compile(r"[^\W_]+")
patient = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def example(rule) -> str:
    match = SCRIPT_BLOCK.search(rule.manual)
    assert match, rule.code
    return match[1]


EXAMPLES = [example(rule) for rule in RULES]

# Bits that rules look for, so that random texts meet them.
BITS = st.sampled_from(
    [
        "[",
        "]",
        "[laugh]",
        "[sighs]",
        "[clear_thorat]",
        "[whisper]",
        "[reset]",
        "[happy]",
        "[Say",
        "IT!]",
        "[]",
        "[[",
        "]]",
        "<break",
        "<break",
        'time="1s"',
        "/>",
        "<break",
        "time=2>",
        "<break",
        'time="99s"/>',
        "<lang",
        'lang="es-ES">',
        "</lang>",
        "<b>",
        "&amp;",
        "<",
        ">",
        "/",
        "/kriːt/",
        "/kri:t/",
        "//",
        "*",
        "**",
        "*sighs*",
        "*really*",
        "**very**",
        "(laughs)",
        "(whispering)",
        "(pause)",
        "`",
        "`x`",
        "_x_",
        "#",
        "-",
        "•",
        "|",
        "---",
        "{{name}}",
        "[1]",
        "TODO:",
        "🎉",
        ":)",
        ":(",
        "\u200b",
        "\ufeff",
        "â€™",
        "Ｉｄ",
        "раypal",
        "04/12/2025",
        "A7X9",
        "555-1234",
        "Henry",
        "VIII",
        "St.",
        "!!!",
        "???",
        "sooo",
        "→",
        "STOP",
        "RIGHT",
        "THERE",
        "NOW",
        "MARY:",
        "MIRA:",
        "Tom:",
        ".",
        ",",
        "…",
        "—",
        "“",
        "”",
        "'",
        '"',
        "http://a.b/c",
        "[docs](https://x.org)",
        "<verbatim>",
        "</verbatim>",
        "é",
        "ß",
        "İ",
        "日本",
        "ا",
        "ّ",
        "\u202e",
        "\x07",
        "�",
    ]
) | st.sampled_from([" ", "\n", "\n\n", "\r\n", "\t", "\x00", "\u2028"])
WORDS = st.sampled_from(
    ["the", "ferry", "reached", "island", "dawn", "nobody", "came", "I", "you", "said"]
)
LINES = st.sampled_from(EXAMPLES) | st.sampled_from(
    [
        "// viva: allow VV501 because x\n",
        "// viva: off VV5\n",
        "// viva: on\n",
        "# Scene\n",
        "---\n",
    ]
)
TEXTS = st.lists(BITS | WORDS | LINES | st.text(max_size=4), max_size=25).map(" ".join) | st.lists(
    BITS | WORDS, max_size=25
).map("".join)
NAMES = st.sampled_from(["case.vv", "case.txt"])
CHOSEN = st.sampled_from(MODELS).map(
    lambda model: Settings(model=model, preview=True, extend_select=("ALL",))
)


def spoken_words(text: str, name: str, model: str) -> list[str]:
    """What is heard as words: letters and digits of spoken text and of IPA, markup left out.

    Of a link its text is heard. Letter case, look-alikes of another width, invisible characters,
    entities and wrongly decoded letters make no other word, so they are folded on both sides.
    """
    context = read(text, name, model)
    links = [
        Edit(node.span, node.of(text)[1:].partition("]")[0])
        for node, _ in context.of_kind(NodeKind.LINK)
    ]
    if links:
        context = read(apply_edits(text, links), name, model)
    return WORD.findall(_fold(html.unescape(_heard(context))))


def read(text: str, name: str, model: str) -> Context:
    return make_context(Script.from_source(Source(text, name)), Settings(model=model))


def hides_a_line(text: str, name: str) -> bool:
    """Whether a spoken line holds what would be a cue, a heading or a note at its head.

    Taking out a mark in front of it, as in `[] MIRA: Hello`, uncovers it, and the line is another.
    """
    script = Script.from_source(Source(text, name))
    lines = (line for line in script.lines if line.kind is NodeKind.SPEECH)
    return any(HIDDEN.search(text, line.start, line.end) for line in lines)


def _heard(context: Context) -> str:
    return " ".join(
        context.spoken[start:end].replace("\0", "") + " "
        for utterance in context.utterances
        for start, end in utterance.segments
    )


def _fold(text: str) -> str:
    text = MOJIBAKE.sub(lambda match: repair(match[0]) or match[0], text)
    text = "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Cc", "Cs", "Mn"})
    return unicodedata.normalize("NFKC", text).casefold()


@patient
@given(text=TEXTS, name=NAMES, chosen=CHOSEN)
def test_no_rule_crashes_and_every_span_lies_in_the_text(text: str, name: str, chosen: Settings):
    for diagnostic in lint_source(Source(text, name), RULES, chosen):
        assert 0 <= diagnostic.span.start <= diagnostic.span.end <= len(text)
        assert diagnostic.message
        for fix in diagnostic.fixes:
            apply_fix(text, fix)


@patient
@given(text=st.text(max_size=60), name=NAMES, chosen=CHOSEN)
def test_no_rule_crashes_on_any_characters(text: str, name: str, chosen: Settings):
    lint_source(Source(text, name), RULES, chosen)


@patient
@given(text=TEXTS, name=NAMES, chosen=CHOSEN, unsafe=st.booleans())
def test_fixing_twice_equals_fixing_once(text: str, name: str, chosen: Settings, unsafe: bool):
    once = fix_source(Source(text, name), RULES, chosen, unsafe=unsafe)
    twice = fix_source(Source(once.text, name), RULES, chosen, unsafe=unsafe)
    assert twice.text == once.text
    assert twice.fixed == 0


@patient
@given(text=TEXTS, name=NAMES, chosen=CHOSEN)
def test_safe_fixes_keep_the_spoken_words(text: str, name: str, chosen: Settings):
    mended = fix_source(Source(text, name), RULES, chosen)
    model = chosen.model or ""
    assume(not hides_a_line(text, name))
    before, after = spoken_words(text, name, model), spoken_words(mended.text, name, model)
    assert "".join(after) == "".join(before)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_findings_come_in_order_and_once(rule):
    chosen = Settings(preview=True, select=(rule.code,))
    found = lint_source(Source(example(rule) * 3, "case.vv"), RULES, chosen)
    assert len(found) == len({(d.code, d.span, d.message) for d in found})
    assert found == sorted(found, key=lambda d: (d.span.start, d.span.end))
