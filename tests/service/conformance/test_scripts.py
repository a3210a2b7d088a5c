"""Scripts of several voices."""

import base64
import json
import time

import httpx
import pytest

from vivavoce.speech.riff import is_wave, read_wave

fact = pytest.mark.fact
PAGE = "docs.inworld.ai, Script synthesis, autumn 2026"
UTTERANCES = [
    {"text": "Is the lamp lit?", "voiceConfig": {"voiceId": "Dennis"}},
    {"text": "Since noon.", "voiceConfig": {"voiceId": "Ashley"}},
]
FORM = {"audioEncoding": "LINEAR16", "sampleRateHertz": 8000}
PATHS = ["voice", "voice:stream", "voice:synthesizeAsync"]
SERVED = ("script.served", "Sync, stream, async and batch take scripts; the shape of their answers is not published.", PAGE, "documented")  # fmt: skip


def script(utterances=UTTERANCES, *, voices=None, **more):
    inner = {"utterances": utterances} | ({"voices": voices} if voices else {})
    return {"modelId": "inworld-tts-2", "script": inner, "audioConfig": FORM} | more


def ask(service, path="voice", **more):
    return service.post(f"/tts/v1/{path}", script(**more))


@fact(*SERVED, switch="scripts=refuse")
@pytest.mark.parametrize("path", PATHS)
def test_scripts_are_refused(service, path):
    answer = ask(service, path)
    error = answer.json().get("error", answer.json())
    assert (answer.status_code, error["code"]) == (400, 3)


@fact(*SERVED, switch="scripts=experimental")
def test_sync(other):
    whole = ask(other).json()
    text = "".join(row["text"] for row in UTTERANCES)
    assert whole["usage"]["processedCharactersCount"] == len(text)
    lengths = [len(read_wave(base64.b64decode(other.speak(text=row["text"], **row["voiceConfig"])["audioContent"])).data) for row in UTTERANCES]  # fmt: skip
    sound = read_wave(base64.b64decode(whole["audioContent"]))
    assert len(sound.data) == pytest.approx(sum(lengths), rel=0.02)


@fact(*SERVED, switch="scripts=experimental")
def test_times_of_a_script_go_on(other):
    made = ask(other, timestampType="WORD").json()["timestampInfo"]["wordAlignment"]
    starts = made["wordStartTimeSeconds"]
    assert starts == sorted(starts)
    assert made["words"] == ["Is", "the", "lamp", "lit?", "Since", "noon."]


@fact("script.apart", "`outputMode` PER_UTTERANCE asks for separate audio.", PAGE, "documented", switch="scripts=experimental")  # fmt: skip
def test_utterances_apart(other):
    made = ask(other, outputMode="PER_UTTERANCE").json()["utterances"]
    assert [row["utteranceIndex"] for row in made] == [0, 1]
    assert all(is_wave(base64.b64decode(row["audioContent"])) for row in made)


@fact(*SERVED, switch="scripts=experimental")
@pytest.mark.parametrize("mode", [None, "PER_UTTERANCE"])
def test_streams(other, mode):
    form = {"audioEncoding": "WAV", "sampleRateHertz": 8000}
    answer = ask(other, "voice:stream", outputMode=mode, audioConfig=form)
    results = [json.loads(line)["result"] for line in answer.text.splitlines()]
    heads = [is_wave(base64.b64decode(result["audioContent"])) for result in results]
    assert sum(heads) == (2 if mode else 1)
    assert ("utteranceIndex" in results[0]) is bool(mode)


@fact(*SERVED, switch="scripts=experimental")
@pytest.mark.parametrize(("mode", "name"), [(None, "audioUri"), ("PER_UTTERANCE", "utterances")])
def test_jobs(other, mode, name):
    batch = {"items": [{"customId": "a", "request": script(outputMode=mode)}]}
    for path, body in (("Async", script(outputMode=mode)), ("Batch", batch)):
        operation = other.post(f"/tts/v1/voice:synthesize{path}", body).json()
        while not operation.get("done"):
            time.sleep(0.05)
            operation = other.client.get(f"/lro/v1alpha/{operation['name']}").json()
        response = operation["response"]
        if path == "Batch":
            response = httpx.get(response["resultsUri"]).json()["results"][0]
        assert name in response


