"""The built files are what the sources build, and stay small."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from pathlib import Path

import pytest

import vivavoce
from vivavoce.exports.html import page_html, player_html

FRONTEND = Path(__file__).parents[2] / "frontend"
STATIC = Path(vivavoce.__file__).parent / "exports" / "static"

LIMITS = {
    "player": (13_000, 5_300),
    "lanes": (21_400, 8_600),
    "compare": (27_300, 10_500),
}
"""What an output carries beside its sound: bytes of script and style, plain and gzipped."""

SHEETS = {
    "player": ("player",),
    "lanes": ("player", "lanes"),
    "compare": ("player", "lanes", "compare"),
}


@pytest.mark.parametrize("bundle", LIMITS)
def test_bundles_stay_small(bundle):
    files = [STATIC / f"{bundle}.js", *(STATIC / f"{sheet}.css" for sheet in SHEETS[bundle])]
    parts = [file.read_bytes() for file in files]
    plain, packed = LIMITS[bundle]
    assert sum(map(len, parts)) <= plain
    assert sum(len(gzip.compress(part, mtime=0)) for part in parts) <= packed


def needs_node():
    return pytest.mark.skipif(
        not shutil.which("node") or not (FRONTEND / "node_modules").is_dir(),
        reason="needs Node and `npm ci --ignore-scripts` in frontend/",
    )


@needs_node()
def test_committed_bundles_are_what_the_sources_build():
    done = subprocess.run(
        ["node", "build.mjs", "--check"], cwd=FRONTEND, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@needs_node()
def test_the_logic_in_javascript():
    done = subprocess.run(
        ["node", "--test"], cwd=FRONTEND, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_nothing_is_loaded_from_elsewhere():
    for file in STATIC.iterdir():
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http" not in text
        assert "import" not in text.replace("!important", "")


def test_a_ten_second_player_is_small(speak):
    take = speak(*["The ferry reached the shore at dawn."] * 4)
    beside = len(player_html(take)) - len(take.audio.samples) * 4 / 3
    assert beside < 60_000


def test_the_same_take_gives_the_same_page(dialogue):
    assert page_html(dialogue) == page_html(dialogue)
    assert player_html(dialogue) == player_html(dialogue)
