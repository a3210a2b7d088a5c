"""Markup into cues, for each family of models."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivavoce.dialects import dialect
from vivavoce.syntax import parse
from vivavoce.synthesis.engines._tables import read_styles, read_table
from vivavoce.synthesis.engines.score import (
    NEUTRAL,
    Pause,
    Plain,
    Respelled,
    Sound,
    Speak,
    Spelled,
    compose,
)

STYLES = read_styles("espeak")


def score(text, model="inworld-tts-2", **settings):
    return compose(parse(text), dialect(model), STYLES, **settings)


def styles(text, model="inworld-tts-2", **settings):
    """Each word's style, by the word."""
    found = {}
    for cue in score(text, model, **settings).cues:
        if isinstance(cue, Speak):
            for piece in cue.pieces:
                for word in piece.span.of(text).split():
                    found[word.strip(".,!?")] = cue.style
    return found


WHISPER, SAD, FAST = (STYLES.read(words) for words in ("whisper", "sad", "very fast"))


@pytest.mark.parametrize(
    ("text", "settings", "expected"),
    [
        # the contract's table of scopes (docs.inworld.ai, Steering, Aug 2026)
        ("[whisper] Stay. There.", {}, {"Stay": WHISPER, "There": WHISPER}),
        ("[whisper] Stay. [reset] There.", {}, {"Stay": WHISPER, "There": NEUTRAL}),
        ('[whisper] Stay. [cough] <break time="1s" /> Run.', {}, {"Stay": WHISPER, "Run": WHISPER}),
        ("[whisper] [reset] Run.", {}, {"Run": NEUTRAL}),
        ("[reset] [whisper] Run.", {}, {"Run": WHISPER}),
        ("[reset] [laugh] Run.", {}, {"Run": NEUTRAL}),
        ("[very loud] [very fast] Run.", {}, {"Run": FAST}),
        (
            "One. [very fast] Two. [reset] Three.",
            {"instruction": "sound sad"},
            {"One": SAD, "Two": FAST, "Three": NEUTRAL},
        ),
    ],
)
def test_delivery_reaches_as_far_as_on_tts_2(text, settings, expected):
    assert styles(text, **settings) == expected


def test_flash_ignores_instructions_and_says_so():
    made = score("[sad] Run. [cough]", "inworld-tts-2-flash", instruction="very fast")
    assert [type(cue) for cue in made.cues] == [Speak, Sound]
    assert made.cues[0].style == NEUTRAL
    assert any("ignores instructions" in note for note in made.notes)


def test_1x_takes_its_emotions_and_sounds():
    made = score("[happy] Hello. [clear_throat] There.", "inworld-tts-1.5-max")
    assert made.cues[0].style == STYLES.read("happy")
    assert made.cues[1].name == "clear throat"


def test_an_unknown_tag_of_1x_is_left_out_and_told():
    made = score("[inquisitive] Hello.", "inworld-tts-1.5-max")
    assert "inquisitive" not in "".join(p.text for c in made.cues for p in c.pieces)
    assert "[inquisitive]" in made.notes[0]


def test_an_instruction_the_voice_cannot_follow_is_neutral_and_told():
    made = score("[speak like a pirate] Ahoy.")
    assert made.cues[0].style == NEUTRAL
    assert "[speak like a pirate]" in made.notes[0]


def test_breaks_are_silence_of_ten_seconds_at_most():
    text = 'A <break time="500ms"/> b <BREAK TIME=\'1.5s\'> c <break time="60s" /> d <break/> e'
    made = score(text)
    assert [cue.seconds for cue in made.cues if isinstance(cue, Pause)] == [0.5, 1.5, 10.0]
    assert len(made.notes) == 2


def test_only_twenty_breaks_count():
    made = score('a <break time="1s" /> ' * 25)
    assert sum(isinstance(cue, Pause) for cue in made.cues) == 20
    assert any("20" in note for note in made.notes)


def test_inline_ipa_is_respelled_and_paths_are_not():
    made = score("We reached /kriːt/ and /bed/ by /Home/ or 24/7 and/or so.")
    respelled = [p.ipa for p in made.cues[0].pieces if isinstance(p, Respelled)]
    assert respelled == ["kriːt", "bed"]


