"""The local voice, on the real library."""

from __future__ import annotations

import itertools
from array import array
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vivavoce.errors import UnknownNameError
from vivavoce.speech import Request
from vivavoce.synthesis.engines.espeak import ENGINE


def test_a_sentence_is_heard_as_ever(speak):
    spoken = speak("The ferry reached /kriːt/ at dawn.", voice="en-us")
    spoken.assert_sound()
    assert spoken.words == ["The", "ferry", "reached", "/kriːt/", "at", "dawn"]
    assert "".join(spoken.phones) == "ðəfˈɛɹiɹˈiːtʃtkɹiːtætdˈɔːn"
    # the library shifts phones by a frame or two from call to call
    starts = [word.start for word in spoken.alignment.words]
    assert starts == pytest.approx([0.0, 0.09, 0.43, 0.76, 1.06, 1.2], abs=0.05)


def test_every_token_of_prose_has_its_time(speak):
    text = (
        "It was the best of times; in the age of 1859, Dr. Smith paid $4.20 for the ferry. "
        "\"Don't go,\" she said (quietly), at 12:55 PM — test@example.com wasn't 50% right!"
    )
    spoken = speak(text)
    spoken.assert_sound()
    assert spoken.words == [token.strip('.,;!"()') for token in text.split() if token != "—"]
    assert all(word.end > word.start for word in spoken.alignment.words)


@pytest.mark.parametrize("word", ["apple", "mother", "seven", "water", "river", "island", "no"])
def test_a_word_begins_where_it_is_heard(speak, find_onset, word):
    spoken = speak(f'<break time="300ms" /> {word}.', voice="en-us")
    assert spoken.alignment.words[0].start == pytest.approx(find_onset(spoken), abs=0.05)


def test_phones_belong_to_their_words(speak):
    spoken = speak("bad dog", voice="en-us")
    assert [(p.symbol, p.word) for p in spoken.alignment.phones] == [
        ("b", 0), ("ˈæ", 0), ("d", 0), ("d", 1), ("ˈɑː", 1), ("ɡ", 1),
    ]  # fmt: skip


def test_mouth_shapes_fill_the_speech(speak):
    shapes = speak("bad moves", voice="en-us").alignment.visemes
    assert shapes[0].start == 0.0
    assert shapes[0].symbol == "bmp"
    assert all(a.end == b.start for a, b in itertools.pairwise(shapes))
    assert "fv" in {shape.symbol for shape in shapes}


def test_breaks_are_silent_and_as_long_as_asked(speak):
    plain = speak("One. Two.")
    paused = speak('One. <break time="700ms" /> Two.')
    paused.assert_sound()
    silent = next(chunk for chunk in paused.chunks if not any(chunk.audio.samples))
    assert silent.audio.duration == pytest.approx(0.7, abs=0.001)
    assert paused.audio.duration > plain.audio.duration + 0.4


def test_sounds_are_heard_and_listed_as_stand_ins(speak):
    spoken = speak("Well [laugh] then [hiccups] so.")
    spoken.assert_sound()
    assert spoken.words == ["Well", "then", "so"]
    assert any("[laugh] is a stand-in" in note for note in spoken.notes)
    assert any("[hiccup] is a stand-in" in note for note in spoken.notes)
    gap = spoken.word("then").start - spoken.word("Well").end
    assert gap > 0.5


def loudness(spoken):
    values = array("h", spoken.audio.samples)
    return (sum(v * v for v in values) / len(values)) ** 0.5


def test_a_whisper_has_no_voice(speak, voicing):
    text = "All morning we were rowing over more and more water."
    plain = voicing(speak(text))
    assert plain > 0.7
    assert voicing(speak(f"[whisper] {text}")) < 0.75 * plain
    assert voicing(speak(f"[whisper] {text}", voice="Ashley")) < 0.75 * plain


def test_deliveries_are_to_be_heard(speak):
    text = "We were rowing over the water all morning."
    plain = speak(text)
    assert loudness(speak(f"[very loud] {text}")) > 1.3 * loudness(plain)
    assert loudness(speak(f"[very quiet] {text}")) < 0.7 * loudness(plain)
    assert speak(f"[very slow] {text}").audio.duration > 1.3 * plain.audio.duration
    assert speak(f"[very fast] {text}").audio.duration < 0.8 * plain.audio.duration
    started = speak(text, instruction="very slow")
    assert started.audio.duration > 1.3 * plain.audio.duration


def test_speaking_rate_and_sample_rate_are_kept(speak):
    plain = speak("We were rowing over the water.")
    assert plain.audio.sample_rate == 22050
    slow = speak("We were rowing over the water.", speaking_rate=0.5)
    assert slow.audio.duration > 1.5 * plain.audio.duration
    for rate in (8000, 16000, 24000, 48000):
        spoken = speak("We [sigh] were rowing [very fast] over the water.", sample_rate=rate)
        spoken.assert_sound()
        assert spoken.audio.sample_rate == rate
    assert loudness(spoken) > 1000


