"""The plan: what is sent, in whose voice, and that cutting loses nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivavoce.dialects import delivery, dialect
from vivavoce.phonetics.lexicon import Entry, Lexicon
from vivavoce.syntax import NodeKind, Script, parse
from vivavoce.synthesis.plan import Wishes, plan_script
from vivavoce.text import Source, Span

HEAD = """---
model: inworld-tts-2
language: en-US
cast:
  NARRATOR: Dennis
  MIRA: { voice: Ashley, speaking_rate: 0.95, instruction: sound tired }
---
"""


def plan(text: str, name: str = "a.vv", **wishes: Any):
    return plan_script(Script.from_source(Source(text, name)), Wishes(**wishes))


def words(text: str) -> list[str]:
    """Spoken words of a text with markup."""
    source = parse(text)
    spoken = "".join(
        " " if node.kind in {NodeKind.TAG, NodeKind.ANGLE} else node.of(text)
        for node in source.nodes
    )
    return re.findall(r"\w+", spoken)


def test_cast_and_settings_reach_the_request():
    steps = plan(HEAD + "NARRATOR: It was late.\nMIRA: I know.\n")
    first, second = (step.request for step in steps)
    assert (first.voice, first.speaking_rate, first.language) == ("Dennis", 1.0, "en-US")
    assert (second.voice, second.speaking_rate) == ("Ashley", 0.95)
    assert second.instruction == "sound tired"
    assert [step.voice_known for step in steps] == [True, True]


def test_lines_of_an_utterance_are_joined_and_found_again():
    text = HEAD + "NARRATOR: It was late,  #id:a-1\n  and nobody came.\n"
    (step,) = plan(text)
    assert step.request.text == "It was late, and nobody came."
    at = step.request.text.index("nobody")
    origin = step.request.source_map.offset(at)
    assert origin is not None
    assert text[origin : origin + 6] == "nobody"


def test_what_cannot_be_heard_is_not_sent():
    assert plan(HEAD + "NARRATOR: …\nMIRA: !\n") == []


def test_long_text_keeps_its_delivery_at_every_head():
    sentence = "She counted the boats again, one by one, and came to a different number. "
    steps = plan(HEAD + "NARRATOR: [whisper] " + sentence * 60 + "\n")
    texts = [step.request.text for step in steps]
    assert len(texts) > 2
    assert all(text.startswith("[whisper] ") for text in texts)
    assert all(len(text) <= 2000 for text in texts)
    assert all(text.endswith(".") for text in texts)
    spoken = [word for text in texts for word in words(text)]
    assert spoken == words(sentence * 60)


def test_reset_is_not_carried_on():
    sentence = "He said nothing at all and looked at the wall behind her. "
    steps = plan("[angrily] No! [reset] " + sentence * 70, name="a.txt")
    assert [step.request.text.startswith("[") for step in steps] == [True] + [False] * (
        len(steps) - 1
    )


def test_one_emotion_a_request_on_older_models():
    steps = plan(
        "[happy] We won! [sigh] Finally. [sad] But he is gone.",
        name="a.txt",
        model="inworld-tts-1.5-max",
    )
    assert [step.request.text for step in steps] == [
        "[happy] We won! [sigh] Finally.",
        "[sad] But he is gone.",
    ]


def test_the_twenty_first_break_goes_into_the_next_request():
    steps = plan('Go on. <break time="1s" /> ' * 45, name="a.txt")
    assert [step.request.text.count("<break") for step in steps] == [20, 20, 5]


def test_an_open_language_span_is_closed_and_opened_again():
    line = "El mar no se acaba nunca, dijo el viejo, y miró otra vez hacia el puerto. "
    steps = plan('<lang lang="es-ES">' + line * 60 + "</lang>", name="a.txt")
    texts = [step.request.text for step in steps]
    assert len(texts) > 2
    assert all(t.startswith('<lang lang="es-ES">') and t.endswith("</lang>") for t in texts)


@pytest.mark.parametrize("model", ["inworld-tts-2", "inworld-tts-1.5-max", "inworld-tts-2-flash"])
@settings(max_examples=150, deadline=None)
@given(
    pieces=st.lists(
        st.sampled_from(
            [
                "word ", "Dr. Smith said. ", "3.14 is pi. ", "[happy] ", "[sigh] ", "[reset] ",
                '<break time="2s" /> ', "/kriːt/ ", "*very* ", "well, yes; no: ", "“Quoted!” ",
                "海に行く。", "e\u0301te\u0301 ", "👨‍👩‍👧 ", "Sentence number one is here. ", "\n", "x" * 90 + " ",
                "<verbatim>A1-B2</verbatim> ", "[say it very slowly and with care] ",
            ]
        ),
        min_size=1,
        max_size=400,
    )
)  # fmt: skip
def test_cutting_speaks_the_same_words_within_the_limits(model: str, pieces: list[str]):
    text = "".join(pieces)
    script = Script.from_source(Source(text, "a.txt"))
    steps = plan_script(script, Wishes(model=model))
    chosen = dialect(model)
    assert [w for s in steps for w in words(s.request.text)] == words(text)
    for step in steps:
        request = step.request
        assert len(request.text) <= chosen.limit("sync_characters")
        assert request.text.count("<break") <= 20
        for start, origin, length in request.source_map.pieces:
            assert request.text[start : start + length] == text[origin : origin + length]
        forces = {s.force.name for s in delivery.of(parse(request.text), chosen) if s.force}
        if chosen.scope == "start-of-text":
            assert len(forces) <= 1


@settings(max_examples=60, deadline=None)
@given(
    values=st.dictionaries(
        st.sampled_from(
            ["model", "language", "voice", "speaking_rate", "sample_rate", "seed", "temperature",
             "delivery_mode", "instruction", "normalize", "dictionaries", "cast", "title"]
        ),
        st.sampled_from(
            ["9", "-1", "0", "1e999", ".nan", "yes", "[1, 2]", "{ a: b }", "''", "fast", "44101",
             "9" * 400, "null", "- a", "stable", "0.7", "inworld-tts-9", "2024-01-01"]
        ),
    ),
    model=st.sampled_from(["inworld-tts-2", "inworld-tts-1.5-max", None]),
)  # fmt: skip
def test_no_front_matter_breaks_a_plan(values: dict[str, str], model: str | None):
    head = "".join(f"{key}: {value}\n" for key, value in values.items())
    (step,) = plan(f"---\n{head}---\nMIRA: Hello.\n", model=model)
    request = step.request
    assert 0.5 <= request.speaking_rate <= 1.5
    assert request.sample_rate is None
    assert request.temperature is None or 0 < request.temperature <= 2
    assert request.delivery_mode in {None, "STABLE", "BALANCED", "CREATIVE"}
    assert request.seed is None or isinstance(request.seed, int)
    assert request.hash


def test_named_dictionaries_reach_the_request_where_the_model_takes_them():
    name = "workspaces/w/pronunciationDictionaries/names"
    text = f"---\nmodel: MODEL\ndictionaries: [{name}, {name}]\n---\nTOM: Hello.\n"
    (step,) = plan(text.replace("MODEL", "inworld-tts-2"))
    assert step.request.dictionaries == (name,)
    (step,) = plan(text.replace("MODEL", "inworld-tts-1.5-max"))
    assert step.request.dictionaries == ()


LEXICON = Lexicon((Entry(headword="Crete", ipa="kriːt"), Entry(headword="SQL", alias="sequel")))


def test_words_of_the_lexicon_are_sent_as_they_are_said_and_found_again():
    text = "Far from Crete, said SQL: [sigh] Crete."
    (step,) = plan(text, name="a.txt", lexicon=LEXICON)
    request = step.request
    assert request.text == "Far from /kriːt/, said sequel: [sigh] /kriːt/."
    for sent, written in [("/kriːt/", "Crete"), ("kriːt", "Crete"), ("sequel", "SQL")]:
        at = request.text.index(sent)
        span = request.source_map.span(Span(at, at + len(sent)))
        assert span is not None
        assert span.of(text) == written
    at = request.text.index("said")
    span = request.source_map.span(Span(at, at + 4))
    assert span is not None
    assert span.of(text) == "said"


def test_a_change_of_the_lexicon_touches_only_lines_that_hold_the_word():
    text = "TOM: We sailed to Crete.\nTOM: It was late.\nTOM: Nobody knew SQL.\n"
    changed = Lexicon((Entry(headword="Crete", ipa="krit"), *LEXICON.entries[1:]))
    before, after = (
        [step.request.hash for step in plan(text, lexicon=lexicon)]
        for lexicon in (LEXICON, changed)
    )
    assert [a == b for a, b in zip(before, after, strict=True)] == [False, True, True]


def test_a_note_of_the_script_beats_the_lexicon():
    (step,) = plan("// say: /krɛt/ Crete\nTOM: To Crete.\n", lexicon=LEXICON)
    assert step.request.text == "To /krɛt/."


def test_context_is_what_was_spoken_before():
    steps = plan("TOM: One.\nTOM: Two.\nTOM: Three.\n", context=True)
    assert [step.request.previous for step in steps] == [(), ("One.",), ("Two.",)]