def test_capitals_are_stressed_on_tts_2_only():
    def stressed(model):
        pieces = [p for cue in score("I did NOT ask, fanTAStic.", model).cues for p in cue.pieces]
        return [p.text for p in pieces if isinstance(p, Plain) and p.stressed]

    assert stressed("inworld-tts-2") == ["NOT", "fantastic"]
    assert stressed("inworld-tts-1.5-max") == []


def test_asterisks_stress_on_1x_and_fall_away_on_tts_2():
    def pieces(model):
        made = score("I *never* did.", model)
        return [(p.text.strip(), p.stressed) for p in made.cues[0].pieces]

    assert pieces("inworld-tts-1.5-max") == [("I", False), ("never", True), ("did.", False)]
    assert pieces("inworld-tts-2") == [("I", False), ("never", False), ("did.", False)]


def test_verbatim_is_spelled_and_lang_switches():
    made = score('<verbatim>AB-1</verbatim> <lang lang="es-ES">hola</lang> there')
    assert isinstance(made.cues[0].pieces[0], Spelled)
    languages = [cue.language for cue in made.cues]
    assert languages == ["", "es-ES", ""]


def test_lang_is_no_markup_before_tts_2():
    made = score('<lang lang="es-ES">hola</lang>', "inworld-tts-1.5-max")
    assert [cue.language for cue in made.cues] == [""]
    assert made.notes


def test_the_first_cue_of_a_long_text_is_short():
    text = "This is a sentence of some length, as Dr. Smith wrote. " * 40
    made = score(text)
    sizes = [sum(len(piece.span) for piece in cue.pieces) for cue in made.cues]
    assert sizes[0] < 200
    assert all(size < 700 for size in sizes)
    assert all(cue.pieces[-1].text.rstrip().endswith("wrote.") for cue in made.cues)


def test_words_of_a_delivery_are_read_with_degree_and_negation():
    assert STYLES.read("very slow").rate < STYLES.read("slow").rate < 1
    assert STYLES.read("slightly slow").rate > STYLES.read("slow").rate
    assert STYLES.read("not sad") is None
    assert STYLES.read("say with no pitch variation") == STYLES.read("flat")
    assert STYLES.read("whispering angrily").whisper
    assert STYLES.read("whispering angrily").volume > 1
    assert STYLES.read("") is None


@pytest.mark.parametrize(
    "instruction",
    dialect("inworld-tts-2").table["tags"]["instructions"]["words"],
)
def test_the_documented_instructions_are_understood(instruction):
    """All but the nasal voice, which espeak-ng does not have."""
    assert (STYLES.read(instruction) is None) == ("nasal" in instruction)


@pytest.mark.parametrize("model", ["inworld-tts-1.5-max", "inworld-tts-2"])
def test_every_tag_of_the_dialect_can_be_played(model):
    table = read_table("espeak")
    known = dialect(model)
    for sound in known.sounds:
        name = sound.replace("_", " ")
        assert table["like"].get(name, name) in table["sounds"]
    for name in (*known.emotions, *known.styles):
        assert STYLES.read(name) is not None


MARKUP = st.sampled_from(
    [
        "[sigh]",
        "[sad]",
        "[",
        "]",
        "/kriːt/",
        "/",
        "*",
        "**",
        "<",
        ">",
        "</lang>",
        "\n",
        ". ",
        "IT",
        '<break time="1s"/>',
        '<lang lang="fr">',
        "<verbatim>",
        "</verbatim>",
        "[a](http://b.c)",
    ]
)


@given(st.lists(MARKUP | st.text(max_size=8), max_size=12).map("".join))
def test_pieces_never_overlap_and_keep_their_letters(text):
    at = 0
    for cue in score(text).cues:
        if not isinstance(cue, Speak):
            assert cue.span.start >= at
            at = cue.span.end
            continue
        for piece in cue.pieces:
            assert piece.span.start >= at
            at = piece.span.end
            if not isinstance(piece, Respelled):
                assert len(piece.text) == len(piece.span)
