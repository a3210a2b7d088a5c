"""Keys, plans and sessions, over real sockets."""

import base64
import datetime as dt
import json
import secrets
import threading

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from vivavoce.inworld.signature import RECIPES, Variant, sign

READER = base64.b64encode(b"readkey:readsecret").decode()
TEXT = "The lamps are lit along the pier. "
SOCKET = "/tts/v1/voice:streamBidirectional"
DICTIONARIES = "/pronunciations/v1/workspaces/local/pronunciationDictionaries"


def body(text=TEXT, **more):
    form = {"audioEncoding": "LINEAR16", "sampleRateHertz": 8000}
    more = {"voiceId": "Dennis", "modelId": "inworld-tts-2", "audioConfig": form, **more}
    return {"text": text, **more}


@pytest.fixture(scope="module")
def guarded(serve, key):
    return serve("--key", key, "--restricted-key", READER)


def client_of(url, key, scheme="Basic"):
    return httpx.Client(base_url=url, headers={"Authorization": f"{scheme} {key}"}, timeout=30)


@pytest.fixture
def reader(guarded):
    with client_of(guarded, READER) as made:
        yield made


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/voices/v1/voices:clone"),
        ("POST", "/voices/v1/voices:design"),
        ("POST", "/voices/v1/voices/Mark:publish"),
        ("PATCH", "/voices/v1/voices/Mark"),
        ("DELETE", "/voices/v1/voices/Mark"),
        ("POST", "/voices/v1/workspaces/local/voices:clone"),
        ("DELETE", "/voices/v1/workspaces/local/voices/Mark"),
        ("POST", DICTIONARIES),
        ("PATCH", f"{DICTIONARIES}/one"),
        ("DELETE", f"{DICTIONARIES}/one?etag=x"),
    ],
)
def test_a_restricted_key_cannot_write(reader, method, path):
    answer = reader.request(method, path, json={})
    assert (answer.status_code, answer.json()["code"]) == (403, 7)


@pytest.mark.parametrize(
    "path",
    [
        "/voices/v1/voices",
        "/voices/v1/voices/Mark",
        "/voices/v1/supportedLanguages",
        "/tts/v1/voices",
        DICTIONARIES,
    ],
)
def test_a_restricted_key_can_read(reader, path):
    assert reader.get(path).status_code == 200


def test_a_restricted_key_can_speak(reader):
    assert reader.post("/tts/v1/voice", json=body()).status_code == 200


def test_only_listed_keys_are_let_in_by_either_scheme(guarded, key):
    other = base64.b64encode(b"other:secret").decode()
    found = {}
    for name, value in {"listed": key, "restricted": READER, "other": other}.items():
        for scheme in ("Basic", "Bearer"):
            with client_of(guarded, value, scheme) as client:
                found[name, scheme] = client.get("/voices/v1/voices/Mark").status_code
    assert {code for (name, _), code in found.items() if name == "other"} == {403}
    assert {code for (name, _), code in found.items() if name != "other"} == {200}


def signed(variant, name, secret, nonce=None):
    moment = dt.datetime.now(dt.UTC).strftime("%Y%m%d%H%M%S")
    nonce = nonce or secrets.token_hex(16 if variant is Variant.B else 6)[:32]
    return sign(variant, key_id=name, secret=secret, moment=moment, nonce=nonce)


@pytest.mark.parametrize("variant", list(Variant))
def test_a_signature_opens_a_session_once(guarded, variant):
    header = signed(variant, "testkey", "testsecret")
    path = RECIPES[variant].path
    codes = []
    for sent in (header, header, signed(variant, "testkey", "wrong"), header[:-1] + "x", ""):
        answer = httpx.post(f"{guarded}{path}", json={}, headers={"Authorization": sent})
        codes.append((answer.status_code, answer.json().get("code")))
    assert codes == [(200, None), (403, 7), (403, 7), (401, 16), (401, 16)]


