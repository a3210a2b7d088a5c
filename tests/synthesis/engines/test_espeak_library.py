"""The binding to the library, on the real one."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vivavoce.errors import EngineError, UnknownNameError
from vivavoce.phonetics.espeak_data import PATH_LIMIT, shorten
from vivavoce.phonetics.espeak_library import EventKind, Prosody

ENGLISH, BRITISH = "gmw/en-US", "gmw/en"


def run(code, **environment):
    """Run code in a process of its own, since the library opens once a process."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_it_speaks_and_tells_words_and_phones(espeak):
    samples, events = espeak.synthesize("Hello world", ENGLISH)
    assert len(samples) > espeak.sample_rate
    words = [event.position for event in events if event.kind == EventKind.WORD]
    assert words == [0, 6]
    phones = [event.name for event in events if event.kind == EventKind.PHONEME and event.name]
    assert phones == ["h", "ə", "l", "ˈoʊ", "w", "ˈɜː", "l", "d"]


def test_positions_count_code_points(espeak):
    _, events = espeak.synthesize("naïve 😀 café", ENGLISH)
    positions = [event.position for event in events if event.kind == EventKind.WORD]
    assert positions[0] == 0
    assert positions[-1] == 8


def test_text_is_told_in_ipa(espeak):
    assert espeak.text_to_ipa("hello", ENGLISH) == "həlˈoʊ"
    assert espeak.text_to_ipa("hello", ENGLISH, separator="_") == "h_ə_l_ˈoʊ"


def test_phoneme_input_is_on_only_when_asked(espeak):
    for _ in range(2):
        assert espeak.text_to_ipa("[[kr'i:t]]", ENGLISH, phonemes=True) == "kɹˈiːt"
        assert len(espeak.text_to_ipa("[[kr'i:t]]", ENGLISH)) > len("kɹˈiːt")


def test_every_call_sets_every_dial(espeak):
    long, _ = espeak.synthesize("one two three", ENGLISH, prosody=Prosody(rate=80))
    short, _ = espeak.synthesize("one two three", ENGLISH)
    assert len(long) > 1.5 * len(short)


@pytest.mark.parametrize("text", ["", " ", "\0", "\ud800", "\x01", "a\0b"])
def test_odd_text_is_no_error(espeak, text):
    espeak.synthesize(text, ENGLISH)
    espeak.text_to_ipa(text, ENGLISH)


def test_unknown_voices_and_variants_are_named(espeak):
    with pytest.raises(UnknownNameError, match="gmw/en-USA"):
        espeak.synthesize("x", "gmw/en-USA")
    with pytest.raises(UnknownNameError) as caught:
        espeak.synthesize("x", ENGLISH, variant="whispr")
    assert "whisper" in caught.value.suggestions


def test_four_threads_and_two_voices_do_not_mix(espeak):
    expected = {voice: espeak.text_to_ipa("bath water", voice) for voice in (ENGLISH, BRITISH)}
    assert len(set(expected.values())) == 2

    def ask(number):
        voice = (ENGLISH, BRITISH)[number % 2]
        _, events = espeak.synthesize("bath water", voice)
        spoken = "".join(event.name for event in events if event.kind == EventKind.PHONEME)
        ipa = espeak.text_to_ipa("bath water", voice)
        return ipa == expected[voice] and spoken == expected[voice].replace(" ", "")

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(ask, range(400)))


def test_data_behind_a_long_path_is_copied_to_a_short_one(espeak, tmp_path):
    deep = tmp_path / ("d" * 100) / ("e" * 100)
    deep.mkdir(parents=True)
    (deep / "espeak-ng-data").symlink_to(espeak.data)
    cache = Path("/tmp") / f"vv{os.getpid()}"
    code = (
        "from vivavoce.phonetics.espeak_library import library\n"
        "print(library().data)\n"
        "print(len(library().synthesize('Hello', 'gmw/en-US')[0]))\n"
    )
    try:
        for _ in range(2):  # the second finds the copy
            done = run(
                code,
                VIVAVOCE_ESPEAK_DATA=str(deep / "espeak-ng-data"),
                VIVAVOCE_ESPEAK_LIBRARY=espeak.location.library,
                XDG_CACHE_HOME=str(cache),
            )
            assert done.returncode == 0, done.stderr
            data, size = done.stdout.split()
            assert Path(data).is_relative_to(cache)
            assert len(data) <= PATH_LIMIT
            assert int(size) > 0
        assert [path.name for path in (cache / "vivavoce").glob("*/*")] == ["espeak-ng-data"]
    finally:
        import shutil

        shutil.rmtree(cache, ignore_errors=True)


def test_a_folder_without_data_is_an_error_that_names_it(tmp_path):
    with pytest.raises(EngineError, match="phontab"):
        shorten(tmp_path)


def test_a_broken_library_setting_is_an_error_and_the_process_lives(tmp_path):
    fake = tmp_path / "libfake.so"
    fake.write_text("no library")
    code = (
        "from vivavoce.errors import EngineError\n"
        "from vivavoce.phonetics.espeak_library import library\n"
        "try: library()\n"
        "except EngineError as error: print(error)\n"
    )
    done = run(code, VIVAVOCE_ESPEAK_LIBRARY=str(fake))
    assert done.returncode == 0, done.stderr
    assert "VIVAVOCE_ESPEAK_LIBRARY" in done.stdout
    assert str(fake) in done.stdout


def test_no_library_at_all_names_the_extra():
    code = (
        "import sys, ctypes.util\n"
        "sys.modules['espeakng_loader'] = None\n"
        "ctypes.util.find_library = lambda name: None\n"
        "from vivavoce.synthesis.engines.espeak import ENGINE\n"
        "from vivavoce.errors import MissingExtraError\n"
        "status = ENGINE.status()\n"
        "assert not status.ready\n"
        "print(status.detail)\n"
        "try: ENGINE.voices()\n"
        "except MissingExtraError as error: print(error.extra)\n"
    )
    done = run(code)
    assert done.returncode == 0, done.stderr
    detail, extra = done.stdout.splitlines()
    assert "pip install 'vivavoce[speech]'" in detail
    assert extra == "speech"
