"""Encodings, sample rates and how audio is framed."""

import base64
import io

import pytest

from vivavoce.speech import Encoding, audio_codecs
from vivavoce.speech.riff import is_wave, read_wave

fact = pytest.mark.fact
AUDIO = "docs.inworld.ai, Generating audio"
LONG = "The lamps are lit along the pier, and the tide is turning. " * 10
COMPRESSED = {"MP3": (b"\xff", b"ID3"), "OGG_OPUS": (b"OggS",), "FLAC": (b"fLaC",)}


def form(encoding, rate=None, **more):
    config = {"audioEncoding": encoding} | ({"sampleRateHertz": rate} if rate else {}) | more
    return {"audioConfig": config}


def decode(data, encoding, rate):
    """Seconds and hertz of an audio file or of bare bytes."""
    if encoding in COMPRESSED:
        import soundfile

        assert soundfile.info(io.BytesIO(data)).channels == 1
        audio = audio_codecs.decode(data, Encoding(encoding), rate)
        return audio.duration, audio.sample_rate
    if encoding in {"LINEAR16", "WAV"}:
        wave = read_wave(data)
        assert (wave.channels, wave.bits) == (1, 16)
        return len(wave.data) / 2 / wave.sample_rate, wave.sample_rate
    return len(data) / (2 if encoding == "PCM" else 1) / rate, rate


def sound(made):
    return base64.b64decode(made["audioContent"])


def socket_audio(service, config, flushes=1):
    """Bytes of each audio chunk, flush by flush."""
    talk = [{"create": service.body(**config), "contextId": "a"}]
    talk += [{"send_text": {"text": LONG[:900], "flush_context": {}}, "contextId": "a"}] * flushes
    frames = service.talk([*talk, {"close_context": {}, "contextId": "a"}])
    runs = [[]]
    for frame in (frame["result"] for frame in frames):
        if "audioChunk" in frame and frame["audioChunk"]["audioContent"]:
            runs[-1].append(sound(frame["audioChunk"]))
        elif "flushCompleted" in frame:
            runs.append([])
    return runs[:-1]


SYNC = [
    pytest.param("LINEAR16", 48000, marks=fact("audio.sync-linear16", "A sync LINEAR16 answer is one mono 16-bit WAV.", f"{AUDIO}; live probes, Sep 2026", "recorded"), id="LINEAR16"),
    pytest.param("WAV", 24000, marks=fact("audio.sync-wav", "A sync WAV answer is one WAV.", AUDIO, "documented"), id="WAV"),
    pytest.param("PCM", 16000, marks=fact("audio.sync-pcm", "A sync PCM answer is raw 16-bit samples.", AUDIO, "documented"), id="PCM"),
    pytest.param("MP3", 44100, marks=fact("audio.sync-mp3", "A sync MP3 answer is a file.", AUDIO, "documented"), id="MP3"),
    pytest.param("OGG_OPUS", 48000, marks=fact("audio.sync-opus", "A sync OGG_OPUS answer is a mono file.", AUDIO, "documented"), id="OGG_OPUS"),
    pytest.param("FLAC", 22050, marks=fact("audio.sync-flac", "A sync FLAC answer is a file.", AUDIO, "documented"), id="FLAC"),
    pytest.param("ALAW", 8000, marks=fact("audio.sync-alaw", "A sync ALAW answer is one byte a sample.", AUDIO, "documented"), id="ALAW"),
    pytest.param("MULAW", 8000, marks=fact("audio.sync-mulaw", "A sync MULAW answer is one byte a sample.", AUDIO, "documented"), id="MULAW"),
]  # fmt: skip


@pytest.mark.parametrize(("encoding", "rate"), SYNC)
def test_sync(service, encoding, rate):
    wanted, _ = decode(sound(service.speak(**form("PCM", 8000))), "PCM", 8000)
    data = sound(service.speak(**form(encoding, rate)))
    seconds, found = decode(data, encoding, rate)
    assert data.startswith(COMPRESSED.get(encoding, (b"",)))
    assert is_wave(data) == (encoding in {"LINEAR16", "WAV"})
    assert (seconds, found) == (pytest.approx(wanted, abs=0.12), rate)


