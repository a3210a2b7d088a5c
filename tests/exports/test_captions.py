from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivavoce.exports import srt, transcript, vtt
from vivavoce.exports.captions import cut_cues, format_time
from vivavoce.exports.transcript import Line, Piece, Token, Transcript

LONG = (
    "When in the course of a very long voyage the captain lost his patience, he would walk the "
    "deck from end to end; nobody dared to speak to him before the evening meal had been served."
)


def cue_texts(take, **how):
    return [" ".join(cue.rows) for cue in cut_cues(transcript.of(take), **how)]


def test_a_sentence_is_a_caption_and_keeps_its_punctuation(speak):
    take = speak(("ANN", "“Stop!” she said. Nobody — not one — moved…"))
    assert cue_texts(take) == ["“Stop!”", "she said.", "Nobody — not one — moved…"]


def test_markup_is_not_in_captions(dialogue):
    text = " ".join(cue_texts(dialogue))
    assert text == (
        "The ferry reached kriːt at dawn. Did you hear that? Never mind. "
        "Land! Land, at last 😀 and tea in 1998."
    )


def test_long_sentences_are_cut_at_commas_into_rows_that_fit(speak):
    cues = cut_cues(transcript.of(speak(LONG)))
    assert " ".join(" ".join(cue.rows) for cue in cues) == LONG
    assert all(len(cue.rows) <= 2 and all(len(row) <= 42 for row in cue.rows) for cue in cues)
    assert cues[0].rows[-1].endswith("patience,")


def test_a_word_wider_than_a_row_is_broken_and_not_lost(speak):
    take = speak("x" * 100 + " end")
    assert " ".join(cue_texts(take)).replace(" ", "") == "x" * 100 + "end"


def test_no_caption_stands_longer_than_seven_seconds(speak):
    take = speak(LONG, pace=6, sounds=False)
    assert all(cue.end - cue.start <= 7.0001 for cue in cut_cues(transcript.of(take)))


def test_captions_follow_each_other(dialogue):
    cues = cut_cues(transcript.of(dialogue))
    assert all(a.start < a.end <= b.start for a, b in itertools.pairwise(cues))


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "00:00:00.000"),
        (59.9996, "00:01:00.000"),
        (3661.5, "01:01:01.500"),
        (-1, "00:00:00.000"),
    ],
)
def test_times(seconds, text):
    assert format_time(seconds, ".") == text


def test_srt_reads_as_srt(dialogue):
    text = srt.EXPORT.render(dialogue).decode()
    blocks = text.split("\n\n")
    assert blocks[0].startswith("1\n00:00:00,000 --> 00:00:0")
    assert blocks[0].splitlines()[2] == "NARRATOR: The ferry reached kriːt at dawn."
    assert "TOM: Land!" in text
    assert text.count("TOM:") == 1


def test_vtt_names_the_speaker(dialogue):
    text = vtt.EXPORT.render(dialogue).decode()
    assert text.startswith("WEBVTT\n\n00:00:00.000 --> ")
    assert "<v MIRA>Did you hear that?" in text


def test_hostile_text_cannot_become_markup(speak):
    take = speak(("A<b>--> B\nC", "One."))
    words = tuple(replace(word, text="<script>-->&", span=None) for word in take.alignment.words)
    take = replace(take, alignment=replace(take.alignment, words=words))
    web = vtt.EXPORT.render(take).decode()
    assert "<v A&lt;b&gt;--&gt; B C>" in web
    assert "&lt;script&gt;--&gt;&amp;" in web
    assert web.count("-->") == len(cut_cues(transcript.of(take)))
    plain = srt.EXPORT.render(take).decode()
    assert not re.search(r"<\w", plain)
    assert plain.count("-->") == plain.count("\n1\n") + 1


@settings(max_examples=200)
@given(
    st.lists(
        st.tuples(
            st.text(alphabet="ab.,!?😀", min_size=1, max_size=60),
            st.sampled_from([" ", ", ", "", " — ", "\n", ". "]),
            st.floats(0.01, 3),
            st.floats(0, 2),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_any_words_make_captions_within_bounds(parts):
    tokens, pieces, at = [], [], 0.0
    for index, (word, glue, seconds, gap) in enumerate(parts):
        tokens.append(Token(word, "", at, at + seconds, (index, index + 1)))
        pieces += [Piece(word, token=index), Piece(glue)]
        at += seconds + gap
    script = Transcript((Line(pieces=tuple(pieces), start=0, end=at, speaker="BO"),), tuple(tokens))
    cues = cut_cues(script, lead=True)
    said = "".join("".join(cue.rows) for cue in cues)
    meant = "".join(word + glue for word, glue, *_ in parts)
    assert re.sub(r"\s", "", said) == re.sub(r"\s", "", meant)
    assert all(len(cue.rows) <= 2 for cue in cues)
    assert all(a.start < a.end <= b.start + 0.0011 for a, b in itertools.pairwise(cues))
