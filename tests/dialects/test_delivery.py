"""Which delivery is in force where: the documented scope rules, old and new."""

from __future__ import annotations

import pytest

from vivavoce.dialects import Force, TagKind, delivery, dialect
from vivavoce.syntax import parse

NEUTRAL = "neutral"


def heard(text: str, model: str = "inworld-tts-2", **how) -> list[tuple[str, str]]:
    """Each stretch of spoken words with its delivery, neighbours of one delivery joined."""
    document = parse(text)
    stretches = delivery.of(document, dialect(model), **how)
    out: list[tuple[str, str]] = []
    for span, name in delivery.describe(stretches):
        words = span.of(text).strip()
        if out and out[-1][1] == name:
            out[-1] = (f"{out[-1][0]} {words}", name)
        else:
            out.append((words, name))
    return out


# docs.inworld.ai, Steering, August 2026
SCOPES = {
    "[whisper] Stay low. They are here.": [("Stay low. They are here.", "whisper")],
    "[whisper] Stay low. [reset] They are here.": [
        ("Stay low.", "whisper"),
        ("They are here.", NEUTRAL),
    ],
    '[whisper] Stay low. [cough] <break time="1s" /> Run.': [("Stay low. Run.", "whisper")],
    "[whisper] [reset] Run.": [("Run.", NEUTRAL)],
    "[reset] [whisper] Run.": [("Run.", "whisper")],
    "[reset] [laugh] Run.": [("Run.", NEUTRAL)],
    "[very loud] [very slow] Run.": [("Run.", "very slow")],
}


@pytest.mark.parametrize("text", SCOPES)
def test_scope_table(text: str):
    assert heard(text) == SCOPES[text]


def test_the_instruction_field_is_the_start_and_never_comes_back():
    start = Force(TagKind.INSTRUCTION, "sound sad")
    assert heard("One. [very fast] Two. [reset] Three.", start=start) == [
        ("One.", "sound sad"),
        ("Two.", "very fast"),
        ("Three.", NEUTRAL),
    ]


def test_no_sentence_paragraph_break_or_sound_ends_an_instruction():
    text = '[whisper] One.\n\nTwo! <break time="2s" /> Three? [laugh] Four…'
    assert [name for _, name in heard(text)] == ["whisper"]


def test_later_tags_work_after_a_reset():
    assert heard("[sad] One. [RESET] Two. [very fast] Three.") == [
        ("One.", "sad"), ("Two.", NEUTRAL), ("Three.", "very fast"),
    ]  # fmt: skip


def test_a_tag_in_mid_sentence_holds_from_its_place():
    assert heard("I told him [whisper] no.") == [("I told him", NEUTRAL), ("no.", "whisper")]


def test_an_instruction_works_inside_a_language_span():
    text = '<lang lang="es-MX">[say slowly and clearly] Uno, dos.</lang> Three.'
    assert heard(text) == [("Uno, dos. Three.", "say slowly and clearly")]


def test_the_force_knows_the_tag_that_set_it():
    text = "Oh. [whisper] Run."
    last = delivery.of(parse(text), dialect("inworld-tts-2"))[-1]
    assert last.force is not None
    assert last.force.span is not None
    assert last.force.span.of(text) == "[whisper]"


class TestBefore20260806:
    """Release notes 2026-08-06: until then a tag covered only the text right after it."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "[whisper] Stay low. They are here.",
                [("Stay low.", "whisper"), ("They are here.", NEUTRAL)],
            ),
            (
                '[whisper] Stay <break time="1s" /> low.',
                [("Stay", "whisper"), ("low.", NEUTRAL)],
            ),
            ("[whisper] [reset] Run.", [("Run.", NEUTRAL)]),
            ("[very loud] [very slow] Run.", [("Run.", "very slow")]),
            (
                "[whisper] Stay low. [very loud] Run!",
                [("Stay low.", "whisper"), ("Run!", "very loud")],
            ),
        ],
    )
    def test_next_text_only(self, text: str, expected: list[tuple[str, str]]):
        assert heard(text, scope="next-text") == expected

    def test_the_dialect_offers_both_and_defaults_to_the_new(self):
        scope = dialect("inworld-tts-2").table["tags"]["scope"]
        assert scope["default"] == "until-changed"
        assert set(scope["choices"]) == {"until-changed", "next-text"}
        assert scope["break_ends"] is False


class TestFlash:
    """Flash drops instructions; release notes 2026-08-09."""

    def test_nothing_steers(self):
        assert heard("[whisper] One. [laugh] Two. [reset] Three.", "inworld-tts-2-flash") == [
            ("One. Two. Three.", NEUTRAL)
        ]


class TestOlderModels:
    """One emotion or style per text, as its first element."""

    MODEL = "inworld-tts-1.5-max"

    def forces(self, text: str, **how) -> list[Force | None]:
        return [s.force for s in delivery.of(parse(text), dialect(self.MODEL), **how)]

    def test_the_first_element_colours_what_follows(self):
        assert heard("[happy] One. Two. [laugh] Three.", self.MODEL) == [
            ("One. Two. Three.", "happy")
        ]
        assert all(force and force.certain for force in self.forces("[happy] One. Two."))

    def test_a_second_one_or_one_in_the_middle_is_uncertain(self):
        assert [f.certain for f in self.forces("[happy] One. [sad] Two.") if f] == [True, False]
        assert [f and f.certain for f in self.forces("One. [sad] Two.")] == [None, False]

    def test_sounds_colour_nothing(self):
        assert heard("[clear_throat] Ready? [sigh] Fine.", self.MODEL) == [
            ("Ready? Fine.", NEUTRAL)
        ]

    def test_unknown_tags_change_nothing(self):
        assert heard("[whisper] One. [reset] Two.", self.MODEL) == [("One. Two.", NEUTRAL)]

    def test_in_other_languages_nothing_is_certain(self):
        (force,) = self.forces("[happy] Bonjour.", language="fr-FR")
        assert force is not None
        assert not force.certain
