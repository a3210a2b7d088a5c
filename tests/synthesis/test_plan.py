"""The plan: what is sent, in whose voice, and that cutting loses nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivavoce.dialects import delivery, dialect
from vivavoce.synthesis.plan import Wishes, plan_script
from vivavoce.syntax import NodeKind, Script, parse
from vivavoce.text import Source

HEAD = """---
model: inworld-tts-2
language: en-US
cast:
  NARRATOR: Dennis
  MIRA: { voice: Ashley, speaking_rate: 0.95, instruction: sound tired }
---
"""


def plan(text: str, name: str = "a.vv", **wishes: str):
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
