import base64
import json

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivavoce.service.cutting import cut
from vivavoce.service.times import Token
from vivavoce.speech import Audio

TEXT = "The lamps are lit along the pier tonight, and the tide is out. " * 5
TIMES = st.lists(st.floats(0, 30), max_size=40).map(sorted)


@given(st.integers(0, 50_000), TIMES, TIMES)
def test_parts_join_to_the_chunk_and_keep_what_begins_in_them(count, words, shapes):
    samples = bytes(range(256)) * (count // 128 + 1)
    audio = Audio(samples[: 2 * count], 8000)
    tokens = [Token(str(n), 5 + start, 6 + start) for n, start in enumerate(words)]
    visemes = [{"startTimeSeconds": 5 + start} for start in shapes]
    parts = list(cut(audio, 5, tokens, visemes))
    assert b"".join(part.samples for part in parts) == audio.samples
    assert [token for part in parts for token in part.tokens] == tokens
    assert [row for part in parts for row in part.visemes] == visemes
    assert all(part.seconds == 1 for part in parts[:-1])
    assert parts[-1].seconds <= 1.5
    for number, part in enumerate(parts[:-1]):
        assert all(token.start < 6 + number for token in part.tokens)


@pytest.fixture
def lines(url, key):
    def ask(**more):
        body = {
            "text": TEXT, "voiceId": "Dennis", "modelId": "inworld-tts-2",
            "audioConfig": {"audioEncoding": "LINEAR16", "sampleRateHertz": 24000},
        }  # fmt: skip
        headers = {"Authorization": f"Basic {key}"}
        told = httpx.post(
            f"{url}/tts/v1/voice:stream", json=body | more, headers=headers, timeout=60
        )
        return [json.loads(line)["result"] for line in told.text.splitlines()]

    return ask


def test_a_steady_line_holds_a_second(lines):
    sizes = [len(base64.b64decode(line["audioContent"])) for line in lines()]
    assert sizes[0] == 48_044
    assert sizes.count(48_044) > len(sizes) - 4


def test_the_words_of_a_line_begin_in_it(lines):
    words, at = "", 0.0
    for line in lines(timestampType="WORD"):
        alignment = line["timestampInfo"]["wordAlignment"]
        seconds = (len(base64.b64decode(line["audioContent"])) - 44) / 48_000
        assert all(at - 0.1 < t < at + seconds + 0.1 for t in alignment["wordStartTimeSeconds"])
        words += "".join(alignment["words"])
        at += seconds
    assert words == TEXT