def test_capitals_and_asterisks_are_leant_on(speak):
    plain = speak("I never did.", model="inworld-tts-1.5-max")
    leant = speak("I *never* did.", model="inworld-tts-1.5-max")
    leant.assert_sound()
    assert leant.words == plain.words
    assert leant.audio.duration > plain.audio.duration


def test_verbatim_is_one_word_spelled_out(speak):
    spoken = speak("Seat <verbatim>AB-1</verbatim>, please & thanks.", voice="en-us")
    spoken.assert_sound()
    assert spoken.words == ["Seat", "AB-1", "please", "&", "thanks"]
    index = spoken.words.index("AB-1")
    heard = "".join(p.symbol for p in spoken.alignment.phones if p.word == index)
    assert heard.replace("ˌ", "").replace("ˈ", "") == "eɪbiːdæʃwʌn"


def test_a_respelled_word_keeps_its_ending_and_its_marks(speak):
    spoken = speak('She saw (/kriːt/\'s) port, "/kriːt/"!', voice="en-us")
    spoken.assert_sound()
    assert spoken.words == ["She", "saw", "/kriːt/'s", "port", "/kriːt/"]
    heard = "".join(p.symbol for p in spoken.alignment.phones if p.word == 2)
    assert heard == "kɹiːts"


def test_sounds_a_voice_lacks_are_in_the_notes(speak):
    spoken = speak("The /ɮøː☃/ rose.")
    assert any("ɮ" in note for note in spoken.notes)
    assert any("☃" in note for note in spoken.notes)


def test_no_bracket_of_the_script_becomes_phonemes(speak):
    spoken = speak("Say [[hə'loʊ]] and [ [kr'i:t] ] now.", voice="en-us")
    spoken.assert_sound()
    assert "kɹˈiːt" not in "".join(spoken.phones)


def test_language_spans_change_the_voice(speak):
    spoken = speak('<lang lang="es-ES">llave</lang> <lang lang="de-DE">ich</lang>')
    heard = "".join(spoken.phones)
    assert spoken.words == ["llave", "ich"]
    assert "ʎ" in heard
    assert "ç" in heard
    missing = speak('<lang lang="xx-YY">hello</lang>')
    assert any("xx-YY" in note for note in missing.notes)


def test_a_language_is_told_by_its_script(speak):
    for text, symbol in (("привет мир", "r"), ("こんにちは", "k"), ("γάλα", "ɣ")):
        spoken = speak(text)
        spoken.assert_sound()
        assert symbol in "".join(spoken.phones)
    assert speak("привет").phones == speak("привет", language="ru-RU").phones


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "[sad]", "...", "[", "\ufeff"])
def test_nothing_to_say_is_no_error(speak, text):
    spoken = speak(text)
    assert spoken.words == []
    assert spoken.audio.sample_rate == 22050


def test_the_same_request_is_the_same_words_from_four_threads(speak):
    requests = [("Bath water.", "en-us"), ("Bath water.", "en-gb+f2"), ("[sad] Hola.", "es")] * 12
    with ThreadPoolExecutor(4) as pool:
        heard = list(pool.map(lambda r: "".join(speak(r[0], voice=r[1]).phones), requests))
    assert len(set(heard)) == 3
    assert heard == heard[:3] * 12


def test_stopping_early_leaves_the_library_free(speak):
    stream = ENGINE.stream(Request(text="One. [sad] Two.", voice="en-us", model="inworld-tts-2"))
    next(stream)
    stream.close()
    assert speak("Three.").words == ["Three"]


def test_status_and_provenance_tell_the_version(espeak):
    status = ENGINE.status()
    assert status.ready
    assert espeak.version in status.detail
    made = ENGINE.provenance(Request(text="abc", voice="x", model="inworld-tts-2"))
    assert made.engine == "espeak"
    assert made.engine_version == espeak.version
    assert made.characters == 3


def test_an_unknown_model_is_named():
    with pytest.raises(UnknownNameError, match="inworld-tts-3"):
        ENGINE.stream(Request(text="abc", voice="Dennis", model="inworld-tts-3"))


FRAGMENTS = st.sampled_from(
    [
        "it was ",
        "in the ",
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
        "]]",
        "*a*",
        "\x01",
        "\x00",
        "�",
        "😀",
        "日本",
        "<verbatim>a1</verbatim>",
        "\n",
        '<break time="1ms"/>',
        '<lang lang="fr">',
        "</lang>",
        "é",
        "(",
        "—",
        "привет ",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(FRAGMENTS | st.text(max_size=6), max_size=10).map("".join),
    st.sampled_from(["inworld-tts-2", "inworld-tts-2-flash", "inworld-tts-1.5-max"]),
)
def test_any_text_at_all_is_spoken_in_order(speak, text, model):
    speak(text, model=model).assert_sound()
