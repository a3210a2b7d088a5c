"""On premises."""

import subprocess
import sys

import pytest
from websockets.exceptions import InvalidStatus

fact = pytest.mark.fact
README = "inworld-tts-onprem README, version 20260430"
OLD = "inworld-tts-1.5-max"


@fact("onprem.port", "HTTP is at port 8081.", README, "SDK")
def test_the_port():
    command = "import sys; from vivavoce.cli.main import run; sys.exit(run())"
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with subprocess.Popen([sys.executable, "-c", command, "serve", "--on-prem", "-q"], **pipes) as process:  # fmt: skip
        said = process.stdout.readline()
        process.terminate()
    assert "8081" in said  # also where somebody else has the port


@fact("onprem.no-key", "No `Authorization` is needed; sync and stream take the same JSON.", README, "SDK")  # fmt: skip
@pytest.mark.parametrize("path", ["/tts/v1/voice", "/tts/v1/voice:stream"])
def test_no_key(on_premises, path):
    answer = on_premises.post(path, on_premises.body(modelId=OLD))
    assert answer.status_code == 200
    assert "audioContent" in answer.text


@fact("onprem.key", "A key that is sent all the same does no harm.", README, "inferred")
def test_a_key_does_no_harm(on_premises):
    headers = {"Authorization": "Basic YTpi"}
    answer = on_premises.post("/tts/v1/voice", on_premises.body(modelId=OLD), headers=headers)
    assert answer.status_code == 200


@fact("onprem.health", "`GET /tts/v1/voices` is 200 when the deployment is ready.", README, "SDK")
def test_health(on_premises, fits):
    answer = on_premises.client.get("/tts/v1/voices")
    assert (answer.status_code, fits(answer.json(), "legacy voices")) == (200, [])


@fact("onprem.model", "`model_id` must be the one that is loaded, else 400.", README, "SDK")
@pytest.mark.parametrize("model", ["inworld-tts-2", "inworld-tts-1.5-mini", "inworld-tts-2-flash"])
def test_other_models(on_premises, model):
    answer = on_premises.ask(modelId=model)
    said = f"model_id: {model} is not supported."
    assert (answer.status_code, answer.json()["message"]) == (400, said)


@fact("onprem.loaded", "There are deployments of 1.5-mini and of 1.5-max.", README, "SDK")
def test_another_model_may_be_loaded(begin):
    service = begin("--on-prem", "--model", "inworld-tts-1.5-mini", "--workers", "1", key="")
    codes = [service.ask(modelId=f"inworld-tts-1.5-{size}").status_code for size in ("mini", "max")]
    assert codes == [200, 400]


GONE = [
    ("GET", "/voices/v1/voices"), ("POST", "/voices/v1/voices:clone"), ("POST", "/auth/v1/tokens"),
    ("POST", "/v1/audio/speech"), ("POST", "/tts/v1/voice:synthesizeAsync"),
    ("GET", "/pronunciations/v1/workspaces/local/pronunciationDictionaries"),
]  # fmt: skip


@fact("onprem.not-there", "Neither the Voice API nor cloning, tokens, jobs or dictionaries are documented there.", README, "SDK")  # fmt: skip
@pytest.mark.parametrize(("verb", "path"), GONE)
def test_what_is_not_there(on_premises, verb, path):
    assert on_premises.client.request(verb, path, json={}).status_code == 404


@fact("onprem.no-socket", "There is no WebSocket.", README, "SDK")
def test_no_socket(on_premises):
    with pytest.raises(InvalidStatus), on_premises.dial():
        pass
