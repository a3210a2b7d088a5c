"""The vendor's own Python SDK (inworld-tts 1.2.1), unmodified but for its base URL.

It has one client; what streams is asynchronous, the rest is not. Its command line knows no base
URL and so cannot be pointed here.
"""

import asyncio
import inspect
import json
import threading
import wave
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pytest
from inworld_tts import ApiError, InworldTTS, MissingApiKeyError

from vivavoce.speech.audio import Audio
from vivavoce.speech.riff import read_wave

TEXT = "Good evening, harbour watch."
LONG = ("The tide is out and the lamps are lit along the pier tonight. " * 162)[:10_000]
PROMPT = "An old sailor with a rough and quiet voice, close by"
TESTED = {
    "generate", "stream", "play", "list_voices", "clone_voice", "design_voice", "publish_voice",
    "get_voice", "update_voice", "delete_voice", "generate_with_timestamps",
    "stream_with_timestamps", "migrate_from_elevenlabs", "close",
}  # fmt: skip


@pytest.fixture
def open_sdk(key):
    opened = []

    def connect(url):
        opened.append(InworldTTS(api_key=key, base_url=url))
        return opened[-1]

    yield connect
    for sdk in opened:
        sdk.close()


@pytest.fixture
def sdk(open_sdk, url):
    return open_sdk(url)


async def gather(stream):
    return [item async for item in stream]


def test_no_method_is_left_out():
    methods = {name for name, _ in inspect.getmembers(InworldTTS, inspect.isfunction)}
    assert {name for name in methods if not name.startswith("_")} == TESTED


@pytest.mark.parametrize("encoding", ["MP3", "OGG_OPUS", "FLAC", "LINEAR16", "PCM", "WAV", "ALAW", "MULAW"])  # fmt: skip
def test_generates_every_encoding(sdk, encoding):
    assert len(sdk.generate(TEXT, voice="Dennis", encoding=encoding)) > 5_000


def test_generates_with_every_option(sdk, tmp_path):
    path = tmp_path / "watch.wav"
    made = sdk.generate(
        TEXT, voice="Dennis", model="inworld-tts-2", encoding="WAV", sample_rate=16000,
        speaking_rate=1.2, temperature=0.7, apply_text_normalization="ON", language="en-GB",
        delivery_mode="CREATIVE", output_file=str(path),
    )  # fmt: skip
    assert path.read_bytes() == made
    assert read_wave(made).sample_rate == 16000


@pytest.mark.parametrize("encoding", ["WAV", "MP3"])
def test_generates_long_texts(sdk, encoding):
    made = sdk.generate(LONG, voice="Dennis", encoding=encoding)
    seconds = len(made) / (96_000 if encoding == "WAV" else 16_000)
    assert 300 < seconds < 1200


@pytest.mark.parametrize("kind", ["WORD", "CHARACTER"])
def test_gives_times(sdk, kind):
    made = sdk.generate_with_timestamps(TEXT, timestamp_type=kind, voice="Dennis")
    assert made["audio"]
    alignment = made["timestamps"]["wordAlignment" if kind == "WORD" else "characterAlignment"]
    assert "".join(alignment["words" if kind == "WORD" else "characters"]) == TEXT


def test_gives_times_of_long_texts(sdk):
    form = {"voice": "Dennis", "encoding": "WAV", "sample_rate": 8000}
    made = sdk.generate_with_timestamps(LONG, timestamp_type="WORD", **form)
    alignment = made["timestamps"]["wordAlignment"]
    starts = alignment["wordStartTimeSeconds"]
    assert starts == sorted(starts)
    assert [word for word in alignment["words"] if word.isalpha()] == [w.strip(".") for w in LONG.split()]  # fmt: skip
    assert alignment["wordEndTimeSeconds"][-1] <= len(read_wave(made["audio"]).data) / 16000


def test_streams(sdk):
    chunks = asyncio.run(gather(sdk.stream(LONG[:2000], voice="Ashley")))
    assert len(chunks) > 1
    assert len(b"".join(chunks)) > 100_000


@pytest.mark.parametrize("kind", ["WORD", "CHARACTER"])
def test_streams_with_times(sdk, kind):
    stream = sdk.stream_with_timestamps(LONG[:2000], timestamp_type=kind, voice="Ashley")
    items = asyncio.run(gather(stream))
    infos = [item["timestamps"] for item in items if item.get("timestamps")]
    names = ("wordAlignment", "words") if kind == "WORD" else ("characterAlignment", "characters")
    assert "".join(t for info in infos for t in info[names[0]][names[1]]) == LONG[:2000]
    assert b"".join(item["audio"] for item in items)


@pytest.fixture
def player(tmp_path, monkeypatch):
    """A player on the path that keeps what it is given to play."""
    heard = tmp_path / "heard"
    program = tmp_path / "bin" / "ffplay"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nfor last; do :; done\ncp "$last" "{heard}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    return heard


