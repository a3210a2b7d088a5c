import httpx

JOB = {
    "text": "The lamps are lit along the pier, and the tide is turning. " * 500,
    "voiceId": "Dennis",
    "modelId": "inworld-tts-2",
    "audioConfig": {"audioEncoding": "PCM", "sampleRateHertz": 8000},
}


def test_long_jobs_do_not_keep_live_speech_waiting(serve, key):
    url = serve("--key", key, "--workers", "2")
    with httpx.Client(
        base_url=url, headers={"Authorization": f"Basic {key}"}, timeout=60
    ) as client:
        names = [
            client.post("/tts/v1/voice:synthesizeAsync", json=JOB).raise_for_status().json()["name"]
            for _ in range(3)
        ]
        for _ in range(3):
            client.post("/tts/v1/voice", json=JOB | {"text": "Reef the main."}).raise_for_status()
        states = [client.get(f"/lro/v1alpha/{name}").json()["done"] for name in names]
    serve.stop()
    assert not any(states[1:])
