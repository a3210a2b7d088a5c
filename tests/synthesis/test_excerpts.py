"""A line or a selection is spoken alone, as it would be in its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivavoce.syntax import Script
from vivavoce.synthesis.excerpts import excerpt_plan
from vivavoce.synthesis.plan import Wishes, plan_script
from vivavoce.text import Source, Span

HEAD = "---\ncast:\n  MIRA: { voice: Ashley, instruction: sound tired }\n---\n"


def excerpt(text: str, chosen: str, model: str = "inworld-tts-2"):
    """The requests for the first place at which `chosen` stands."""
    script = Script.from_source(Source(text, "a.vv" if text.startswith("---") else "a.txt"))
    start = text.index(chosen)
    steps = plan_script(script, Wishes(model=model))
    found = list(excerpt_plan(steps, Span(start, start + len(chosen))))
    for step in found:
        for start, target, size in step.request.source_map.pieces:
            assert step.request.text[start : start + size] == text[target : target + size]
    return [step.request for step in found]


def texts(*arguments: str):
    return [request.text for request in excerpt(*arguments)]


def test_a_line_is_spoken_without_its_neighbours():
    assert texts("Stay low.\nKeep still.\nWait.", "Keep still.") == ["Keep still."]


def test_the_delivery_in_force_goes_before_it():
    text = "[whisper in fear] Stay low.\nKeep still. [proudly] We won."
    assert texts(text, "Keep still.") == ["[whisper in fear] Keep still."]
    assert texts(text, "We won") == ["[proudly] We won"]


def test_a_selected_tag_is_not_said_twice():
    assert texts("[sad] Low. [proudly] We won.", "[proudly] We") == ["[proudly] We"]


def test_the_instruction_of_a_speaker_holds_until_another_is_given():
    text = HEAD + "MIRA: I know. [proudly] We won.\n"
    (before,) = excerpt(text, "know")
    assert (before.text, before.instruction, before.voice) == ("know", "sound tired", "Ashley")
    (after,) = excerpt(text, "won")
    assert (after.text, after.instruction) == ("[proudly] won", "")


def test_an_older_model_hears_its_emotion_again():
    assert texts("[sad] Stay low. Keep still.", "Keep", "inworld-tts-1") == ["[sad] Keep"]


@pytest.mark.parametrize(
    ("text", "chosen", "spoken"),
    [
        ("The doorkeeper waits.", "keep", "doorkeeper"),
        ("The /kɹiːt/ is far.", "ɹiː", "/kɹiːt/"),
        ('Wait. <break time="1s"/> Go.', 'time="1s"/> Go', '<break time="1s"/> Go'),
        ("She doesn't know.", "does", "doesn't"),
        ("Bonjour <lang xml:lang='fr'>oui non</lang> no.", "non", "<lang xml:lang='fr'>non</lang>"),
    ],
)
def test_words_and_markup_stay_whole(text, chosen, spoken):
    assert texts(text, chosen) == [spoken]


def test_blanks_and_tags_alone_are_nothing_to_speak():
    assert texts("Low. [sad]   High.", "[sad]") == []
    assert texts("Low.   High.", "   ") == []


def test_a_selection_over_turns_takes_a_part_of_each():
    text = HEAD + "MIRA: I know it.\n\nMIRA: We won it.\n"
    assert texts(text, "it.\n\nMIRA: We") == ["it.", "We"]


@settings(max_examples=150)
@given(st.text(alphabet="ab .[]/*<>\n'é", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_any_span_of_any_text_is_cut_to_letters_of_the_text(text, one, other):
    span = Span(min(one, other, len(text)), min(max(one, other), len(text)))
    script = Script.from_source(Source(text))
    for step in excerpt_plan(plan_script(script), span):
        for start, target, size in step.request.source_map.pieces:
            assert step.request.text[start : start + size] == text[target : target + size]
