"""What the workbench sends to a page with every instance."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import vivavoce

HOME = Path(vivavoce.__file__).parent / "notebook" / "widgets" / "workbench"
NAMESPACE = re.compile(r"http://www\.w3\.org/[\w/]+")


def read(name):
    return (HOME / "static" / name).read_bytes()


def test_the_script_stays_small():
    script = read("workbench.js")
    assert len(script) <= 350_000
    assert len(gzip.compress(script, mtime=0)) <= 120_000


def test_the_style_stays_small():
    style = read("workbench.css")
    assert len(style) <= 20_000
    assert len(gzip.compress(style, mtime=0)) <= 6_000


def test_nothing_is_loaded_and_no_text_becomes_markup():
    script = NAMESPACE.sub("", read("workbench.js").decode("utf-8"))
    assert not re.findall(r"https?://|\bimport\s*[({\"']|\beval\(|insertAdjacentHTML", script)
    # CodeMirror itself sets an empty one.
    assert not [
        m for m in re.findall(r"\.(?:inner|outer)HTML\s*=(?!=)(.{3})", script) if m[:2] != '""'
    ]
    assert "url(" not in read("workbench.css").decode("utf-8").replace("url(data:", "")


def test_licences_of_what_is_inside_are_shipped():
    notice = (HOME / "THIRD_PARTY.md").read_text(encoding="utf-8")
    assert "@codemirror/view" in notice
    assert notice.count("Permission is hereby granted") >= 4
