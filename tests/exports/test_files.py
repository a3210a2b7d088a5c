from __future__ import annotations

import itertools
import json
import re
import wave
from dataclasses import replace
from io import BytesIO

import pytest

import vivavoce.exports
from vivavoce._plugins import collect
from vivavoce.exports import Export
from vivavoce.exports.textgrid import fill_gaps
from vivavoce.speech import Alignment, Audio, Encoding, Phone, Word
from vivavoce.speech.audio_codecs import decode

EXPORTS = collect(vivavoce.exports, "EXPORT", Export)


def test_every_format_is_found_under_its_name():
    assert set(EXPORTS) == {"flac", "html", "json", "srt", "textgrid", "vtt", "wav"}
    assert all(name == export.name for name, export in EXPORTS.items())


@pytest.mark.parametrize("name", EXPORTS)
def test_an_empty_take_has_a_file_in_every_format(name, speak):
    empty = replace(
        speak("One."), script="", audio=Audio(b"", 8000), alignment=Alignment(), passages=()
    )
    data = EXPORTS[name].render(empty)
    assert data or name in {"flac", "srt"}  # no sample or no cue, no byte


@pytest.mark.parametrize("name", EXPORTS)
def test_half_a_character_breaks_no_format(name, speak):
    take = speak(("A\ud800", "One \ud83d two."), title="\udfff")
    assert EXPORTS[name].render(take)


def test_wav_holds_the_samples(dialogue):
    with wave.open(BytesIO(EXPORTS["wav"].render(dialogue))) as file:
        assert file.getframerate() == dialogue.audio.sample_rate
        assert file.readframes(file.getnframes()) == dialogue.audio.samples


def test_flac_loses_nothing(dialogue):
    data = EXPORTS["flac"].render(dialogue)
    assert decode(data, Encoding.FLAC, 0).samples == dialogue.audio.samples


def test_json_says_everything_in_our_own_names(dialogue):
    data = json.loads(EXPORTS["json"].render(dialogue))
    word = data["words"][3]
    assert data["format"] == "vivavoce.take/1"
    assert data["script"][slice(*word["span"])] == "/kriːt/"
    assert data["passages"][1]["speaker"] == "MIRA"
    assert data["phones"][0]["word"] == 0
    assert data["requests"][0]["hash"] == dialogue.requests[0].hash
    assert data["provenance"]["made_at"] == "2026-08-01T12:00:00Z"
    assert not re.search(r'"[a-z]+[A-Z]\w*":', json.dumps(data))


def read_tiers(text):
    """A reader of its own for the long format: tier name to intervals."""
    tiers = {}
    for block in re.split(r"item \[\d+\]:", text)[1:]:
        name = re.search(r'name = "(.*)"', block)[1]
        found = re.findall(r'xmin = (\S+)\s+xmax = (\S+)\s+text = "((?:[^"]|"")*)"', block)
        assert len(found) == int(re.search(r"size = (\d+)", block)[1])
        tiers[name] = [(float(a), float(b), text.replace('""', '"')) for a, b, text in found]
    return tiers


def test_textgrid_tiers_fill_the_time(dialogue):
    tiers = read_tiers(EXPORTS["textgrid"].render(dialogue).decode())
    assert list(tiers) == ["utterances", "words", "phones"]
    for intervals in tiers.values():
        assert intervals[0][0] == 0
        assert intervals[-1][1] == pytest.approx(dialogue.audio.duration, abs=1e-5)
        assert all(a[1] == b[0] for a, b in itertools.pairwise(intervals))
    assert [t for *_, t in tiers["words"] if t] == [w.text for w in dialogue.alignment.words]
    assert tiers["utterances"][1][2] == "MIRA: Did you hear that? Never mind."


def test_textgrid_quotes_and_overlaps(speak):
    take = speak("One two three four five.")
    words = (Word('a "b"', 0, 0.3), Word("c", 0.2, 0.25), Word("d", 0.2, 9))
    phones = (Phone("k", 0.1, 0.1), Phone("t", 0.1, 0.2))
    take = replace(take, alignment=Alignment(words, phones))
    tiers = read_tiers(EXPORTS["textgrid"].render(take).decode())
    assert [t for *_, t in tiers["words"]] == ['a "b"', "d"]
    assert [t for *_, t in tiers["phones"]] == ["", "t", ""]


def test_gaps_are_filled():
    assert list(fill_gaps([(1, 2, "x")], 3)) == [(0, 1, ""), (1, 2, "x"), (2, 3, "")]
    assert list(fill_gaps([], 0)) == [(0, 0, "")]
