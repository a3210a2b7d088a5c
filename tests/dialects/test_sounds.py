"""What a bracket is: every sound, inflection and instruction that the vendor documents."""

from __future__ import annotations

import re

import pytest

from vivavoce.dialects import TagKind, dialect

TTS2, FLASH, OLDER = "inworld-tts-2", "inworld-tts-2-flash", "inworld-tts-1.5-max"

# docs.inworld.ai, Steering, August 2026
SOUNDS = {
    "breath and effort": "breathe sigh gasp pant huff grunt groan moan",
    "laughter": "laugh chuckle giggle cackle snort scoff",
    "distress": "cry sob wail whimper whine sniffle sniff shriek squeal howl",
    "throat and chest": (
        "clear_throat cough sneeze hiccup yawn burp snore choke gag swallow gulp spit"
    ),
    "mouth": ("tongue_click mouth_click mouth_sound lip_smack kiss shush raspberry whistle bleh"),
    "eating and drinking": "chew slurp",
    "other": "babble beatbox growl",
}
ALL_SOUNDS = [name.replace("_", " ") for names in SOUNDS.values() for name in names.split()]
EXTRAS = {"throatclear", "throatclearing", "clearsthroat"}

INSTRUCTIONS = """
say with force|articulate clearly|say with deliberate pauses|say with a falling pitch
say with a rising pitch|very loud|very quiet|say in a low tone|say in a high pitch|say playfully
say with no pitch variation|very fast|very slow|sing joyfully|whisper in a hushed style
give a nasal quality|say excitedly|sound sad|sound concerned|sound terrified
""".strip().replace("\n", "|").split("|")  # fmt: skip
LOOK_LIKE_SOUNDS = ["shout", "scream", "sing", "hum", "mumble", "whisper", "whispering"]


def checker_takes_for_sound(body: str) -> bool:
    """The vendor's own text checker: letters only, one ending dropped."""
    letters = re.sub("[^a-z]", "", body.lower())
    known = {re.sub("[^a-z]", "", name) for name in ALL_SOUNDS} | EXTRAS
    return letters in known or re.sub("(s|es|ing|ed)$", "", letters) in known


def test_there_are_fifty_sounds():
    assert len(ALL_SOUNDS) == 50
    assert sorted(dialect(TTS2).sounds) == sorted(ALL_SOUNDS)
    assert dialect(FLASH).sounds == dialect(TTS2).sounds


@pytest.mark.parametrize("model", [TTS2, FLASH])
@pytest.mark.parametrize("name", ALL_SOUNDS)
def test_a_sound_in_any_spelling(model: str, name: str):
    spellings = [name, name.upper(), name.title(), name.replace(" ", "_"), f" {name} ", f"{name}!"]
    for spelling in (*spellings, name.replace(" ", "")):
        tag = dialect(model).classify(spelling)
        assert (tag.kind, tag.name, tag.certain) == (TagKind.SOUND, name, True), spelling


@pytest.mark.parametrize("name", ALL_SOUNDS)
def test_inflections_are_marked_as_the_checker_sees_them(name: str):
    row = dialect(TTS2).table["tags"]["sounds"][name]
    for form in row["forms"]:
        assert checker_takes_for_sound(form), form
        assert dialect(TTS2).classify(form).certain
    for form in row.get("loose", ()):
        assert not checker_takes_for_sound(form), form
        assert not dialect(TTS2).classify(form).certain
    for form in (*row["forms"], *row.get("loose", ())):
        tag = dialect(TTS2).classify(form)
        assert (tag.kind, tag.name) == (TagKind.SOUND, name)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("Clear Throat", "clear throat"), ("clear_throat", "clear throat"),
        ("clears throat", "clear throat"), ("throat clearing", "clear throat"),
        ("sighs", "sigh"), ("laughs", "laugh"), ("coughing", "cough"), ("crying", "cry"),
        ("laughing", "laugh"), ("sighed", "sigh"), ("kisses", "kiss"), ("howling", "howl"),
    ],
)  # fmt: skip
def test_forms_that_model_and_checker_know(body: str, name: str):
    tag = dialect(TTS2).classify(body)
    assert (tag.kind, tag.name, tag.certain) == (TagKind.SOUND, name, True)


