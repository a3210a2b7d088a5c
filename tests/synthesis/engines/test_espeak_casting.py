"""Who speaks for a voice id."""

from __future__ import annotations

import pytest

from vivavoce.errors import UnknownNameError
from vivavoce.synthesis.engines._espeak.casting import cast, find_language
from vivavoce.synthesis.engines._tables import read_table
from vivavoce.synthesis.engines.espeak import ENGINE

pytestmark = pytest.mark.usefixtures("espeak")


@pytest.mark.parametrize(
    ("voice", "identifier", "variant"),
    [
        ("en-us", "gmw/en-US", ""),
        ("en-us+f3", "gmw/en-US", "f3"),
        ("gmw/en-US+whisper", "gmw/en-US", "whisper"),
        ("fr-fr+m2", "roa/fr", "m2"),
    ],
)
def test_own_ids_select_directly(voice, identifier, variant):
    part = cast(voice, "de-DE", "Hello")
    assert (part.identifier, part.variant, part.note) == (identifier, variant, "")


@pytest.mark.parametrize("voice", ["en-uss", "en-us+f33", "xx-yy", "enus+f1", "gmw/en-USA"])
def test_ids_that_look_like_ours_and_are_none_are_refused(voice):
    with pytest.raises(UnknownNameError) as caught:
        cast(voice, None, "Hello")
    assert caught.value.suggestions or voice in str(caught.value)


def test_a_misspelt_id_is_answered_with_the_closest():
    with pytest.raises(UnknownNameError) as caught:
        cast("en-uss", None, "Hello")
    assert "en-us" in caught.value.suggestions


def test_the_vendors_voices_differ_and_keep_their_sex():
    parts = {name: cast(name, "en-US", "Hello") for name in ("Dennis", "Ashley", "Alex", "Sarah")}
    assert len({part.variant for part in parts.values()}) == 4
    assert [part.female for part in parts.values()] == [False, True, False, True]
    assert all(name in part.note for name, part in parts.items())
    assert {part.identifier for part in parts.values()} == {"gmw/en-US"}


def test_a_voice_nobody_knows_is_the_same_every_time():
    assert cast("harbour-demo__night-watch", None, "Hello").variant == "linda"
    names = [f"workspace__voice-{n}" for n in range(60)]
    assert len({cast(name, None, "Hello").variant for name in names}) > 15


def test_language_comes_from_request_text_or_voice_in_this_order():
    assert cast("Johanna", None, "Guten Tag").identifier == "gmw/de"
    assert cast("Johanna", "fr-FR", "Guten Tag").identifier == "roa/fr"
    assert cast("Johanna", None, "привет").identifier == "zle/ru"
    assert cast("Dennis", "en-GB", "Hello").identifier == "gmw/en"


def test_a_language_without_a_voice_is_told():
    part = cast("Dennis", "xx-YY", "Hello")
    assert part.identifier == "gmw/en-US"
    assert "xx-YY" in part.note


@pytest.mark.parametrize(
    ("tag", "identifier"),
    [
        ("en-US", "gmw/en-US"),
        ("EN_GB", "gmw/en"),
        ("en", "gmw/en-US"),
        ("zh-CN", "sit/cmn"),
        ("pt-BR", "roa/pt-BR"),
        ("he-IL", "sem/he"),
        ("ja-JP", "jpx/ja"),
        ("arz", "sem/ar"),
        ("fr-FR", "roa/fr"),
        ("xx", None),
        ("", None),
    ],
)
def test_language_tags_find_their_voice(tag, identifier):
    assert find_language(tag) == identifier


def test_every_tier_one_language_has_a_voice():
    tags = (
        "en-US ar-SA zh-CN nl-NL fr-FR de-DE he-IL hi-IN it-IT ja-JP ko-KR pl-PL pt-BR ru-RU es-ES"
    )
    assert all(find_language(tag) for tag in tags.split())


def test_the_table_names_only_what_exists(espeak):
    table = read_table("espeak")
    rows = table["cast"]["voices"].values()
    variants = {row["variant"] for row in rows}.union(
        table["cast"]["male"], table["cast"]["female"]
    )
    assert variants <= set(espeak.variants)
    languages = {row["language"] for row in rows if "language" in row}
    languages |= set(table["languages"]["scripts"]) | set(table["languages"]["aliases"].values())
    assert all(find_language(language) for language in languages)


def test_all_listed_voices_can_speak(speak):
    voices = ENGINE.voices()
    assert len(voices) > 200
    assert len({voice.id for voice in voices}) == len(voices)
    tags = {voice.id: voice.language for voice in voices}
    assert (tags["en-us"], tags["de"], tags["pt-br"]) == ("en-US", "de", "pt-BR")
    for voice in voices[::9]:
        assert speak("1 2 3", voice=voice.id).words == ["1", "2", "3"]
