"""The OpenAI-compatible endpoint."""

import pytest

from vivavoce.speech.riff import is_wave, read_wave

fact = pytest.mark.fact
PAGE = "docs.inworld.ai, Create speech, OpenAI compatibility"
SKILL = "the vendor's migration skill"


def ask(service, **more):
    body = {"model": "inworld-tts-2", "input": "Stay low tonight.", "voice": "Dennis"} | more
    return service.post("/v1/audio/speech", body)


FORMATS = [("mp3", b"\xff"), ("opus", b"OggS"), ("flac", b"fLaC"), ("wav", b"RIFF"), ("pcm", b"")]


@fact("speech.formats", "`response_format` is mp3, opus, flac, wav or pcm; mp3 unless told.", SKILL, "SDK")  # fmt: skip
@pytest.mark.parametrize(("form", "head"), [*FORMATS, (None, b"\xff")])
def test_formats(service, form, head):
    answer = ask(service, response_format=form)
    assert answer.status_code == 200
    assert answer.content.startswith(head)
    assert is_wave(answer.content) == (form == "wav")


REFUSED = [
    pytest.param({"response_format": "aac"}, 400, marks=fact("speech.aac", "`aac` does not work.", SKILL, "SDK"), id="aac"),
    pytest.param({"model": "tts-1"}, 400, marks=fact("speech.models", "OpenAI's model names are refused with 400.", SKILL, "SDK"), id="model"),
    pytest.param({"voice": "alloy"}, 404, marks=fact("speech.voices", "OpenAI's voice names are 404.", SKILL, "SDK"), id="voice"),
    pytest.param({"voice": "dennis"}, 404, marks=fact("speech.voice-case", "Voice ids are compared with their case.", PAGE, "documented"), id="case"),
    pytest.param({"speed": 0.4}, 400, marks=fact("speech.speed", "`speed` is 0.5 to 1.5.", SKILL, "SDK"), id="slow"),
    pytest.param({"speed": 1.6}, 400, marks=fact("speech.speed", "`speed` is 0.5 to 1.5.", SKILL, "SDK"), id="fast"),
    pytest.param({"input": ""}, 400, marks=fact("speech.empty", "Empty input is an error.", PAGE, "inferred"), id="empty"),
    pytest.param({"script": {"utterances": []}}, 400, marks=fact("speech.scripts", "Scripts do not work here.", "docs.inworld.ai, Script synthesis", "documented"), id="script"),
]  # fmt: skip
ENVELOPE = ("speech.errors", "The envelope of errors is not known.", PAGE, "inferred")


@pytest.mark.parametrize(("change", "status"), REFUSED)
def test_refusals(service, change, status):
    assert ask(service, **change).status_code == status


@fact(*ENVELOPE, switch="speech_errors=bare")
def test_bare_errors(service):
    assert set(ask(service, model="tts-1").json()) == {"code", "message", "details"}


@fact(*ENVELOPE, switch="speech_errors=wrapped")
def test_wrapped_errors(other):
    assert set(ask(other, model="tts-1").json()) == {"error"}


@fact("speech.auth", "The key travels as Bearer; Basic works too.", PAGE, "documented")
@pytest.mark.parametrize("scheme", ["Bearer", "Basic"])
def test_keys(service, scheme):
    body = {"model": "inworld-tts-2", "input": "Go.", "voice": "Dennis"}
    headers = {"Authorization": f"{scheme} {service.key}"}
    assert service.post("/v1/audio/speech", body, headers=headers).status_code == 200


def seconds(answer):
    wave = read_wave(answer.content)
    return len(wave.data) / 2 / wave.sample_rate


@fact("speech.instructions", "`instructions` works on tts-2.", SKILL, "SDK")
def test_instructions(service):
    slow, plain = (seconds(ask(service, response_format="wav", **more)) for more in ({"instructions": "very slow"}, {}))  # fmt: skip
    assert slow > 1.2 * plain


@fact("speech.markup", "Steering tags and breaks work in `input`.", PAGE, "documented")
def test_markup(service):
    long = seconds(ask(service, response_format="wav", input='Stay. <break time="2s" /> Go.'))
    assert long > 2


@fact("speech.speed-heard", "`speed` changes the pace.", SKILL, "SDK")
def test_speed(service):
    fast, slow = (seconds(ask(service, response_format="wav", speed=n)) for n in (1.5, 0.5))
    assert fast < slow


RATE = ("speech.rate", "The sample rate is not known.", PAGE, "inferred")
RATES = [
    pytest.param("service", 24000, marks=fact(*RATE, switch="speech_pcm=24000")),
    pytest.param("other", 48000, marks=fact(*RATE, switch="speech_pcm=48000")),
]


@pytest.mark.parametrize(("which", "rate"), RATES)
def test_rates(request, which, rate):
    answer = ask(request.getfixturevalue(which), response_format="wav")
    assert read_wave(answer.content).sample_rate == rate
