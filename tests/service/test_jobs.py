import time

import httpx

ITEM = {
    "text": "Reef the main.",
    "voiceId": "Dennis",
    "modelId": "inworld-tts-2",
    "timestampType": "WORD",
}


def finish(client, operation):
    for _ in range(100):
        operation = client.get(f"/lro/v1alpha/{operation['name']}").json()
        if operation["done"]:
            return operation["response"]
        time.sleep(0.05)
    raise AssertionError(operation)


def test_jobs_leave_files_at_signed_addresses(url, key):
    with httpx.Client(base_url=url, headers={"Authorization": f"Basic {key}"}) as client:
        done = finish(client, client.post("/tts/v1/voice:synthesizeAsync", json=ITEM).json())
        batch = {"items": [{"customId": "one", "request": ITEM}]}
        results = finish(client, client.post("/tts/v1/voice:synthesizeBatch", json=batch).json())
        bad = {"items": [*batch["items"], {"customId": "two", "request": ITEM | {"voiceId": "X"}}]}
        assert client.post("/tts/v1/voice:synthesizeBatch", json=bad).status_code == 404
    assert len(httpx.get(done["audioUri"]).content) > 5000
    assert "wordAlignment" in httpx.get(done["timestampsUri"]).json()
    assert httpx.get(results["resultsUri"]).json()["results"][0]["customId"] == "one"
    assert httpx.get(done["audioUri"][:-1] + "x").status_code == 403
