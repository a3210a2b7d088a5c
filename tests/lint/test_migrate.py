"""From model to model."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivavoce.dialects import dialect, known_models
from vivavoce.lint.migrate import Migration, migrate
from vivavoce.syntax import Script
from vivavoce.text import Source

OLD, NEW, FLASH = "inworld-tts-1.5-max", "inworld-tts-2", "inworld-tts-2-flash"


def move(text: str, before: str = OLD, after: str = NEW) -> Migration:
    return migrate(Script.from_source(Source(text, "a.vv")), dialect(before), dialect(after))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A: [clear_throat] Hm.", "A: [clear throat] Hm."),
        ("A: [sigh] Hm.", "A: [sigh] Hm."),
        ("A: That is *really* good.", "A: That is REALLY good."),
        ("A: That is *not at all what I said* now.", "A: That is *not at all what I said* now."),
        (f"---\nmodel: {OLD}\n---\nA: Hm.", f"---\nmodel: {NEW}\n---\nA: Hm."),
        ("A: [happy] Hm.", "A: [happy] Hm."),
    ],
)
def test_rewrites(text: str, wanted: str):
    assert move(text).text == wanted


def test_the_way_back():
    assert move("A: [clear throat] [Sighs] Hm.", NEW, OLD).text == "A: [clear_throat] [sigh] Hm."


@pytest.mark.parametrize(
    ("text", "before", "after", "flagged", "message"),
    [
        ("A: [laughing] Hm.", OLD, NEW, "[laughing]", "To inworld-tts-2 it is the sound [laugh]"),
        ("A: [happy] Hm.", OLD, NEW, "[happy]", "an instruction, in force until the next tag"),
        ("A: [very quiet] Hm.", NEW, OLD, "[very quiet]", "may be read aloud"),
        ("A: [very quiet] Hm.", NEW, FLASH, "[very quiet]", "an instruction, which it drops"),
        ("A: [giggle] Hm.", NEW, OLD, "[giggle]", "has no sound [giggle]"),
        ("A: *Not one word of it* is true.", OLD, NEW, "*Not one word of it*", "does not stress"),
        ('A: <lang lang="es">Ola</lang>', NEW, OLD, '<lang lang="es">', "has no language tags"),
        ("---\ntemperature: 1.1\n---\nA: Hm.", OLD, NEW, "temperature", "has no temperature"),
    ],
)
def test_notices(text: str, before: str, after: str, flagged: str, message: str):
    notices = move(text, before, after).notices
    assert [n.span.of(text) for n in notices][:1] == [flagged]
    assert message in notices[0].message


MIXED = st.lists(
    st.sampled_from(
        [
            "A: ",
            "[happy]",
            "[laughing] ",
            "[clear_throat]",
            "[reset]",
            "[very quiet] ",
            "*so* ",
            "*a",
            ".",
            "\n",
            "Hello. ",
            '<break time="1s" />',
            "**b**",
            "[",
            "]",
            "/",
            "---\n",
            "model: x\n",
            "[] ",
        ]
    ),
    max_size=20,
).map("".join)


@settings(max_examples=200, deadline=None)
@given(text=MIXED, models=st.tuples(*[st.sampled_from(known_models())] * 2))
def test_any_script_moves_and_then_stays(text: str, models: tuple[str, str]):
    once = move(text, *models)
    again = move(once.text, models[1], models[1])
    assert again.text == move(again.text, models[1], models[1]).text
    assert again.notices == ()
    if models[0] == models[1]:
        assert once.notices == ()
