"""Gate: nothing that the vendor's documentation prints for a model is an error or a warning there."""

from __future__ import annotations

import pytest

from vivavoce import catalogue
from vivavoce.dialects import dialect, known_models
from vivavoce.lint import Severity, lint_source
from vivavoce.lint.settings import Settings
from vivavoce.text import Source

TTS2, FLASH = "inworld-tts-2", "inworld-tts-2-flash"
OLDER = ("inworld-tts-1", "inworld-tts-1-max", "inworld-tts-1.5-max", "inworld-tts-1.5-mini")

# docs.inworld.ai, Pause controls, Custom pronunciation, Generating speech: every model
EVERYWHERE = [
    (
        'One second pause <break time="1s" /> two seconds pause <BREAK time="2s" /> this is the end.'
        '<break time="500ms" />'
    ),
    'Wait. <break time="500ms" /> Now. <break time="1000ms" /> Go. <break time="10s" /> Done.',
    "We sailed to /kriːt/ at dawn.",
    "Good evening, harbour watch.",
    "The last boat came in at dusk.",
    "Wind is rising from the west. Reef the main now.",
    "They met on may sixth twenty twenty five, at twelve fifty-five PM.",
    "Write to test at example dot com: two plus two equals four.",
    "Dr. Smith is in. Uh, it is, um, like, fine!",
    "Well... maybe. I was going to – never mind.",
    "Hello, world!",
]

# docs.inworld.ai, Audio markups, Prompting for TTS, 2025 to mid 2026: tts-1 and tts-1.5
OLDER_TEXTS = [
    "[clear_throat] Ready? [sigh] Fine.",
    "I *really* mean it.",
    *(
        f"[{tag}] I did not expect to see you here."
        for tag in (*dialect(OLDER[0]).emotions, *dialect(OLDER[0]).styles)
    ),
    *(f"Oh, [{sound}] where were we?" for sound in dialect(OLDER[0]).sounds),
]

# docs.inworld.ai, Steering, August 2026, and Generating speech: tts-2
TTS2_TEXTS = [
    "[whisper] Stay low. They are here.",
    "[whisper] Stay low. [reset] They are here.",
    '[whisper] Stay low. [cough] <break time="1s" /> Run.',
    "[whisper] [reset] Run.",
    "[reset] [whisper] Run.",
    "[reset] [laugh] Run.",
    "One. [very fast] Two. [reset] Three.",
    "I did NOT ask. It was fanTAStic.",
    "[Clear Throat] Ready? [clear_throat] Set.",
    "[clears throat] Go. [throat clearing] Now.",
    "[laugh] No way.",
    '<lang lang="en-US">They call it a</lang> <lang lang="es-ES">farola</lang>',
    '<lang lang="es-MX">[say slowly and clearly] Buenos días.</lang>',
    '<lang lang="en-US">Say it again:<break time="200ms" /></lang> <lang lang="es-ES">llama</lang>',
    "<verbatim>AB12C</verbatim>",
    '<say-as interpret-as="verbatim">AB12C</say-as>',
]

# printed to show what goes wrong, with the rule that must say so
SHOWN_AS_WRONG = [
    ("[very loud] [very slow] Run.", TTS2, "VV108"),
    ("We sailed to /kriːt ðə/ at dawn.", TTS2, "VV402"),
    ("I **really** mean it.", "inworld-tts-1.5-max", "VV501"),
    ('[laf] <break time="1s" /> Run.', TTS2, "VV102"),
    ("[inquisitive] Is it?", "inworld-tts-1.5-max", "VV101"),
]


def instructions() -> list[str]:
    return list(dialect(TTS2).table["tags"]["instructions"]["words"])


def cases() -> list[tuple[str, str]]:
    out = [(text, model) for text in EVERYWHERE for model in known_models()]
    out += [(text, model) for text in OLDER_TEXTS for model in OLDER]
    out += [(text, TTS2) for text in TTS2_TEXTS]
    out += [(f"[{words}] We have a long way to go.", TTS2) for words in instructions()]
    out += [
        (f"So, [{sound}] where were we?", model)
        for model in (TTS2, FLASH)
        for sound in dialect(model).sounds
    ]
    return out


@pytest.mark.parametrize(("text", "model"), cases())
def test_what_the_vendor_prints_is_clean(text: str, model: str):
    for name in ("text.txt", "text.vv"):
        source = Source(text if name.endswith(".txt") else f"MIRA: {text}", name)
        found = lint_source(source, catalogue.rules(), Settings(model=model))
        assert [d for d in found if d.severity is not Severity.INFO] == []


@pytest.mark.parametrize(("text", "model", "code"), SHOWN_AS_WRONG)
def test_what_the_vendor_shows_as_wrong_is_found(text: str, model: str, code: str):
    if code not in {rule.code for rule in catalogue.rules()}:
        pytest.fail(f"the catalogue lacks {code}")
    found = lint_source(Source(text), catalogue.rules(), Settings(model=model))
    assert code in {d.code for d in found if d.severity is not Severity.INFO}