@fact("script.voices", "`script.voices[]` refines speakingRate for one voice.", PAGE, "inferred", switch="scripts=experimental")  # fmt: skip
def test_settings_of_a_voice(other):
    slow = [{"voiceId": "Ashley", "speakingRate": 0.5, "deliveryMode": "STABLE"}]
    lengths = [[len(row["audioContent"]) for row in ask(other, outputMode="PER_UTTERANCE", voices=v).json()["utterances"]] for v in (None, slow)]  # fmt: skip
    assert lengths[1][0] == pytest.approx(lengths[0][0], rel=0.02)
    assert lengths[1][1] > 1.4 * lengths[0][1]


BAD = [
    pytest.param({"text": "Go."}, 400, marks=fact("script.instead", "A script stands instead of text, voiceId and voiceDesign.", PAGE, "documented"), id="text"),
    pytest.param({"voiceId": "Dennis"}, 400, marks=fact("script.instead", "A script stands instead of text, voiceId and voiceDesign.", PAGE, "documented"), id="voice"),
    pytest.param({"voiceDesign": {"designPrompt": "An old sailor"}}, 400, marks=fact("script.instead", "A script stands instead of text, voiceId and voiceDesign.", PAGE, "documented"), id="design"),
    pytest.param({"modelId": "inworld-tts-2-flash"}, 400, marks=fact("script.model", "Scripts are for inworld-tts-2.", PAGE, "documented"), id="flash"),
    pytest.param({"modelId": "inworld-tts-1.5-max"}, 400, marks=fact("script.model", "Scripts are for inworld-tts-2.", PAGE, "documented"), id="1.5"),
    pytest.param({"utterances": []}, 400, marks=fact("script.utterances", "Every utterance needs a text and a stored voice.", PAGE, "documented"), id="none"),
    pytest.param({"utterances": [{"voiceConfig": {"voiceId": "Dennis"}}]}, 400, marks=fact("script.utterances", "Every utterance needs a text and a stored voice.", PAGE, "documented"), id="no text"),
    pytest.param({"utterances": [{"text": "Go."}]}, 400, marks=fact("script.utterances", "Every utterance needs a text and a stored voice.", PAGE, "documented"), id="no voice"),
    pytest.param({"utterances": [{"text": "Go.", "voiceConfig": {"voiceId": "Nobody"}}]}, 404, marks=fact("script.utterances", "Every utterance needs a text and a stored voice.", PAGE, "documented"), id="unknown voice"),
    pytest.param({"outputMode": "SEPARATE"}, 400, marks=fact("script.mode", "Only PER_UTTERANCE is printed; the other mode's name is not known.", PAGE, "documented"), id="mode"),
    pytest.param({"utterances": [UTTERANCES[0] | {"text": "Go on. " * 150}] * 2}, 400, marks=fact("script.length", "How long a script may be is not known; the strictest known limit is 2,000 characters in all.", PAGE, "inferred"), id="long"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "status"), BAD)
def test_bad_scripts(other, change, status):
    assert ask(other, **change).status_code == status


@fact("script.unspecified", "An UNSPECIFIED mode is as good as none.", PAGE, "inferred", switch="scripts=experimental")  # fmt: skip
def test_an_unspecified_mode(other):
    assert "audioContent" in ask(other, outputMode="OUTPUT_MODE_UNSPECIFIED").json()


@fact("script.socket", "The WebSocket takes no scripts.", PAGE, "documented")
@pytest.mark.parametrize("which", ["service", "other"])
def test_no_scripts_on_sockets(request, which):
    service = request.getfixturevalue(which)
    create = {"create": script() | {"voiceId": "Dennis"}, "contextId": "a"}
    assert service.talk([create], "error")[0]["error"]["code"] == 3
