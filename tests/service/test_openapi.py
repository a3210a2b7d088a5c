"""The service's own description: complete, true, and a source of requests to fuzz it with."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import jsonschema
import pytest
from starlette.routing import Route

from vivavoce.service import openapi
from vivavoce.service.access import Access
from vivavoce.service.app import make_app
from vivavoce.service.dictionaries import DictionaryStore
from vivavoce.service.state import State
from vivavoce.service.switches import Switches
from vivavoce.service.voices import VoiceStore
from vivavoce.service.workers import Pool

CHANCE = os.environ.get("VIVA_FUZZ_EXAMPLES")
EXAMPLES = int(CHANCE or "6")
"""Random requests for each of some 36 operations. Set the variable to have other ones each time, and
some 3,000 that try the edges of the schema before them."""

PHASES = "examples,coverage,fuzzing,stateful" if CHANCE else "examples,fuzzing"
LENIENT = "positive_data_acceptance,negative_data_rejection"
"""The service passes over much that it does not know, and knows voices the schema cannot name."""

HERE = Path(__file__).parent
TEXT = "Good evening, harbour watch."
ENTRY = {"displayHeadword": "Cat", "languageCode": "en-US", "phoneSymbols": ["k", "æ", "t"]}


SWITCHES = ("stream_type=ndjson", "scripts=experimental", "localize=experimental")


def make_routes(*switches, **more):
    state = State(
        pool=Pool(),
        access=Access(),
        voices=VoiceStore(),
        dictionaries=DictionaryStore(),
        switches=Switches.of_profile().change(switches),
        **more,
    )
    app = make_app(state)
    while not hasattr(app, "routes"):
        app = app._app
    return state, [route for route in app.routes if isinstance(route, Route)]


@pytest.mark.parametrize("on_premises", [False, True])
def test_what_is_served_is_described_and_what_is_described_is_served(on_premises):
    state, routes = make_routes(on_premises=on_premises)
    described = openapi.make_document(state, routes)["paths"]
    rows = [
        openapi.Operation(method, path, "", "")
        for path, methods in described.items()
        for method in methods
    ]
    for route in routes:
        methods = route.methods - {"HEAD"}
        found = {row.method.upper() for row in rows if openapi.answers(route, row)}
        assert found == methods, route.path
    for row in rows:
        assert any(openapi.answers(route, row) for route in routes), row.path


def test_on_premises_only_speech_and_health_are_described():
    state, routes = make_routes(on_premises=True)
    document = openapi.make_document(state, routes)
    assert set(document["paths"]) == {
        "/tts/v1/voice", "/tts/v1/voice:stream", "/tts/v1/voices", "/tts/v1alpha/voices",
        "/openapi.json",
    }  # fmt: skip
    assert document["paths"]["/tts/v1/voice"]["post"]["security"] == []
    assert "x-websockets" not in document


def test_the_control_of_faults_is_described_where_it_is_served(serve):
    path = "/_vivavoce/faults"
    with httpx.Client(base_url=serve("--fault-control"), timeout=60) as client:
        document = client.get("/openapi.json").json()
        calls = {
            "get": client.get(path),
            "put": client.put(path, json={"faults": ["status=503 on=sync"], "seed": 1}),
            "delete": client.delete(path),
        }
    schema = {"$ref": "#/components/schemas/Faults", "components": document["components"]}
    assert set(document["paths"][path]) == set(calls)
    for told in calls.values():
        jsonschema.validate(told.raise_for_status().json(), schema)
    assert path not in openapi.make_document(*make_routes())["paths"]


def test_it_is_an_openapi_document_whose_references_lead_somewhere():
    document = openapi.make_document(*make_routes(control=True))
    assert document["openapi"].startswith("3.1")
    schemas = document["components"]["schemas"]
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    text = json.dumps(document)
    names = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert names == set(schemas), "schemas that nothing refers to"


def test_a_wrong_method_is_told_the_right_ones(url, key):
    headers = {"Authorization": f"Basic {key}"}
    with httpx.Client(base_url=url, headers=headers, timeout=60) as client:
        refused = client.put("/voices/v1/voices/Dennis")
        assert refused.status_code == 405
        assert refused.headers["allow"] == "DELETE, GET, HEAD, PATCH"
        assert client.get("/voices/v1/voices/Dennis:publish").status_code == 404
        refused = client.put("/voices/v1/voices/Dennis:publish")
        assert refused.headers["allow"] == "POST"


@pytest.fixture(scope="module")
def known(serve, key):
    """A server with a voice, a dictionary and a job, so that random requests meet something."""
    base = serve("--key", key, *(word for switch in SWITCHES for word in ("--set", switch)))
    headers = {"Authorization": f"Basic {key}"}
    with httpx.Client(base_url=base, headers=headers, timeout=60) as client:
        where = "/pronunciations/v1/workspaces/local/pronunciationDictionaries"
        draft = {"displayName": "Ship", "pronunciations": [ENTRY]}
        made = client.post(where, json=draft).raise_for_status().json()
        text = {"text": TEXT, "voiceId": "Dennis", "modelId": "inworld-tts-2"}
        job = client.post("/tts/v1/voice:synthesizeAsync", json=text).json()["name"].split("/")
        design = {"designPrompt": "An old sailor with a rough voice", "previewText": TEXT}
        designed = client.post("/voices/v1/voices:design", json=design).json()["previewVoices"]
        client.post(f"/voices/v1/voices/{designed[0]['voiceId']}:publish")
        time.sleep(0.5)
    return {
        "url": base,
        "id": made["name"].rpartition("/")[2],
        "etag": made["etag"],
        "workspace": "local",
        "kind": job[2],
        "job": job[3],
        "operation": job[5],
        "voice": designed[0]["voiceId"],
        **dict.fromkeys(("voiceId", "voice_id"), "Dennis"),
        **dict.fromkeys(("modelId", "model_id", "model"), "inworld-tts-2"),
    }


@pytest.mark.slow
def test_random_requests_meet_no_failure_and_answers_fit_their_schema(known, key, tmp_path):
    done = subprocess.run(
        [
            *(sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"),
            *("run", f"{known['url']}/openapi.json", "--header", f"Authorization: Basic {key}"),
            *("--exclude-checks", LENIENT, "--phases", PHASES),
            *("--max-examples", str(EXAMPLES), "--request-timeout", "60"),
            *("--no-color", "--warnings", "off"),
            *([] if CHANCE else ["--generation-deterministic"]),
        ],
        cwd=tmp_path,
        env=os.environ
        | {
            "PYTHONPATH": str(Path(__file__).parent),
            "SCHEMATHESIS_HOOKS": "fuzzing",
            "VIVA_FUZZ_KNOWN": json.dumps(known),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout)
    assert done.returncode == 0
    assert "No issues found" in done.stdout
