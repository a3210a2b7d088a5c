from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from vivavoce.exports import transcript
from vivavoce.exports.transcript import MarkKind
from vivavoce.speech import Alignment, Audio, Passage, Provenance, Take, Word
from vivavoce.text import Span


def shown(line):
    return "".join(piece.text for piece in line.pieces if piece.mark is None)


def chips(line):
    return [(p.mark.kind, p.text) for p in line.pieces if p.mark]


def test_markup_becomes_chips_and_never_words(dialogue):
    narrator, mira, tom = transcript.of(dialogue).lines
    assert shown(narrator) == "The ferry reached kriːt at dawn."
    assert " ".join(shown(mira).split()) == "Did you hear that? Never mind."
    assert chips(mira) == [
        (MarkKind.INSTRUCTION, "whispering"),
        (MarkKind.SOUND, "sigh"),
        (MarkKind.BREAK, "pause 500ms"),
    ]
    assert chips(tom) == [(MarkKind.INSTRUCTION, "very excited")]
    assert [line.speaker for line in (narrator, mira, tom)] == ["NARRATOR", "MIRA", "TOM"]


def test_delivery_is_in_force_where_the_dialect_says(dialogue):
    narrator, mira, tom = transcript.of(dialogue).lines

    def labels(line):
        return {p.delivery for p in line.pieces if p.token is not None}

    assert labels(narrator) == {""}
    assert labels(mira) == {"whispering"}
    assert labels(tom) == {"very excited"}
    assert [p.delivery for p in mira.pieces if p.text.startswith(".")] == ["whispering"]


def test_deliveries_in_time_follow_the_words(dialogue):
    script = transcript.of(dialogue)
    (whisper, start, end), (excited, second, _) = script.deliveries()
    mira = dialogue.passages[1]
    assert (whisper, excited) == ("whispering", "very excited")
    assert start == mira.start
    assert end <= second
    assert set(script.hues()) == {"whispering", "very excited"}


def test_an_unknown_model_claims_no_delivery(dialogue):
    take = replace(dialogue, provenance=Provenance("espeak", model="someone-elses"))
    _, mira, _ = transcript.of(take).lines
    assert chips(mira)[0] == (MarkKind.TAG, "whispering")
    assert {p.delivery for p in mira.pieces} == {""}


def test_every_token_of_the_take_is_shown_once(dialogue):
    script = transcript.of(dialogue)
    indices = [p.token for line in script.lines for p in line.pieces if p.token is not None]
    assert sorted(indices) == list(range(len(dialogue.alignment.words)))


def test_words_read_from_the_same_letters_light_as_one(speak):
    take = speak("In 1998 we left.", sounds=False)
    number = take.alignment.words[1]
    half = (number.start + number.end) / 2
    parts = (
        replace(number, text="nineteen", end=half),
        replace(number, text="ninety-eight", start=half),
    )
    words = (take.alignment.words[0], *parts, *take.alignment.words[2:])
    script = transcript.of(replace(take, alignment=Alignment(words)))
    token = script.tokens[1]
    assert (token.text, token.said) == ("1998", "nineteen ninety-eight")
    assert (token.start, token.end, token.words) == (number.start, number.end, (1, 3))


def test_ipa_shows_the_headword(speak):
    take = speak("Past /kriːt/ now.", sounds=False)
    past, crete, now = take.alignment.words
    inside = Span(crete.span.start + 1, crete.span.end - 1)
    for span in (crete.span, inside):
        words = (past, replace(crete, text="Crete", span=span), now)
        script = transcript.of(replace(take, alignment=Alignment(words)))
        assert shown(script.lines[0]) == "Past Crete now."
        assert script.tokens[1].ipa == "kriːt"


def test_a_sound_that_was_heard_lights_its_chip(speak):
    take = speak("Well [sigh] yes.", sounds=False)
    well, yes = take.alignment.words
    sigh = Word("sigh", well.end, yes.start, Span(5, 11))
    script = transcript.of(replace(take, alignment=Alignment((well, sigh, yes))))
    chip = next(p for p in script.lines[0].pieces if p.mark)
    assert (chip.text, chip.token) == ("sigh", 1)


def test_a_word_no_letter_asked_for_is_not_lost(speak):
    take = speak("One two.", sounds=False)
    one, two = take.alignment.words
    extra = Word("er", one.end, two.start, None)
    script = transcript.of(replace(take, alignment=Alignment((one, extra, two))))
    assert [p.text for p in script.lines[0].pieces if p.token is not None] == ["One", "er", "two"]


def test_headings_stand_above_the_first_line_of_their_scene(speak):
    text = "---\ncast:\n  ANN: Ashley\n---\n# Dawn\nANN: One.\n\nANN: Two.\n\n# Dusk\nANN: Three.\n"
    spans = [Span(text.index(w), text.index(w) + len(w)) for w in ("One.", "Two.", "Three.")]
    take = replace(
        speak("One."), script=text, passages=tuple(Passage(s, 0, 1, "ANN") for s in spans)
    )
    assert [line.heading for line in transcript.of(take).lines] == ["Dawn", "", "Dusk"]


def test_a_take_without_utterances_has_its_lines(speak):
    take = replace(speak("One two."), script="One two.\n\nThree.\n", passages=())
    lines = transcript.of(take).lines
    assert [shown(line) for line in lines] == ["One two.", "Three."]
    assert lines[0].end == take.alignment.words[1].end


@given(
    st.text(alphabet="ab [<]>/*\n.:#é😀\ud800", max_size=60),
    st.lists(st.tuples(st.integers(0, 70), st.integers(0, 9), st.floats(0, 9)), max_size=12),
    st.booleans(),
)
def test_any_script_with_any_spans_is_shown_whole(text, places, whole):
    words = tuple(
        Word("w", start, start + 0.1, Span(at, at + length)) for at, length, start in places
    )
    passages = (Passage(Span(0, len(text)), 0, 1),) if whole else ()
    take = Take(text, (), Audio(bytes(200), 100), Alignment(words), Provenance("x"), passages)
    script = transcript.of(take)
    indices = [p.token for line in script.lines for p in line.pieces if p.token is not None]
    assert len(indices) == len(set(indices))
    assert all(0 <= index < len(script.tokens) for index in indices)
