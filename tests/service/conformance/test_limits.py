"""Limits of length."""

import pytest

fact = pytest.mark.fact
GUIDES = "docs.inworld.ai, guides and references"
WORDS = "Reef the main. "
STREAM = ("limits.stream", "A stream takes 2,000 characters (reference, SDK) or 4,000 (guide).", "docs.inworld.ai, stream reference and guide; Python SDK 1.2.1", "documented")  # fmt: skip
SOCKET = ("limits.socket", "A WebSocket text holds at most 2,000 characters, earlier 1,000.", "docs.inworld.ai, WebSocket guide, older pages", "documented")  # fmt: skip


def fill(count):
    return (WORDS * (count // len(WORDS) + 1))[: count - 1] + "."


LENGTHS = [
    pytest.param("service", "/tts/v1/voice", 2000, marks=fact("limits.sync", "A sync text has at most 2,000 characters.", GUIDES, "documented"), id="sync"),
    pytest.param("service", "/tts/v1/voice:stream", 2000, marks=fact(*STREAM, switch="stream_limit=2000"), id="stream"),
    pytest.param("other", "/tts/v1/voice:stream", 4000, marks=fact(*STREAM, switch="stream_limit=4000"), id="stream, guide"),
]  # fmt: skip


@pytest.mark.parametrize(("which", "path", "most"), LENGTHS)
def test_texts(request, which, path, most):
    service = request.getfixturevalue(which)
    codes = [service.post(path, service.body(text=fill(n))).status_code for n in (most, most + 1)]
    assert codes == [200, 400]


@fact("limits.speech", "`input` of the OpenAI-compatible endpoint has at most 4,000 characters.", "docs.inworld.ai, Create speech", "documented")  # fmt: skip
def test_input(service):
    def ask(count):
        body = {"model": "inworld-tts-2", "voice": "Dennis", "input": fill(count)}
        return service.post("/v1/audio/speech", body).status_code

    assert [ask(4000), ask(4001)] == [200, 400]


SOCKETS = [
    pytest.param("service", 2000, marks=fact(*SOCKET, switch="websocket_limit=2000"), id="guide"),
    pytest.param("other", 1000, marks=fact(*SOCKET, switch="websocket_limit=1000"), id="older"),
]


@pytest.mark.parametrize(("which", "most"), SOCKETS)
def test_texts_on_sockets(request, which, most):
    service = request.getfixturevalue(which)
    create = {"create": service.body(), "contextId": "a"}
    texts = [{"send_text": {"text": fill(n)}, "contextId": "a"} for n in (most, most + 1)]
    frames = service.talk([create, *texts], '"error"')
    assert [frame["error"]["code"] for frame in frames if "error" in frame] == [3]


JOBS = [
    pytest.param("service", 100_000, marks=fact("limits.job", "A job has at most 100,000 characters.", "docs.inworld.ai, Async", "documented"), id="any plan"),
    pytest.param("on_demand", 10_000, marks=fact("limits.job-on-demand", "On the On-Demand plan a job has at most 10,000 characters.", "docs.inworld.ai, Async", "documented"), id="On-Demand"),
]  # fmt: skip


@pytest.mark.parametrize(("which", "most"), JOBS)
def test_jobs(request, which, most):
    service = request.getfixturevalue(which)
    answer = service.post("/tts/v1/voice:synthesizeAsync", service.body(text=fill(most + 1)))
    assert (answer.status_code, answer.json()["code"]) == (400, 3)


@fact("limits.job-long", "A job may be far longer than a sync request.", "docs.inworld.ai, Async", "documented")  # fmt: skip
def test_a_long_job_is_taken(on_demand):
    body = on_demand.body(text=fill(9_999))
    assert on_demand.post("/tts/v1/voice:synthesizeAsync", body).status_code == 200


@fact("limits.batch-on-demand", "On the On-Demand plan a batch has at most 10,000 characters in all.", "client code, Sep 2026", "third-party")  # fmt: skip
def test_batches(on_demand):
    items = [{"customId": str(n), "request": on_demand.body(text=fill(5_001))} for n in range(2)]
    answer = on_demand.post("/tts/v1/voice:synthesizeBatch", {"items": items})
    assert (answer.status_code, answer.json()["code"]) == (400, 3)


@fact("limits.context", "`synthesisContext.previousRequests` holds 2,000 characters in all, and is not billed.", GUIDES, "documented")  # fmt: skip
def test_context(service):
    def ask(*texts):
        rows = [{"text": text} for text in texts]
        return service.ask(synthesisContext={"previousRequests": rows})

    good = ask("a" * 1000, "b" * 1000)
    assert (good.status_code, ask("a" * 1000, "b" * 1001).status_code) == (200, 400)
    assert good.json()["usage"]["processedCharactersCount"] == len(service.body()["text"])
