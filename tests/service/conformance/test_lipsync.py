"""Lip-sync."""

import httpx
import pytest

fact = pytest.mark.fact
PAGE = "docs.inworld.ai, Lip-sync visemes, autumn 2026"


def visemes(result):
    return result["timestampInfo"]["lipsyncAlignment"]["visemes"]


CONFIGS = [
    pytest.param({}, True, marks=fact("lipsync.on", "`lipsyncConfig: {}` switches lip-sync on.", PAGE, "documented"), id="on"),
    pytest.param({"visemeSet": "OPENXR"}, True, marks=fact("lipsync.set", "`visemeSet` is OPENXR.", PAGE, "documented"), id="set"),
    pytest.param(None, False, marks=fact("lipsync.off", "Missing or null is off.", PAGE, "documented"), id="off"),
]  # fmt: skip


@pytest.mark.parametrize(("config", "there"), CONFIGS)
def test_configs(service, config, there):
    made = service.speak(lipsyncConfig=config)
    assert ("timestampInfo" in made) is there
    assert not there or visemes(made)


@fact("lipsync.other-sets", "Any other set is INVALID_ARGUMENT.", PAGE, "documented")
def test_other_sets(service):
    answer = service.ask(lipsyncConfig={"visemeSet": "ARKIT"})
    assert (answer.status_code, answer.json()["code"]) == (400, 3)


@fact("lipsync.independent", "It does not depend on timestampType, model, language or markup.", PAGE, "documented")  # fmt: skip
@pytest.mark.parametrize("change", [{}, {"timestampType": "WORD"}, {"modelId": "inworld-tts-2-flash"}, {"modelId": "inworld-tts-1.5-mini"}, {"language": "sw-KE"}, {"text": "[sigh] Go."}])  # fmt: skip
def test_lipsync_is_independent(service, change):
    made = service.speak(lipsyncConfig={}, **change)
    assert visemes(made)
    assert ("wordAlignment" in made["timestampInfo"]) is ("timestampType" in change)


@fact("lipsync.chunks", "Each chunk of a stream carries the visemes of its own audio.", PAGE, "documented")  # fmt: skip
def test_streams(service):
    text = "The lamps are lit along the pier, and the tide is turning. " * 8
    results = [r for r in service.results(text=text, lipsyncConfig={}) if r["audioContent"]]
    assert len(results) > 1
    assert all(visemes(result) for result in results)


@fact("lipsync.vocabulary", "The OPENXR set is another vocabulary than the visemes of word times.", PAGE, "documented")  # fmt: skip
def test_the_vocabulary(service):
    made = {row["visemeSymbol"] for row in visemes(service.speak(lipsyncConfig={}))}
    assert made <= {"sil", "PP", "FF", "TH", "DD", "kk", "CH", "SS", "nn", "RR", "aa", "E", "ih", "oh", "ou"}  # fmt: skip


@fact("lipsync.socket", "The WebSocket takes it.", PAGE, "documented")
def test_sockets(service):
    create = {"create": service.body() | {"text": None, "lipsyncConfig": {}}, "contextId": "a"}
    talk = [create, {"send_text": {"text": "Go on."}, "contextId": "a"}, {"close_context": {}, "contextId": "a"}]  # fmt: skip
    found = [f["result"]["audioChunk"] for f in service.talk(talk) if "audioChunk" in f["result"]]
    assert visemes(found[0])


@fact("lipsync.jobs", "Async and batch take it.", PAGE, "documented")
def test_jobs(service):
    operation = service.post("/tts/v1/voice:synthesizeAsync", service.body(lipsyncConfig={})).json()
    while not operation["done"]:
        operation = service.client.get(f"/lro/v1alpha/{operation['name']}").json()
    times = httpx.get(operation["response"]["timestampsUri"]).json()
    assert times["lipsyncAlignment"]["visemes"]
