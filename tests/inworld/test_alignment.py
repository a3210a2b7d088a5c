"""Times of the service tied to the letters of the text."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivavoce.inworld.alignment import AlignmentReader, estimate_alignment
from vivavoce.inworld.heard import read_symbol
from vivavoce.inworld.wire import CharacterAlignment, Line, TimestampInfo, WordAlignment
from vivavoce.inworld.wire.answers import read_times
from vivavoce.speech import Alignment

PAYLOADS = Path(__file__).parent / "payloads"
EVENING = "Good evening, harbour watch."
TIDE = "[whisper] The tide is out. [laugh] Look!"


def read_file(name, text):
    data = (PAYLOADS / name).read_bytes()
    lines = data.splitlines() if name.endswith("ndjson") else [data]
    reader, done = AlignmentReader(text), Alignment()
    for line in lines:
        answer = msgspec.json.decode(line, type=Line)
        part = reader.read(read_times((answer.result or answer).timestamp_info))
        done += part.shift(0, len(done.words))
    return done + reader.finish().shift(0, len(done.words))


def say(text, tokens, *, messages=1, step=0.5):
    """What is made of tokens that take half a second each, in one message or several."""
    reader, done = AlignmentReader(text), Alignment()
    size = -(-len(tokens) // messages) or 1
    for at in range(0, len(tokens), size):
        part = tokens[at : at + size]
        times = [round(step * (at + i), 3) for i in range(len(part))]
        info = TimestampInfo(
            word_alignment=WordAlignment(
                words=tuple(part),
                word_start_time_seconds=tuple(times),
                word_end_time_seconds=tuple(t + step for t in times),
            )
        )
        done += reader.read(info).shift(0, len(done.words))
    return done + reader.finish().shift(0, len(done.words))


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("sync-200-word-tokens.json", EVENING, "Good evening harbour watch"),
        ("sync-200-word-legacy.json", EVENING, "Good evening harbour watch"),
        (
            "sync-200-word-multiword-token.json",
            "Yes, I can hear it. Go on.",
            "Yes I can hear it Go on",
        ),
        ("sync-200-character.json", "Go home", "Go home"),
        ("sync-200-character-legacy.json", "Go home", "Go home"),
        ("stream-200-sync-timestamps.ndjson", EVENING, "Good evening harbour watch"),
        ("stream-200-async-trailer.ndjson", EVENING, "Good evening harbour watch"),
        ("stream-200-bracket-tokens.ndjson", TIDE, "The tide is out Look"),
    ],
)
def test_every_shape_gives_the_words_of_the_text(name, text, words):
    alignment = read_file(name, text)
    assert [word.text for word in alignment.words] == words.split()
    assert [text[w.span.start : w.span.end] for w in alignment.words] == words.split()
    assert {word.certainty for word in alignment.words} == {1.0}


def test_sounds_belong_to_their_words():
    for name in ("sync-200-word-tokens.json", "sync-200-word-legacy.json"):
        alignment = read_file(name, EVENING)
        sounds = ["", "", "", ""]
        for phone in alignment.phones:
            if phone.word is not None:
                sounds[phone.word] += phone.symbol
        assert sounds[:2] == ["ɡˈʊd", "ˈivnɪŋ"]
        assert sounds[3] == "wˈɑtʃ"
        assert {v.symbol for v in alignment.visemes} <= {
            "aei",
            "o",
            "ee",
            "bmp",
            "fv",
            "l",
            "r",
            "th",
            "qw",
            "chjsh",
            "cdgknstxyz",
        }


def test_silence_is_a_phone_of_no_word():
    silences = [p for p in read_file("sync-200-word-tokens.json", EVENING).phones if not p.symbol]
    assert next((p.start, p.end, p.word) for p in silences) == (0.0, 0.18, None)


def test_float_noise_is_gone():
    alignment = read_file("sync-200-word-legacy.json", EVENING)
    times = [t for p in alignment.phones for t in (p.start, p.end)]
    assert all(t == round(t, 4) for t in times)


@pytest.mark.parametrize(
    ("text", "tokens", "words"),
    [
        (
            "It cost $5.20 and a cat on 3/10/25.",
            "It cost five dollars and twenty cents and a cat on March tenth twenty twenty-five .",
            ["It", "cost", "$5.20", "and", "a", "cat", "on", "3/10/25"],
        ),
        (
            "Dr. Smith in 1985",
            "Doctor Smith in nineteen eighty five",
            ["Dr", "Smith", "in", "1985"],
        ),
        (
            "We sailed to /kriːt/ at dawn.",
            "We sailed to kriːt at dawn .",
            ["We", "sailed", "to", "/kriːt/", "at", "dawn"],
        ),
        (
            "We sailed to /kriːt/ at dawn.",
            "We sailed to Crete at dawn .",
            ["We", "sailed", "to", "/kriːt/", "at", "dawn"],
        ),
        ("It is GREAT, isn’t it", "It is great isn't it", ["It", "is", "GREAT", "isn’t", "it"]),
        ("Wait — no… yes", "Wait no yes", ["Wait", "no", "yes"]),
        (
            "a *very* big <verbatim>AB1</verbatim> dog",
            "a very big AB1 dog",
            ["a", "very", "big", "AB1", "dog"],
        ),
    ],
)
def test_words_that_differ_from_the_text_find_their_letters(text, tokens, words):
    alignment = say(text, tokens.split())
    assert [word.text for word in alignment.words] == words
    assert [text[w.span.start : w.span.end] for w in alignment.words] == words


def test_guesses_say_that_they_are():
    words = say("It cost $5 today", ["It", "cost", "five", "dollars", "today"]).words
    sure = {word.text: word.certainty for word in words}
    assert sure["It"] == 1.0
    assert 0 < sure["$5"] < 0.9 <= sure["today"] <= 1.0


def test_a_word_that_stands_nowhere_has_no_letters():
    words = say("one two", ["one", "two", "three"]).words
    assert [(w.text, w.span is None, w.certainty) for w in words][2] == ("three", True, 0.0)


def test_lost_words_do_not_shift_the_others():
    text = "the cat and the dog and the very old bird"
    words = say(text, ["the", "cat", "the", "dog", "and", "the", "bird"]).words
    assert words[-1].span.start == text.index("bird")
    assert [w.span.start for w in words] == sorted(w.span.start for w in words)


def test_writing_without_blanks():
    text = "你好吗 我很好。"
    words = say(text, ["你好", "吗", " ", "我", "很好", "。"]).words
    assert [text[w.span.start : w.span.end] for w in words] == ["你好", "吗", "我", "很好"]


def test_vowel_signs_stay_with_their_letters():
    text = "हिंदी में"
    assert [w.text for w in say(text, ["हिंदी", " ", "में"]).words] == ["हिंदी", "में"]


@pytest.mark.parametrize("messages", [1, 2, 3, 9])
def test_tags_may_be_split_over_tokens_and_messages(messages):
    tokens = [
        "",
        "[say",
        " ",
        "very",
        " sad",
        "ly] ",
        "The",
        " ",
        "tide <bre",
        'ak time="1s" /> is',
        " out",
    ]
    text = '[say very sadly] The tide <break time="1s" /> is out'
    words = say(text, tokens, messages=messages).words
    assert [w.text for w in words] == ["The", "tide", "is", "out"]


def test_an_opening_bracket_that_never_closes_is_let_go():
    tokens = ["[", *(f"w{i}" for i in range(99))]
    words = say("[x] [ " + " ".join(tokens[1:]), tokens).words
    assert len(words) == 99


def test_brackets_are_words_where_the_text_has_no_tags():
    assert [
        w.text for w in say("a < b > c", ["a", " ", "<", " ", "b", " ", ">", " c"]).words
    ] == list("abc")


def test_sounds_of_a_tag_are_no_sounds_of_a_word():
    info = json.loads(
        """{"wordAlignment": {"words": ["[laugh]", " ", "Hi"], "wordStartTimeSeconds": [0, 0.5, 0.5],
        "wordEndTimeSeconds": [0.5, 0.5, 0.9], "phoneticDetails": [
        {"wordIndex": 0, "phones": [{"phoneSymbol": "h", "startTimeSeconds": 0, "durationSeconds": 0.5}]},
        {"wordIndex": 2, "phones": [{"phoneSymbol": "h", "startTimeSeconds": 0.5, "durationSeconds": 0.4}]}]}}"""
    )
    reader = AlignmentReader("[laugh] Hi")
    alignment = reader.read(msgspec.convert(info, TimestampInfo))
    assert [(p.symbol, p.start, p.word) for p in alignment.phones] == [("h", 0.5, 0)]


def test_times_out_of_order_and_out_of_bounds_are_put_right():
    info = TimestampInfo(
        word_alignment=WordAlignment(
            words=("two", "one", "three", "four"),
            word_start_time_seconds=(0.5, -1.0, 1.0, float("nan")),
            word_end_time_seconds=(99.0, 0.5),
        )
    )
    reader = AlignmentReader("one two three")
    alignment = reader.read(info)
    words = (alignment + reader.finish()).words
    assert all(a.end <= b.start for a, b in pairwise(words))
    assert all(w.start <= w.end for w in words)


def test_a_flush_starts_where_the_last_one_ended():
    reader = AlignmentReader("one")
    one = TimestampInfo(
        word_alignment=WordAlignment(
            words=("one",), word_start_time_seconds=(0.1,), word_end_time_seconds=(0.5,)
        )
    )
    assert reader.read(one).words[0].start == 0.1
    reader.extend(" one")
    assert reader.read(one, shift=2.0).words[0].start == 2.1
    assert reader.end == 2.5


def test_characters_over_several_messages():
    reader, words = AlignmentReader("[sad] Go home"), ()
    for part in ("[s", "ad] G", "o h", "ome"):
        count = len(part)
        words += reader.read(
            TimestampInfo(
                character_alignment=CharacterAlignment(
                    characters=tuple(part),
                    character_start_time_seconds=tuple(0.1 * i for i in range(count)),
                    character_end_time_seconds=tuple(0.1 * i + 0.1 for i in range(count)),
                )
            )
        ).words
    words += reader.finish().words
    assert [w.text for w in words] == ["Go", "home"]


def test_stress_digits_become_marks():
    assert [read_symbol(s) for s in ("oʊ1", "ɪ2", "ə0", "ˈɝ", "k", "1")] == [
        "ˈoʊ",
        "ˌɪ",
        "ə",
        "ˈɝ",
        "k",
        "1",
    ]


def test_no_times_are_spaced_by_length():
    alignment = estimate_alignment("[sad] One three", 2.0)
    assert alignment.estimated
    assert [(w.text, w.start, w.end) for w in alignment.words] == [
        ("One", 0.0, 0.8),
        ("three", 0.8, 2.0),
    ]
    assert estimate_alignment("[sad]", 2.0).words == ()


TOKENS = st.lists(
    st.sampled_from(["tide", "the", "a", "is", "out", "[sad]", "five", " ", ", ", "", "1985"]),
    max_size=30,
)


@given(TOKENS, st.integers(1, 6))
def test_the_text_itself_comes_back_whole_and_sure(tokens, messages):
    text = "".join(token + " " for token in tokens)
    spoken = [t for token in tokens for t in (token, " ")]
    words = say(text, spoken, messages=messages).words
    assert [w.text for w in words] == [t for t in tokens if t.isalnum()]
    assert all(w.certainty == 1.0 for w in words)


@given(
    st.text("abc [](<>/.1 é你", max_size=40),
    st.lists(st.text("abc [](<>/.1 é你", max_size=6), max_size=20),
    st.integers(1, 4),
)
def test_anything_whatever_gives_a_sound_alignment(text, tokens, messages):
    alignment = say(text, tokens, messages=messages)
    clock = 0.0
    for word in alignment.words:
        assert clock <= word.start <= word.end
        clock = word.end
        assert word.text
        assert 0.0 <= word.certainty <= 1.0
        if word.span is not None:
            assert 0 <= word.span.start < word.span.end <= len(text)
    spans = [w.span.start for w in alignment.words if w.span is not None]
    assert spans == sorted(spans)
