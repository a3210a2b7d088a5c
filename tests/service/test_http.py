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
