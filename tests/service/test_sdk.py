"""The vendor's own Python SDK against the service, unmodified but for its base URL."""

import asyncio

import pytest
from inworld_tts import InworldTTS

from vivavoce.speech.audio import Audio

TEXT = "Good evening, harbour watch."
PROMPT = "An old sailor with a rough and quiet voice, close by"


@pytest.fixture
def sdk(url, key):
    made = InworldTTS(api_key=key, base_url=url)
    yield made
    made.close()


async def gather(stream):
    return [item async for item in stream]


def test_generates_short_and_long_texts(sdk):
    assert len(sdk.generate(TEXT, voice="Dennis", model="inworld-tts-2", encoding="WAV")) > 40_000
    long = "The tide is out and the lamps are lit along the pier tonight. " * 162
    assert len(sdk.generate(long[:10_000], voice="Dennis", encoding="WAV")) > 1_000_000


def test_gives_times(sdk):
    made = sdk.generate_with_timestamps(TEXT, timestamp_type="WORD", voice="Dennis")
    assert made["audio"]
    assert "harbour" in repr(made)


def test_streams_with_and_without_times(sdk):
    assert len(b"".join(asyncio.run(gather(sdk.stream(TEXT, voice="Ashley"))))) > 5_000
    timed = sdk.stream_with_timestamps(TEXT, timestamp_type="WORD", voice="Ashley")
    assert "harbour" in repr(asyncio.run(gather(timed)))


def test_makes_changes_and_deletes_voices(sdk):
    assert "Dennis" in repr(sdk.list_voices(lang=["EN_US", "FR_FR"]))
    sample = Audio.silence(5, 8000).to_wav()
    cloned = sdk.clone_voice([sample], display_name="Night watch")
    assert "Night watch" in repr(cloned)
    designed = sdk.design_voice(design_prompt=PROMPT, preview_text=TEXT, number_of_samples=2)
    assert len(designed["previewVoices"]) == 2
    voice = designed["previewVoices"][0]["voiceId"]
    sdk.publish_voice(voice, display_name="Old sailor")
    sdk.update_voice(voice, description="dry")
    assert sdk.get_voice(voice)["description"] == "dry"
    sdk.delete_voice(voice)
    with pytest.raises(Exception, match="not found"):
        sdk.get_voice(voice)


def test_tells_of_errors(sdk):
    with pytest.raises(Exception, match="is not supported"):
        sdk.generate(TEXT, voice="Dennis", model="inworld-tts-9")