BYTES = (
    "audio.stream-bytes",
    "In an HTTP stream the other encodings are bytes to concatenate.",
    AUDIO,
    "documented",
)
STREAM = [
    pytest.param("LINEAR16", "every", marks=fact("audio.stream-linear16", "In an HTTP stream LINEAR16 has a WAV header in every chunk.", AUDIO, "documented"), id="LINEAR16"),
    pytest.param("WAV", "first", marks=fact("audio.stream-wav", "In an HTTP stream WAV has a header in the first chunk.", AUDIO, "documented"), id="WAV"),
    pytest.param("PCM", "none", marks=fact("audio.stream-pcm", "In an HTTP stream PCM has no header.", AUDIO, "documented"), id="PCM"),
    pytest.param("ALAW", "none", marks=fact(*BYTES), id="ALAW"),
    pytest.param("MULAW", "none", marks=fact(*BYTES), id="MULAW"),
    pytest.param("MP3", "none", marks=fact(*BYTES), id="MP3"),
    pytest.param("OGG_OPUS", "none", marks=fact(*BYTES), id="OGG_OPUS"),
    pytest.param("FLAC", "none", marks=fact(*BYTES), id="FLAC"),
]  # fmt: skip


def check_headers(chunks, where):
    assert len(chunks) > 1
    assert [is_wave(chunk) for chunk in chunks] == [
        where == "every" or (where == "first" and not number) for number in range(len(chunks))
    ]


@pytest.mark.parametrize(("encoding", "where"), STREAM)
def test_streams(service, encoding, where):
    rate = 8000 if encoding in {"ALAW", "MULAW"} else 24000
    results = service.results(text=LONG, **form(encoding, rate))
    chunks = [sound(result) for result in results if result["audioContent"]]
    check_headers(chunks, where)
    whole = b"".join(chunk[44:] if is_wave(chunk) else chunk for chunk in chunks)
    raw = encoding if encoding not in {"LINEAR16", "WAV"} else "PCM"
    wanted, _ = decode(sound(service.speak(text=LONG, **form("PCM", 8000))), "PCM", 8000)
    assert decode(whole, raw, rate)[0] == pytest.approx(wanted, rel=0.02)


PCM = ("audio.socket-pcm", "On WebSocket PCM is raw, or (older text) has a RIFF header in every chunk.", "docs.inworld.ai, WebSocket reference; older text", "documented")  # fmt: skip
SOCKET = [
    pytest.param("service", "LINEAR16", "every", marks=fact("audio.socket-linear16", "On WebSocket LINEAR16 has a WAV header in every chunk.", AUDIO, "documented"), id="LINEAR16"),
    pytest.param("service", "WAV", "first", marks=fact("audio.socket-wav", "On WebSocket WAV has a header in the first chunk of each flush.", AUDIO, "documented"), id="WAV"),
    pytest.param("service", "PCM", "none", marks=fact(*PCM, switch="websocket_pcm=raw"), id="PCM"),
    pytest.param("other", "PCM", "every", marks=fact(*PCM, switch="websocket_pcm=wav"), id="PCM, older"),
]  # fmt: skip


@pytest.mark.parametrize(("which", "encoding", "where"), SOCKET)
def test_sockets(request, which, encoding, where):
    runs = socket_audio(request.getfixturevalue(which), form(encoding, 8000), flushes=2)
    assert len(runs) == 2
    for chunks in runs:
        check_headers(chunks, where)


@fact("audio.socket-flac", "WebSocket has no FLAC.", "docs.inworld.ai, WebSocket reference", "documented")  # fmt: skip
def test_flac_is_refused_on_sockets(service):
    frames = service.talk([{"create": service.body(**form("FLAC")), "contextId": "a"}], "error")
    assert frames[0]["error"]["code"] == 3


@fact("audio.sizes", "WAV headers of sync answers tell their true size.", "live probes, Sep 2026", "recorded")  # fmt: skip
def test_sizes_in_headers(service):
    data = sound(service.speak(**form("LINEAR16", 8000)))
    assert int.from_bytes(data[4:8], "little") == len(data) - 8
    assert int.from_bytes(data[40:44], "little") == len(data) - 44


