"""Times of whole requests, spoken by the real local voice in this process."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivavoce.service.orders import read_order
from vivavoce.service.speaking import speak
from vivavoce.service.switches import Switches

WORDS = st.sampled_from(["Reef", "the", "main", "it's", "well-known", "42", "né", "日本語", "Maro"])
MARKS = st.sampled_from(
    [" ", ", ", ". ", "! ", " … ", " / ", " * ", "\n", " < ", "“", "” ", " (a) ", "_"]
)
TAGS = st.sampled_from(['<break time="1s" />', "[laugh]", "[very slow]", "[reset]"])
PLAIN = st.lists(st.one_of(WORDS, MARKS), max_size=30).map("".join)
MARKED = st.lists(st.one_of(WORDS, MARKS, TAGS), max_size=30).map(" ".join)
MARKUP = re.compile(r"<break[^<>]*>|\[[^\[\]]*\]")


def speak_words(text, dictionary=(), settings=(), **more):
    switches = Switches.of_profile().change(settings)
    body = {"text": text, "voiceId": "Dennis", "modelId": "inworld-tts-2", "timestampType": "WORD"}
    form = {"audioConfig": {"audioEncoding": "PCM", "sampleRateHertz": 8000}}
    order = read_order(body | form | more, switches)
    order.pronunciations.update(dictionary)
    rows = [piece.times["wordAlignment"] for piece in speak(order, "espeak") if piece.times]
    return [(word, start) for row in rows for word, start in zip(row["words"], row["wordStartTimeSeconds"], strict=True)]  # fmt: skip


def joined(rows):
    return "".join(word for word, _ in rows)


@settings(max_examples=25, deadline=None)
@given(PLAIN.filter(lambda text: re.search("[^\\W_]", text)))
def test_words_of_plain_text_join_to_it(text):
    rows = speak_words(text)
    assert joined(rows) == text
    starts = [start for _, start in rows]
    assert starts == sorted(starts)


@settings(max_examples=25, deadline=None)
@given(MARKED.filter(lambda text: re.search("[^\\W_]", MARKUP.sub("", text))))
def test_words_of_marked_text_join_to_what_is_not_markup(text):
    assert joined(speak_words(text)) == MARKUP.sub("", text)


OLDER = ("tag_scope=next", "break_scope=ends", "long_breaks=drop", "instruction_scope=whole")


@settings(max_examples=25, deadline=None)
@given(MARKED.filter(lambda text: re.search("[^\\W_]", MARKUP.sub("", text))))
def test_older_rules_of_steering_change_no_word(text):
    text = text.replace('"1s"', '"30s"')
    rows = speak_words(text, {"main": "kæt"}, OLDER, instruction="sound sad")
    assert joined(rows) == MARKUP.sub("", text)


@settings(max_examples=20, deadline=None)
@given(PLAIN.filter(lambda text: re.search("[^\\W_]", text)))
def test_words_from_a_dictionary_keep_their_spelling(text):
    assert joined(speak_words(text, {"Maro": "ziːbə", "main": "kæt"})) == text


@pytest.mark.parametrize("text", ["I did *not* ask.", "Say /kriːt/ now.", "5 * 3 / 2 is it."])
def test_asterisks_go_only_where_they_are_markup(text):
    assert joined(speak_words(text)) == text.replace("*not*", "not")


def test_leading_silence_lasts_until_the_first_word():
    rows = speak_words("[very slow] Reef it.")
    assert rows[0] == ("", 0)
    assert [word for word, _ in rows[:3]] == ["", " ", "Reef"]
    assert rows[1][1] == rows[2][1]
