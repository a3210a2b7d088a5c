"""The natural voice, on the real network."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vivavoce.errors import UnknownNameError
from vivavoce.speech import Request
from vivavoce.synthesis.engines._natural import network
from vivavoce.synthesis.engines._natural.reading import LONGEST, read
from vivavoce.synthesis.engines.natural import ENGINE
from vivavoce.synthesis.engines.score import Plain, Style
from vivavoce.text import Span

pytest.importorskip("hibari", reason="needs the natural extra")


@pytest.fixture
def say(speak):
    def say(text, *, voice="heart", **settings):
        return speak(text, voice=voice, engine=ENGINE, **settings)

    return say


def test_a_sentence_has_words_phones_and_measured_times(say):
    spoken = say("The ferry reached /kriːt/ at dawn.")
    spoken.assert_sound()
    assert spoken.words == ["The", "ferry", "reached", "/kriːt/", "at", "dawn"]
    assert not spoken.alignment.estimated
    word = spoken.words.index("/kriːt/")
    assert [p.symbol for p in spoken.alignment.phones if p.word == word] == ["k", "ɹ", "i", "t"]


@pytest.mark.parametrize("word", ["apple", "butter", "mother", "water"])
def test_a_word_begins_where_it_is_heard(say, find_onset, word):
    spoken = say(f"{word}.")
    assert spoken.alignment.words[0].start == pytest.approx(find_onset(spoken), abs=0.08)


def test_every_token_of_prose_has_its_time(say):
    text = (
        "It was the best of times; in the age of 1859, Dr. Smith paid $4.20 for 5 km by ferry. "
        "\"Don't go,\" she said (quietly), at 12:55 PM — test@example.com wasn't 50% right!"
    )
    spoken = say(text)
    spoken.assert_sound()
    assert spoken.words == [token.strip('.,;!"()') for token in text.split() if token != "—"]


def test_the_same_request_is_the_same_sound(say):
    first, second = (sha256(say("Once more.", seed=7).audio.samples).digest() for _ in range(2))
    assert first == second
    assert sha256(say("Once more.", seed=8).audio.samples).digest() != first


def test_deliveries_are_to_be_heard(say):
    text = "We were rowing over the water all morning."
    plain = say(text).audio
    assert say(f"[very slow] {text}").audio.duration > 1.2 * plain.duration
    assert say(f"[very fast] {text}").audio.duration < 0.8 * plain.duration
    assert say(text, speaking_rate=0.7).audio.duration > 1.2 * plain.duration
    for style in ("sad", "whisper", "very angry", "say in a high pitch"):
        assert say(f"[{style}] {text}").audio.samples != plain.samples


def test_a_whisper_has_no_voice(say, voicing):
    text = "All morning we were rowing over more and more water."
    assert voicing(say(text)) > 0.75
    assert voicing(say(f"[whisper] {text}")) < 0.7


def test_what_the_reader_trips_over_costs_one_word(say):
    spoken = say("Footnote ¡¹ and more ¡² here.")
    spoken.assert_sound()
    assert spoken.words == ["Footnote", "¹", "and", "more", "²", "here"]
    heard = "".join(phone.symbol for phone in spoken.alignment.phones)
    assert "hˈɪɹ" in heard


def test_what_it_cannot_say_is_said_by_espeak_and_told(say):
    spoken = say('Well [laugh] <lang lang="es-ES">hola amigo</lang> привет', sample_rate=16000)
    spoken.assert_sound()
    assert spoken.words == ["Well", "hola", "amigo", "привет"]
    assert any("[laugh] is a stand-in" in note for note in spoken.notes)
    assert any("es-ES" in note for note in spoken.notes)


def test_without_espeak_it_says_what_was_left_out():
    code = (
        "import sys, ctypes.util\n"
        "sys.modules['espeakng_loader'] = None\n"
        "ctypes.util.find_library = lambda name: None\n"
        "from vivavoce.speech import Request\n"
        "from vivavoce.synthesis.engines.natural import ENGINE\n"
        "request = Request(text='Hello [laugh] there.', voice='heart', model='inworld-tts-2')\n"
        "chunks = list(ENGINE.stream(request))\n"
        "print([w.text for c in chunks for w in c.alignment.words])\n"
        "print(*(n for c in chunks for n in c.notes))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "['Hello', 'there']" in done.stdout
    assert "[laugh] was left out" in done.stdout
    assert "vivavoce[speech]" in done.stdout


def test_it_opens_no_connection():
    code = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda e, a: opened.append(e) if e.startswith('socket.') else None)\n"
        "from vivavoce.speech import Request\n"
        "from vivavoce.synthesis.engines.natural import ENGINE\n"
        "list(ENGINE.stream(Request(text='Hello.', voice='Ashley', model='inworld-tts-2')))\n"
        "assert 'socket.connect' not in opened and 'socket.getaddrinfo' not in opened, opened\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr


def test_without_the_package_the_extra_is_named():
    code = (
        "import sys\n"
        "sys.modules['hibari'] = sys.modules['onnxruntime'] = None\n"
        "from vivavoce.errors import MissingExtraError\n"
        "from vivavoce.speech import Request\n"
        "from vivavoce.synthesis.engines.natural import ENGINE\n"
        "try: ENGINE.stream(Request(text='Hello.', voice='heart', model='inworld-tts-2'))\n"
        "except MissingExtraError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120
    )
    assert "pip install 'vivavoce[natural]'" in done.stdout


def test_only_the_voice_that_is_here_is_offered():
    assert [voice.id for voice in ENGINE.voices()] == ["heart"]
    with pytest.raises(UnknownNameError, match="emma"):
        ENGINE.stream(Request(text="Hello.", voice="emma", model="inworld-tts-2"))


def test_another_model_has_its_times_estimated(say, monkeypatch):
    class Bare:
        def __init__(self, session):
            self._session = session

        def get_outputs(self):
            return self._session.get_outputs()[:6]

        def run(self, names, feed):
            return self._session.run(names, feed)

    real = network.load()
    bare = network.Network(Bare(real.session), real.vocabulary)
    monkeypatch.setattr(network, "load", lambda: bare)
    spoken = say("The ferry reached the harbour at dawn.")
    spoken.assert_sound()
    assert spoken.alignment.estimated
    assert spoken.words == ["The", "ferry", "reached", "the", "harbour", "at", "dawn"]


def test_no_sentence_is_longer_than_the_network_takes():
    text = "rowing over more and more water, " * 60
    known = network.load().vocabulary.__contains__
    sentences = list(read([Plain(text, Span(0, len(text)))], known))
    assert all(0 < len(sentence.phones) <= LONGEST for sentence in sentences)
    assert sum(len(sentence.tokens) for sentence in sentences) == len(text.split())


def test_the_melody_follows_the_style():
    import numpy as np

    f0 = np.array([0.0, 100.0, 200.0, 400.0], np.float32)
    spectra = [np.zeros((2, 4), np.float32) for _ in range(5)] + [f0]
    high = network._colour(spectra, Style(pitch=1.25))[5]
    flat = network._colour(spectra, Style(range=0.001))[5]
    assert high == pytest.approx([0.0, 125.0, 250.0, 500.0])
    assert flat == pytest.approx([0.0, 200.0, 200.0, 200.0], rel=0.01)


FRAGMENTS = st.sampled_from(
    [
        "it was ",
        "$4.20 ",
        "Dr. ",
        "/kriːt/",
        "'s",
        "[sigh]",
        "[sad] ",
        "NOT ",
        "&",
        "<",
        "[[",
        "](",
        "*a*",
        "\x01",
        "�",
        "😀",
        "日本",
        "<verbatim>a1</verbatim>",
        "\n",
        "é",
        "—",
        "5 km ",
    ]
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(st.lists(FRAGMENTS | st.text(max_size=6), max_size=8).map("".join))
def test_any_text_at_all_is_spoken_in_order(say, text):
    say(text).assert_sound()