def test_the_session_of_a_restricted_key_is_restricted(guarded):
    header = signed(Variant.B, "readkey", "readsecret")
    path = RECIPES[Variant.B].path
    made = httpx.post(f"{guarded}{path}", json={}, headers={"Authorization": header}).json()
    with client_of(guarded, made["token"], "Bearer") as client:
        assert client.get("/voices/v1/voices/Mark").status_code == 200
        assert client.post("/tts/v1/voice", json=body()).status_code == 200
        assert client.delete("/voices/v1/voices/Mark").status_code == 403


@pytest.fixture(scope="module")
def planned(serve):
    return serve("--plan", "on-demand", "--fault", "latency=1500ms on=speech")


def test_a_plan_limits_calls_in_flight_by_key(planned):
    codes = []

    def call(key):
        with client_of(planned, key) as client:
            codes.append((key, client.post("/tts/v1/voice", json=body()).status_code))

    keys = [*["one"] * 7, "two"]
    threads = [threading.Thread(target=call, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ones = sorted(code for key, code in codes if key == "one")
    assert ones == [200] * 5 + [429] * 2
    assert ("two", 200) in codes
    with client_of(planned, "one") as client:
        assert client.post("/tts/v1/voice", json=body()).status_code == 200


def test_tokens_count_for_the_plan_of_their_key(planned, key):
    with client_of(planned, key) as client:
        made = [client.post("/auth/v1/tokens", json={}).json()["accessToken"] for _ in range(7)]
    codes = []

    def call(token):
        with client_of(planned, token, "Bearer") as client:
            codes.append(client.post("/tts/v1/voice", json=body()).status_code)

    threads = [threading.Thread(target=call, args=(token,)) for token in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [200] * 5 + [429] * 2


def test_a_stream_over_the_plan_is_refused_wrapped(planned):
    refusals = []

    def press():
        with client_of(planned, "three") as client:
            while not refusals:
                answer = client.post("/tts/v1/voice:stream", json=body())
                if answer.status_code == 429:
                    refusals.append(answer.json())

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    error = {"code": 8, "message": "too many requests in flight", "details": []}
    assert refusals[0] == {"error": error}


def test_a_plan_limits_open_sockets_in_the_handshake(planned):
    address = planned.replace("http", "ws") + SOCKET
    headers = {"Authorization": "Basic four"}
    links = [connect(address, additional_headers=headers).__enter__() for _ in range(50)]
    with pytest.raises(InvalidStatus) as told:
        connect(address, additional_headers=headers).__enter__()
    assert told.value.response.status_code == 429
    assert json.loads(told.value.response.body)["code"] == 8
    links.pop().close()
    while True:
        try:
            links.append(connect(address, additional_headers=headers).__enter__())
            break
        except InvalidStatus:
            continue
    for link in links:
        link.close()


def test_contexts_that_speak_count_as_calls_in_flight(planned):
    address = planned.replace("http", "ws") + SOCKET
    headers = {"Authorization": "Basic five"}
    config = {"audioEncoding": "LINEAR16", "sampleRateHertz": 8000}
    create = {"voiceId": "Dennis", "modelId": "inworld-tts-2", "audioConfig": config}
    with (
        connect(address, additional_headers=headers) as one,
        connect(address, additional_headers=headers) as two,
    ):
        for link, count in ((one, 5), (two, 1)):
            for name in map(str, range(count)):
                link.send(json.dumps({"create": create, "contextId": name}))
        for name in map(str, range(5)):
            one.send(
                json.dumps({"sendText": {"text": TEXT, "flushContext": {}}, "contextId": name})
            )
        for _ in range(5):
            one.recv(timeout=10)
        two.recv(timeout=10)
        two.send(json.dumps({"sendText": {"text": TEXT, "flushContext": {}}, "contextId": "0"}))
        refused = json.loads(two.recv(timeout=10))["result"]
    assert refused["status"]["code"] == 8
