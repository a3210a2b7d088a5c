import base64
import io
import json

import httpx
import pytest
import soundfile

from vivavoce.speech import Encoding
from vivavoce.speech.audio_codecs import decode

TEXT = "Good evening, harbour watch."


@pytest.fixture
def client(url, key):
    with httpx.Client(base_url=url, headers={"Authorization": f"Basic {key}"}, timeout=30) as made:
        yield made


def body(**more):
    form = {"audioEncoding": "LINEAR16", "sampleRateHertz": 24000}
    return {
        "text": TEXT,
        "voiceId": "Dennis",
        "modelId": "inworld-tts-2",
        "audioConfig": form,
    } | more


def test_word_tokens_join_to_the_text(client):
    answer = client.post("/tts/v1/voice", json=body(timestampType="WORD")).json()
    words = answer["timestampInfo"]["wordAlignment"]["words"]
    assert words[0] == ""
    assert "".join(words) == TEXT
    assert base64.b64decode(answer["audioContent"])[:4] == b"RIFF"
    assert answer["usage"] == {"processedCharactersCount": 28, "modelId": "inworld-tts-2"}


def test_snake_case_is_read(client):
    sent = {
        "text": TEXT,
        "voice_id": "Dennis",
        "model_id": "inworld-tts-2",
        "timestamp_type": "CHARACTER",
    }
    answer = client.post("/tts/v1/voice", json=sent).json()
    assert "".join(answer["timestampInfo"]["characterAlignment"]["characters"]) == TEXT


def test_every_linear16_line_has_a_header_and_the_first_line_the_count(client):
    long = body(text="The lamps are lit along the pier. " * 20)
    lines = [
        json.loads(x)["result"]
        for x in client.post("/tts/v1/voice:stream", json=long).text.splitlines()
    ]
    assert len(lines) > 1
    assert all(base64.b64decode(line["audioContent"])[:4] == b"RIFF" for line in lines)
    counts = [line["usage"]["processedCharactersCount"] for line in lines]
    assert counts == [len(long["text"]), *[0] * (len(lines) - 1)]


@pytest.mark.parametrize(
    ("change", "status", "message"),
    [
        ({"modelId": "inworld-tts-9"}, 400, "model_id: inworld-tts-9 is not supported."),
        ({"voiceId": "Nobody"}, 404, "Unknown voice: Nobody not found!"),
        ({"text": ""}, 400, "Text cannot be empty"),
    ],
)
def test_refusals_are_bare_on_sync_and_wrapped_on_stream(client, change, status, message):
    plain = client.post("/tts/v1/voice", json=body(**change))
    wrapped = client.post("/tts/v1/voice:stream", json=body(**change))
    assert (plain.status_code, wrapped.status_code) == (status, status)
    assert plain.json()["message"] == message
    assert wrapped.json() == {"error": plain.json()}


def test_credentials_are_checked(client, url):
    assert client.get("/voices/v1/voices/Dennis").json()["voiceId"] == "Dennis"
    refused = httpx.post(f"{url}/tts/v1/voice", json=body())
    assert (refused.status_code, refused.headers["www-authenticate"]) == (
        401,
        "authentication is required",
    )
    unknown = httpx.post(
        f"{url}/tts/v1/voice", json=body(), headers={"Authorization": "Basic Abcdefgh"}
    )
    assert unknown.json()["message"] == 'API key does not exist or was deleted: "Abcd***"'


def test_a_one_time_token_works_once(client, url):
    token = client.post("/auth/v1/tokens", json={"single_use": True, "ttl": "60s"}).json()[
        "accessToken"
    ]
    codes = [
        httpx.get(f"{url}/tts/v1/voices", headers={"Authorization": f"Bearer {token}"}).status_code
        for _ in range(2)
    ]
    assert codes == [200, 403]


def test_a_stale_etag_is_a_conflict(client):
    path = "/pronunciations/v1/workspaces/local/pronunciationDictionaries"
    entry = {"displayHeadword": "Cat", "languageCode": "en-US", "phoneSymbols": ["k", "æ", "t"]}
    made = client.post(path, json={"displayName": "Ship", "pronunciations": [entry]}).json()
    stale = client.patch(
        f"/pronunciations/v1/{made['name']}", json={"etag": "old", "displayName": "x"}
    )
    assert (stale.status_code, stale.json()["code"]) == (409, 10)


def test_flac_is_streamed_in_pieces_and_whole_files_tell_their_length(client):
    wanted = body(text=TEXT * 12, audioConfig={"audioEncoding": "FLAC", "sampleRateHertz": 24000})
    lines = client.post("/tts/v1/voice:stream", json=wanted).text.splitlines()
    pieces = [base64.b64decode(json.loads(line)["result"]["audioContent"]) for line in lines]
    whole = base64.b64decode(client.post("/tts/v1/voice", json=wanted).json()["audioContent"])
    heard = decode(whole, Encoding.FLAC, 24000)
    assert sum(map(bool, pieces)) > 1
    streamed = decode(b"".join(pieces), Encoding.FLAC, 24000)
    assert streamed.duration == pytest.approx(heard.duration, abs=0.01)
    assert soundfile.info(io.BytesIO(whole)).frames == len(heard)