@fact("audio.steady", "A steady line of a LINEAR16 stream holds one second: 48,044 bytes at 24,000 Hz.", "live probes, Sep 2026", "recorded")  # fmt: skip
def test_steady_lines(service):
    results = service.results(text=LONG, **form("LINEAR16", 24000))
    sizes = [len(sound(result)) for result in results if result["audioContent"]]
    assert sizes[0] == 48_044
    assert sizes.count(48_044) > len(sizes) / 2


@fact("audio.defaults", "Without audioConfig the audio is MP3 at 48,000 Hz and 128,000 bit/s.", "docs.inworld.ai, HTTP reference", "documented")  # fmt: skip
@pytest.mark.parametrize("config", [None, {}, {"audioEncoding": "AUDIO_ENCODING_UNSPECIFIED"}])
def test_defaults(service, config):
    data = sound(service.speak(audioConfig=config, text=LONG))
    seconds, rate = decode(data, "MP3", 0)
    assert rate == 48000
    assert 8 * len(data) / seconds == pytest.approx(128_000, rel=0.03)


@fact("audio.telephone-default", "ALAW and MULAW come at 8,000 Hz.", AUDIO, "documented")
@pytest.mark.parametrize("encoding", ["ALAW", "MULAW"])
def test_telephone_audio_is_8_khz(service, encoding):
    wanted, _ = decode(sound(service.speak(**form("PCM", 8000))), "PCM", 8000)
    assert len(sound(service.speak(**form(encoding)))) / 8000 == pytest.approx(wanted, abs=0.02)


RATES = (8000, 16000, 22050, 24000, 32000, 44100, 48000)
TAKEN = {
    "LINEAR16": RATES, "WAV": RATES, "PCM": RATES, "FLAC": RATES, "OGG_OPUS": RATES,
    "MP3": RATES[1:], "ALAW": (8000,), "MULAW": (8000,),
}  # fmt: skip


@fact("audio.rates", "Seven rates from 8,000 to 48,000 Hz are taken; MP3 starts at 16,000, ALAW and MULAW are 8,000 only; anything else is an error.", "docs.inworld.ai, HTTP reference", "documented")  # fmt: skip
@pytest.mark.parametrize("encoding", TAKEN)
def test_sample_rates(service, encoding):
    asked = {
        rate: service.ask(text="Go.", **form(encoding, rate)) for rate in (*RATES, 11025, 96000)
    }
    assert [rate for rate, answer in asked.items() if answer.status_code == 200] == list(TAKEN[encoding])  # fmt: skip
    assert {a.json()["code"] for a in asked.values() if a.status_code != 200} <= {3}


BITS = [
    ("MP3", 32_000, 200), ("MP3", 320_000, 200), ("MP3", 31_999, 400), ("MP3", 320_001, 400),
    ("OGG_OPUS", 32_000, 200), ("OGG_OPUS", 192_000, 200), ("OGG_OPUS", 192_001, 400),
    ("PCM", 1, 200),
]  # fmt: skip


@fact("audio.bit-rates", "`bitRate` is 32,000 to 320,000 for MP3 and to 192,000 for Opus; other encodings have none.", "docs.inworld.ai, HTTP reference", "documented")  # fmt: skip
@pytest.mark.parametrize(("encoding", "rate", "status"), BITS)
def test_bit_rates(service, encoding, rate, status):
    assert service.ask(**form(encoding, bitRate=rate)).status_code == status


@fact("audio.bit-rate-heard", "A lower `bitRate` makes a smaller file.", AUDIO, "inferred")
def test_a_lower_bit_rate_is_smaller(service):
    sizes = [len(sound(service.speak(**form("MP3", bitRate=rate)))) for rate in (64_000, 192_000)]
    assert sizes[0] * 2 < sizes[1]


@fact("audio.speed", "`speakingRate` 0.5 to 1.5 changes the pace; beyond is an error.", "docs.inworld.ai, HTTP reference", "documented")  # fmt: skip
def test_speaking_rates(service):
    lengths = [len(sound(service.speak(**form("PCM", 8000, speakingRate=rate)))) for rate in (0.5, 1.0, 1.5)]  # fmt: skip
    assert lengths == sorted(lengths, reverse=True)
    codes = [service.ask(**form("PCM", speakingRate=rate)).status_code for rate in (0.49, 1.51)]
    assert codes == [400, 400]