def test_plays(sdk, player, tmp_path):
    audio = sdk.generate(TEXT, voice="Dennis", encoding="WAV")
    sdk.play(audio)
    assert player.read_bytes() == audio
    path = tmp_path / "watch.mp3"
    made = sdk.generate(TEXT, voice="Ashley", output_file=str(path), play=True)
    assert player.read_bytes() == made == path.read_bytes()


def test_plays_streams(sdk, player):
    audio = b"".join(asyncio.run(gather(sdk.stream(TEXT, voice="Ashley", play=True))))
    assert player.read_bytes() == audio


def test_lists_voices(sdk):
    everybody = {voice["voiceId"] for voice in sdk.list_voices()}
    some = {voice["voiceId"] for voice in sdk.list_voices(lang=["EN_US", "FR_FR"])}
    assert "Dennis" in some < everybody


def test_clones_designs_changes_and_deletes_voices(sdk, tmp_path):
    sample = Audio.silence(5, 8000).to_wav()
    path = tmp_path / "sample.wav"
    path.write_bytes(sample)
    cloned = sdk.clone_voice(
        [sample, str(path), path], display_name="Night watch", lang="EN_US", tags=["radio"],
        transcriptions=["One.", "Two.", "Three."], description="Low", remove_background_noise=True,
    )  # fmt: skip
    assert len(sdk.generate(TEXT, voice=cloned["voice"]["voiceId"])) > 5_000
    designed = sdk.design_voice(design_prompt=PROMPT, preview_text=TEXT, number_of_samples=2)
    assert len(designed["previewVoices"]) == 2
    voice = designed["previewVoices"][0]["voiceId"]
    published = sdk.publish_voice(voice, display_name="Old sailor", description="d", tags=["sea"])
    assert published["displayName"] == "Old sailor"
    assert sdk.update_voice(voice, description="dry", tags=["land"])["tags"] == ["land"]
    assert sdk.get_voice(voice)["description"] == "dry"
    for name in (voice, cloned["voice"]["voiceId"]):
        sdk.delete_voice(name)
    with pytest.raises(ApiError, match="not found") as raised:
        sdk.get_voice(voice)
    assert raised.value.code == 404


class ElsewhereHandler(BaseHTTPRequestHandler):
    """As much of another vendor's API as a migration reads."""

    def do_GET(self):
        voice = {
            "name": "Old sailor",
            "labels": {"language": "en"},
            "samples": [{"sample_id": "s1"}],
        }
        routes = {
            "/v1/voices/v1": json.dumps(voice).encode(),
            "/v1/voices/v1/samples/s1/audio": Audio.silence(20, 8000).to_wav(),
        }
        body = routes.get(self.path, b"{}")
        known = self.path in routes and self.headers["xi-api-key"] == "elsewhere"
        self.send_response(200 if known else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def elsewhere(monkeypatch):
    """Another vendor on this machine; its address is a constant of the SDK."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), ElsewhereHandler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setattr("inworld_tts._migrate_elevenlabs._EL_BASE", f"http://127.0.0.1:{server.server_port}")  # fmt: skip
    yield
    server.shutdown()
    thread.join()
    server.server_close()


def test_migrates_a_voice_from_elsewhere(sdk, elsewhere):
    moved = sdk.migrate_from_elevenlabs("elsewhere", "v1")
    assert moved["elevenlabs_name"] == "Old sailor"
    assert sdk.get_voice(moved["inworld_voice_id"])["displayName"] == "Old sailor"
    with pytest.raises(ApiError):
        sdk.migrate_from_elevenlabs("elsewhere", "v2")


@pytest.mark.parametrize(
    ("change", "status", "message"),
    [
        ({"model": "inworld-tts-9"}, 400, "model_id: inworld-tts-9 is not supported."),
        ({"voice": "Nobody"}, 404, "Unknown voice: Nobody not found!"),
        ({"sample_rate": 11025}, 400, "sample_rate_hertz"),
    ],
)
def test_tells_of_errors(sdk, change, status, message):
    for method in (sdk.generate, lambda *a, **k: asyncio.run(gather(sdk.stream(*a, **k)))):
        with pytest.raises(ApiError, match=message) as raised:
            method(TEXT, **({"voice": "Dennis"} | change))
        assert raised.value.code == status


def test_tells_of_keys(url, monkeypatch):
    stranger = InworldTTS(api_key="Abcdefgh", base_url=url)
    with stranger, pytest.raises(ApiError, match="does not exist") as raised:
        stranger.generate(TEXT, voice="Dennis")
    assert raised.value.code == 403
    monkeypatch.delenv("INWORLD_API_KEY", raising=False)
    with pytest.raises(MissingApiKeyError):
        InworldTTS(base_url=url)


def test_closes(url, key):
    with InworldTTS(api_key=key, base_url=url) as sdk:
        audio = sdk.generate(TEXT, voice="Dennis", encoding="WAV")
    with wave.open(BytesIO(audio)) as file:
        assert file.getnchannels() == 1