@pytest.mark.parametrize(
    "body",
    [
        "breathing", "breathes", "giggling", "sneezing", "choking", "whistling", "snoring",
        "whining", "sobbing", "gagging", "spitting", "cries", "clearing throat",
    ],
)  # fmt: skip
def test_forms_that_only_the_model_knows(body: str):
    tag = dialect(TTS2).classify(body)
    assert tag.kind is TagKind.SOUND
    assert not tag.certain


def test_every_documented_instruction_steers():
    for body in INSTRUCTIONS:
        assert dialect(TTS2).classify(body).kind is TagKind.INSTRUCTION, body
        assert dialect(TTS2).near(body) == (), body
    documented = dialect(TTS2).table["tags"]["instructions"]["words"]
    assert set(INSTRUCTIONS) <= set(documented)


@pytest.mark.parametrize("body", LOOK_LIKE_SOUNDS)
def test_words_that_look_like_sounds_steer(body: str):
    assert dialect(TTS2).classify(body).kind is TagKind.INSTRUCTION
    assert dialect(TTS2).near(body) == ()


@pytest.mark.parametrize("body", ["reset", "Reset", "RESET", " reset "])
def test_reset_is_reserved_in_any_letter_case(body: str):
    assert dialect(TTS2).classify(body).kind is TagKind.RESET


@pytest.mark.parametrize("body", ["reset!", "re set", "resets", "reset the mood"])
def test_what_only_resembles_reset_is_an_instruction(body: str):
    assert dialect(TTS2).classify(body).kind is TagKind.INSTRUCTION


@pytest.mark.parametrize("body", ["", " ", "\t"])
def test_empty_brackets(body: str):
    assert dialect(TTS2).classify(body).kind is TagKind.EMPTY
    assert dialect(OLDER).classify(body).kind is TagKind.EMPTY


def test_the_most_reliable_sounds_are_told():
    reliable = dialect(TTS2).table["tags"]["reliable"]["sounds"]
    assert reliable == ["laugh", "breathe", "clear throat", "sigh", "cough", "yawn"]


class TestOlderModels:
    """tts-1 and tts-1.5: docs.inworld.ai, Audio markups, 2025 to mid 2026."""

    MODELS = ("inworld-tts-1", "inworld-tts-1-max", OLDER, "inworld-tts-1.5-mini")

    @pytest.mark.parametrize("model", MODELS)
    def test_fourteen_fixed_tags(self, model: str):
        table = {
            TagKind.EMOTION: "happy sad angry surprised fearful disgusted",
            TagKind.STYLE: "laughing whispering",
            TagKind.SOUND: "breathe clear_throat cough laugh sigh yawn",
        }
        for kind, names in table.items():
            for name in names.split():
                tag = dialect(model).classify(name)
                assert (tag.kind, tag.canonical) == (kind, True), name
        assert len(dialect(model).fixed_tags) == 14

    @pytest.mark.parametrize(
        "body", ["inquisitive", "say with awe", "reset", "gasp", "whisper", "laughs", "giggle"]
    )
    def test_anything_else_is_unknown(self, body: str):
        assert dialect(OLDER).classify(body).kind is TagKind.UNKNOWN

    def test_they_neither_steer_nor_take_tags_in_other_languages(self):
        assert not dialect(OLDER).steers
        assert dialect(OLDER).english_tags_only
        assert not dialect(TTS2).english_tags_only


class TestTrapsBetweenModels:
    """The same letters, another meaning."""

    def test_laughing_is_a_style_there_and_a_sound_here(self):
        assert dialect(OLDER).classify("laughing").kind is TagKind.STYLE
        assert dialect(TTS2).classify("laughing").kind is TagKind.SOUND
        assert "laughing" in dialect(TTS2).table["tags"]["changed"]

    def test_whispering_is_a_style_there_and_an_instruction_here(self):
        assert dialect(OLDER).classify("whispering").kind is TagKind.STYLE
        assert dialect(TTS2).classify("whispering").kind is TagKind.INSTRUCTION

    def test_flash_plays_sounds_and_does_not_steer(self):
        flash = dialect(FLASH)
        assert flash.classify("laugh").kind is TagKind.SOUND
        assert flash.classify("say with awe").kind is TagKind.INSTRUCTION
        assert not flash.steers
        assert dialect(TTS2).steers
