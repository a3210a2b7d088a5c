"""Voices in a file outlive the service."""

import base64

import httpx

from vivavoce.speech import Audio

SAMPLE = base64.b64encode(Audio.silence(5, 8000).to_wav()).decode()
HEADERS = {"Authorization": "Basic eDp5"}


def test_cloned_voices_are_there_after_a_restart(serve, tmp_path):
    path = str(tmp_path / "voices.db")
    wanted = {
        "displayName": "Night watch",
        "langCode": "EN_US",
        "voiceSamples": [{"audioData": SAMPLE}],
        "tags": ["dry"],
    }
    with httpx.Client(base_url=serve("--voices", path), headers=HEADERS) as client:
        made = client.post("/voices/v1/voices:clone", json=wanted).json()["voice"]["voiceId"]
        client.patch(f"/voices/v1/voices/{made}", json={"description": "an old sailor"})
    serve.stop()
    with httpx.Client(base_url=serve("--voices", path), headers=HEADERS) as client:
        kept = client.get(f"/voices/v1/voices/{made}").json()
        body = {"text": "Aye.", "voiceId": made, "modelId": "inworld-tts-2"}
        assert client.post("/tts/v1/voice", json=body, timeout=30).status_code == 200
        client.delete(f"/voices/v1/voices/{made}")
    serve.stop()
    assert (kept["displayName"], kept["description"], kept["tags"]) == (
        "Night watch",
        "an old sailor",
        ["dry"],
    )
    with httpx.Client(base_url=serve("--voices", path), headers=HEADERS) as client:
        assert client.get(f"/voices/v1/voices/{made}").status_code == 404
