"""Tokens."""

import contextlib
import json
import time

import httpx
import pytest
from websockets.exceptions import WebSocketException

from vivavoce.inworld.signature import Variant, format_moment, new_nonce, sign

fact = pytest.mark.fact
AUTH = "docs.inworld.ai, Authentication, Sep 2026"
READER = "cmVhZGVyOnRlc3RzZWNyZXQ="
PATHS = {Variant.A: "/auth/v1/tokens/token:generate", Variant.B: "/v1/sessionTokens/token:generate"}
CREATE = {"create": {"voiceId": "Dennis", "modelId": "inworld-tts-2"}, "contextId": "a"}


def make(service, key=None, **body):
    headers = {"Authorization": f"Basic {key or service.key}"}
    return service.post(
        "/auth/v1/tokens", {"single_use": True, "ttl": "60s"} | body, headers=headers
    )


def use(service, token, verb="GET", path="/tts/v1/voices", **more):
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.request(verb, service.url + path, headers=headers, **more).status_code


@fact("token.once", "One HTTP request uses a one-time token up.", AUTH, "documented")
def test_a_token_works_once(service):
    token = make(service).json()["accessToken"]
    assert use(service, token) == 200
    assert use(service, token) in {401, 403}


@fact("token.once-failed", "A failing request uses it up too.", AUTH, "documented")
def test_a_failing_request_uses_it_up(service):
    token = make(service).json()["accessToken"]
    assert use(service, token, "POST", "/tts/v1/voice", json={"text": "x"}) == 400
    assert use(service, token) in {401, 403}


@fact("token.socket", "A one-time token opens one WebSocket, as subprotocol `bearer_<token>`.", AUTH, "documented")  # fmt: skip
def test_a_token_opens_one_socket(service):
    token = make(service).json()["accessToken"]
    offer = {"key": "", "subprotocols": [f"bearer_{token}"]}
    assert "contextCreated" in service.talk([CREATE], "contextCreated", **offer)[0]["result"]
    frames = []
    with contextlib.suppress(TimeoutError, WebSocketException), service.dial(**offer) as late:
        late.send(json.dumps(CREATE))
        frames.append(late.recv(timeout=1.5))
    assert "contextCreated" not in "".join(frames)


@fact("token.basic-only", "Tokens are made with Basic credentials; Bearer callers are refused.", AUTH, "documented")  # fmt: skip
def test_bearer_callers_get_no_token(service):
    headers = {"Authorization": f"Bearer {service.key}"}
    assert service.post("/auth/v1/tokens", {"ttl": "60s"}, headers=headers).status_code == 403


@fact("token.scopes", "A token has the permissions of its key.", AUTH, "documented")
def test_a_token_cannot_do_what_its_key_cannot(service):
    token = make(service, READER).json()["accessToken"]
    assert use(service, token, "DELETE", "/voices/v1/voices/Dennis") == 403


LIVES = [
    pytest.param({"ttl": "1s"}, 200, id="1 s"),
    pytest.param({"ttl": "3600s"}, 200, id="1 h"),
    pytest.param({"ttl": "0.5s"}, 400, id="too short"),
    pytest.param({"ttl": "3601s"}, 400, id="too long"),
    pytest.param({"ttl": "soon"}, 400, id="no duration"),
    pytest.param({"ttl": "60s", "expire_time": "2126-01-01T00:00:00Z"}, 400, id="both"),
]


@fact("token.life", "A token lives 1 s to 1 h, as `ttl` or `expire_time`.", AUTH, "documented")
@pytest.mark.parametrize(("body", "status"), LIVES)
def test_the_life_of_a_token(service, body, status):
    assert make(service, **body).status_code == status


@fact("token.expire-time", "`expire_time` comes back as `expireTime`.", AUTH, "documented")
def test_the_end_of_a_token(service):
    until = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 300))
    made = service.post("/auth/v1/tokens", {"single_use": True, "expire_time": until}).json()
    assert made["expireTime"] == until


@fact("token.default-life", "Without either a token lives 15 minutes.", AUTH, "documented")
def test_the_usual_life_of_a_token(service):
    made = service.post("/auth/v1/tokens", {"single_use": True}).json()
    minutes = [time.mktime(time.strptime(made[n], "%Y-%m-%dT%H:%M:%SZ")) for n in ("createTime", "expireTime")]  # fmt: skip
    assert minutes[1] - minutes[0] == pytest.approx(900, abs=1)


@fact("token.reference", "`client_reference_id` holds at most 256 printable ASCII characters and is repeated.", AUTH, "documented")  # fmt: skip
@pytest.mark.parametrize(("text", "status"), [("a" * 256, 200), ("a" * 257, 400), ("é", 400)])
def test_references(service, text, status):
    answer = make(service, client_reference_id=text)
    assert answer.status_code == status
    assert status != 200 or answer.json()["clientReferenceId"] == text


@fact("token.rate", "A key may make 60 tokens a minute.", AUTH, "documented")
def test_the_sixty_first_token_is_refused(on_demand):
    codes = [make(on_demand).status_code for _ in range(61)]
    assert (codes[0], codes[-1]) == (200, 429)


def sign_in(service, variant, secret="testsecret"):
    moment, nonce = format_moment(time.time()), new_nonce(variant)
    header = sign(variant, key_id="testkey", secret=secret, moment=moment, nonce=nonce)
    return httpx.post(service.url + PATHS[variant], json={}, headers={"Authorization": header})


@fact("session.signature", "A wrong signature is 403, `invalid authorization signature`.", "inworld-nodejs-jwt-sample-app", "SDK")  # fmt: skip
@pytest.mark.parametrize("variant", list(Variant))
def test_a_wrong_signature(service, variant):
    answer = sign_in(service, variant, "another")
    said = {"code": 7, "message": "invalid authorization signature", "details": []}
    assert (answer.status_code, answer.json()) == (403, said)


@fact("session.use", "A session token travels as Bearer, is good for many calls and carries all rights of its key.", "plugin notes", "SDK")  # fmt: skip
def test_a_session_token_works_again_and_again(service):
    token = sign_in(service, Variant.B).json()["token"]
    assert [use(service, token) for _ in range(3)] == [200] * 3
    assert use(service, token, "DELETE", "/voices/v1/voices/nobody") == 404


PLACES = ("session.variants", "Session tokens are made at one address (sample code, A) or at another (documentation, B).", "sample app; docs.inworld.ai, Session tokens", "documented")  # fmt: skip
VARIANTS = [
    pytest.param("service", Variant.A, 200, marks=fact(*PLACES, switch="token_variant=both"), id="both"),
    pytest.param("other", Variant.A, 200, marks=fact(*PLACES, switch="token_variant=A"), id="A"),
    pytest.param("other", Variant.B, 404, marks=fact(*PLACES, switch="token_variant=A"), id="A only"),
    pytest.param("third", Variant.A, 404, marks=fact(*PLACES, switch="token_variant=B"), id="B only"),
]  # fmt: skip


@pytest.mark.parametrize(("which", "variant", "status"), VARIANTS)
def test_variants(request, which, variant, status):
    assert sign_in(request.getfixturevalue(which), variant).status_code == status
