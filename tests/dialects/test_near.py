"""Near misses: a slip finds its sound, a word of direction finds none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivavoce.dialects import TagKind, dialect

TTS2 = dialect("inworld-tts-2")
OLDER = dialect("inworld-tts-1.5-max")

DIRECTIONS = """
whispers whispered hushed breathless breathy mocking rough shocked singing humming shouting hissing
ranting slurred sneering growing begging pouting droning croaking squeaky shallow stiff trying
wheezing cheering crooning drawling roaring snarling calm happy sad angry excited tender curious
sarcastic nervous warm cold bright dark slow fast loud quiet soft gruff hoarse husky weary tired
sleepy drunk panicked solemn urgent playful gentle stern bitter proud shy sly smug teasing tense
dreamy wistful matter-of-fact sing-song deadpan monotone robotic muttering murmuring yelling
screaming pleading stammering trembling quivering smirking grinning smiling beaming gloating
""".split()  # noqa: SIM905 - a list of ninety words reads better as text


@pytest.mark.parametrize(
    ("slip", "name"),
    [
        ("laf", "laugh"), ("laff", "laugh"), ("laugth", "laugh"), ("luagh", "laugh"),
        ("clear_thorat", "clear throat"), ("clears his throat", "clear throat"),
        ("coff", "cough"), ("coughh", "cough"), ("giggel", "giggle"), ("sigth", "sigh"),
        ("hic", "hiccup"), ("shh", "shush"), ("achoo", "sneeze"), ("chukle", "chuckle"),
        ("gsap", "gasp"), ("yaun", "yawn"), ("wimper", "whimper"), ("tounge click", "tongue click"),
    ],
)  # fmt: skip
def test_a_slip_finds_its_sound(slip: str, name: str):
    assert TTS2.classify(slip).kind is TagKind.INSTRUCTION
    assert TTS2.near(slip)[0] == name


@pytest.mark.parametrize("word", DIRECTIONS)
def test_a_word_of_direction_is_near_nothing(word: str):
    assert TTS2.near(word) == ()


def test_every_misspelling_in_the_table_leads_to_its_sound_and_is_none_itself():
    for model in (TTS2, OLDER):
        for name, slips in model.table["tags"]["misspellings"]["of"].items():
            assert name in model.fixed_tags
            for slip in slips:
                assert model.classify(slip).kind in {TagKind.INSTRUCTION, TagKind.UNKNOWN}, slip
                assert model.near(slip) == (name,), slip


def test_a_known_tag_is_near_nothing():
    for name in TTS2.fixed_tags:
        assert TTS2.near(name) == ()


def test_directions_in_the_table_are_no_sounds():
    for word in TTS2.table["tags"]["directions"]["words"]:
        assert TTS2.classify(word).kind is TagKind.INSTRUCTION, word
        assert TTS2.near(word) == (), word


def test_older_models_find_their_own_tags():
    assert OLDER.near("hapy") == ("happy",)
    assert OLDER.near("clear thraot") == ("clear_throat",)
    assert OLDER.near("inquisitive") == ()


@given(st.text(max_size=40))
def test_any_body_is_classified_and_what_it_is_near_is_a_tag(body: str):
    TTS2.classify(body)
    assert set(TTS2.near(body)) <= set(TTS2.fixed_tags)
