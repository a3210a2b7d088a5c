"""What cells show: rich for notebooks, plain for terminals. Real IPython, real espeak."""

from __future__ import annotations

import re
import warnings

import pytest

pytest.importorskip("IPython")

from vivavoce import facade
from vivavoce.notebook import Change, Player, check, mend
from vivavoce.notebook.display import HUGE, LARGE
from vivavoce.speech import Audio, Take
from vivavoce.syntax import Script
from vivavoce.text import Source

HOSTILE = "Say </script><img src=x onerror=alert(1)> & [sigh] now."


@pytest.fixture
def shell(tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from IPython.core.interactiveshell import InteractiveShell

        shell = InteractiveShell()
        shell.history_manager.enabled = False
    shell.run_line_magic("load_ext", "vivavoce")
    yield shell
    shell.run_line_magic("unload_ext", "vivavoce")
    shell.history_manager.end_session()
    InteractiveShell.clear_instance()


@pytest.fixture(scope="module")
def take():
    return facade.say("Hello there, old friend.")


def show(shell, value):
    return shell.display_formatter.format(value)[0]


def test_a_take_shows_itself_as_a_player_and_never_prints_its_samples(shell, take):
    bundle = show(shell, take)
    assert "<audio controls" in bundle["text/html"]
    assert "data-w=0" in bundle["text/html"]
    assert re.fullmatch(r"Take · \d\.\d s · 4 words · .+ \(espeak\)", bundle["text/plain"])


def test_a_list_of_takes_is_compared(shell, take):
    bundle = show(shell, [take, facade.say("Hello there, dear friend.")])
    assert bundle["text/html"].count("<audio") == 2
    assert "differences" in bundle["text/html"]


def test_half_an_emoji_loses_no_output(shell):
    text = "[clear_thorat] Half \ud83d of it."
    take = facade.say(text)
    values = [take, [take, take], Player(take), check(text), facade.lint(text)]
    for value in [*values, mend(text, unsafe=True), Script.from_source(Source(text))]:
        bundle = show(shell, value)
        # As the kernel sends it.
        assert all(data.encode() for data in bundle.values())
        assert "\ud83d" not in bundle["text/html"]
    assert "Half \ufffd of" in show(shell, mend(text, unsafe=True))["text/html"]


def test_other_lists_look_as_ever(shell):
    assert show(shell, [1, "two"]) == {"text/plain": "[1, 'two']"}
    assert show(shell, []) == {"text/plain": "[]"}


def test_findings_are_underlined_in_the_text(shell):
    bundle = show(shell, check("😀 [clear_thorat] Listen."))
    assert re.search(r"<mark[^>]*>\[?clear_thorat\]?</mark>", bundle["text/html"])
    assert "VV102" in bundle["text/plain"]
    assert "^^^" in bundle["text/plain"]


def test_a_list_of_diagnostics_names_the_rules(shell):
    bundle = show(shell, facade.lint("[clear_thorat] Listen."))
    assert "VV102" in bundle["text/html"]
    assert bundle["text/plain"].startswith("0: VV102 ")


def test_a_change_shows_what_goes_and_what_comes():
    change = mend("[clear_thorat] Listen.", unsafe=True)
    assert change.after == "[clear throat] Listen."
    assert "<del>[clear_thorat]</del><ins>[clear throat]</ins> Listen." in change._repr_html_()
    assert "+[clear throat] Listen." in repr(change)
    assert repr(Change("a", "a")) == "Nothing to mend."


def test_a_script_is_spoken_and_checked(shell):
    bundle = show(shell, Script.from_source(Source("[clear_thorat] Hi.")))
    assert "<audio" in bundle["text/html"]
    assert "<mark" in bundle["text/html"]


@pytest.mark.parametrize(
    "value", [check(HOSTILE), Change("plain", HOSTILE), facade.lint(HOSTILE)], ids=type
)
def test_text_stays_text(shell, value):
    html = show(shell, value).get("text/html", "")
    assert "<img" not in html
    assert "</script>" not in html


def test_a_large_player_says_so_and_can_keep_its_sound_in_a_file(take, tmp_path):
    long = Take(
        take.script, take.requests, Audio(bytes(LARGE), 8000), take.alignment, take.provenance
    )
    assert "MB to the notebook" in Player(long)._repr_html_()
    beside = Player(long).beside(tmp_path, "long")
    assert (tmp_path / "long.wav").read_bytes()[:4] == b"RIFF"
    html = beside._repr_html_()
    assert 'src="long.wav"' in html
    assert "MB to the notebook" not in html


def test_an_hour_is_not_put_into_a_notebook(take, tmp_path):
    long = Take(
        take.script, take.requests, Audio(bytes(HUGE + 2), 8000), take.alignment, take.provenance
    )
    html = Player(long)._repr_html_()
    assert len(html) < 1000
    assert "30 MB of sound, too much" in html
    assert "beside" in html
    assert 'src="long.wav"' in Player(long).beside(tmp_path, "long")._repr_html_()


def test_magics_speak_check_and_look_up(shell, capsys):
    shell.run_cell_magic("say", "--as greeting", "Good morning.\n\nGood night.")
    assert isinstance(shell.user_ns["greeting"], Take)
    assert "Take" in capsys.readouterr().out
    assert shell.run_cell_magic("lint", "", "[clear_thorat] Hm.").diagnostics[0].code == "VV102"
    assert (
        shell.run_cell_magic("lint", "--unsafe", "[clear_thorat] Hm.").after == "[clear throat] Hm."
    )
    shell.run_cell_magic("script", "scene", "MIRA: Stay low.")
    assert shell.user_ns["scene"].utterances
    said = shell.run_line_magic("ipa", "tomato")
    assert "/" in repr(said)
    assert "<table>" in said._repr_html_()


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("--engine nobody", "Unknown engine"),
        ("--model inworld-tts-9", "Unknown model"),
        ("--voice", "%%say"),
    ],
)
def test_slips_are_told_in_a_sentence(shell, capsys, line, hint):
    assert shell.run_cell_magic("say", line, "Hello.") is None
    assert hint in capsys.readouterr().out


def test_unloading_gives_back_what_was_there(shell):
    shell.run_line_magic("unload_ext", "vivavoce")
    assert "ipa" not in shell.magics_manager.magics["line"]
    assert shell.magics_manager.magics["cell"]["script"].__module__.startswith("IPython")
    shell.run_line_magic("load_ext", "vivavoce")
