"""Async and batch jobs."""

import time

import httpx
import pytest

fact = pytest.mark.fact
GUIDE = "docs.inworld.ai, Async and batch synthesis"
CLIENTS = "client code, Sep 2026"


def submit(service, kind="Async", **body):
    sent = service.body(**body) if kind == "Async" else body
    answer = service.post(f"/tts/v1/voice:synthesize{kind}", sent)
    assert answer.status_code == 200, answer.text
    return answer.json()


def finish(service, operation):
    until = time.monotonic() + 60
    while not operation.get("done"):
        assert time.monotonic() < until, operation
        time.sleep(0.05)
        operation = service.client.get(f"/lro/v1alpha/{operation['name']}").json()
    return operation


def fetch(uri):
    answer = httpx.get(uri)
    assert answer.status_code == 200
    return answer


def items(service, *changes):
    return [{"customId": f"item-{n}", "request": service.body(**c)} for n, c in enumerate(changes)]


@fact("job.name", "An operation is called `workspaces/…/ttsAsyncJobs/…/operations/…`, that of a batch `ttsBatchJobs`.", GUIDE, "documented")  # fmt: skip
def test_names(service):
    made = [submit(service)["name"], submit(service, "Batch", items=items(service, {}))["name"]]
    assert [name.split("/")[::2] for name in made] == [["workspaces", kind, "operations"] for kind in ("ttsAsyncJobs", "ttsBatchJobs")]  # fmt: skip


@fact("job.result", "A finished job has `audioUri`, and `timestampsUri` if times were asked for.", GUIDE, "documented")  # fmt: skip
@pytest.mark.parametrize(("change", "names"), [({}, {"audioUri"}), ({"timestampType": "WORD"}, {"audioUri", "timestampsUri"})])  # fmt: skip
def test_results(service, change, names):
    response = finish(service, submit(service, **change))["response"]
    assert set(response) == names
    assert fetch(response["audioUri"]).content[:4] == b"RIFF"


@fact("job.downloads", "Downloads are signed and need no `Authorization`.", GUIDE, "documented")
def test_downloads(service):
    uri = finish(service, submit(service))["response"]["audioUri"]
    assert fetch(uri).content == fetch(uri).content
    assert httpx.get(uri[:-4] + "0000").status_code == 403
    assert httpx.get(uri.partition("?")[0]).status_code == 403


@fact("job.unknown", "An unknown operation is 404.", GUIDE, "inferred")
def test_an_unknown_operation(service):
    assert service.client.get("/lro/v1alpha/workspaces/x/ttsAsyncJobs/y/operations/z").status_code == 404  # fmt: skip


BAD = [{"text": ""}, {"modelId": "x"}, {"voiceId": "Nobody"}, {"language": "xx-YY"}]


@fact("job.bad", "Bad input is refused at submit, as sync refuses it.", GUIDE, "documented")
@pytest.mark.parametrize("change", BAD)
def test_bad_jobs(service, change):
    answer = service.post("/tts/v1/voice:synthesizeAsync", service.body(**change))
    assert (answer.status_code, answer.json()["code"]) in {(400, 3), (404, 5)}


@fact("job.alignment", "Times for a language without alignment are refused at submit, in async and in batch.", GUIDE, "documented")  # fmt: skip
@pytest.mark.parametrize("kind", ["Async", "Batch"])
def test_times_that_cannot_be_had(service, kind):
    body = service.body(timestampType="WORD", language="sw-KE")
    sent = body if kind == "Async" else {"items": [{"customId": "a", "request": body}]}
    answer = service.post(f"/tts/v1/voice:synthesize{kind}", sent)
    assert (answer.status_code, answer.json()["code"]) == (400, 3)


@fact("batch.result", "A finished batch has `resultsUri` and `expireTime`; the file lists results by `customId`.", f"{GUIDE}; {CLIENTS}", "third-party")  # fmt: skip
def test_batches(service):
    forms = [{}, {"voiceId": "Ashley", "modelId": "inworld-tts-1.5-max", "timestampType": "WORD"}]
    response = finish(service, submit(service, "Batch", items=items(service, *forms)))["response"]
    assert set(response) == {"resultsUri", "expireTime"}
    found = fetch(response["resultsUri"]).json()
    assert [row["customId"] for row in found["results"]] == ["item-0", "item-1"]
    assert found["failedItems"] == 0
    assert fetch(found["results"][0]["audioUri"]).content[:4] == b"RIFF"
    assert "wordAlignment" in fetch(found["results"][1]["timestampsUri"]).json()


@fact("batch.one-bad", "One bad item refuses the whole batch at submit.", GUIDE, "documented")
def test_one_bad_item(service):
    sent = {"items": items(service, {}, {"voiceId": "Nobody"})}
    assert service.post("/tts/v1/voice:synthesizeBatch", sent).status_code == 404


IDS = [("", 400), ("x" * 63, 200), ("x" * 64, 400), (None, 400)]


@fact("batch.ids", "`customId` has 1 to 63 characters and is unique.", CLIENTS, "third-party")
@pytest.mark.parametrize(("name", "status"), IDS)
def test_ids(service, name, status):
    sent = {"items": [{"customId": name, "request": service.body()}]}
    assert service.post("/tts/v1/voice:synthesizeBatch", sent).status_code == status


@fact("batch.unique", "Two items of one id are refused.", CLIENTS, "third-party")
def test_one_id_twice(service):
    sent = {"items": items(service, {}) * 2}
    assert service.post("/tts/v1/voice:synthesizeBatch", sent).status_code == 400


@fact("batch.count", "A batch has at most 10,000 items.", CLIENTS, "third-party")
@pytest.mark.parametrize("count", [0, 10_001])
def test_counts(service, count):
    sent = {"items": [{"customId": str(n), "request": {}} for n in range(count)]}
    assert service.post("/tts/v1/voice:synthesizeBatch", sent).status_code == 400


DONE = ("job.done", "While it runs an operation says `done: false`, or leaves it out.", f"{GUIDE}; {CLIENTS}", "documented")  # fmt: skip
EXTRAS = ("job.extras", "`metadata` may be null, and a response may carry `@type`.", CLIENTS, "third-party")  # fmt: skip


@fact(*DONE, switch="operation_done=always")
@fact(*EXTRAS, switch="operation_extras=absent")
def test_a_running_operation(service):
    operation = submit(service)
    assert set(operation) == {"name", "done"}
    assert operation["done"] is False
    assert "@type" not in finish(service, operation)["response"]


@fact(*DONE, switch="operation_done=when_done")
@fact(*EXTRAS, switch="operation_extras=present")
def test_another_running_operation(other):
    operation = submit(other)
    assert set(operation) == {"name", "metadata"}
    assert operation["metadata"] is None
    assert "@type" in finish(other, operation)["response"]
