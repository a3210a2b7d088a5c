"""Patterns for paths."""

from __future__ import annotations

import pytest

from vivavoce.errors import ConfigError
from vivavoce.lint.globs import check_glob, match_glob


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("drafts", "drafts/a.vv", True),
        ("drafts", "acts/drafts/a.vv", True),
        ("drafts/", "drafts/a.vv", True),
        ("draft", "drafts/a.vv", False),
        ("*.md", "README.md", True),
        ("*.md", "docs/deep/README.md", True),
        ("*.md", "README.mdx", False),
        ("acts/*.vv", "acts/a.vv", True),
        ("acts/*.vv", "acts/old/a.vv", False),
        ("acts/**/*.vv", "acts/old/older/a.vv", True),
        ("acts/**/*.vv", "acts/a.vv", True),
        ("acts/**", "acts/old/a.vv", True),
        ("**", "a.vv", True),
        ("/a.vv", "a.vv", True),
        ("/a.vv", "b/a.vv", False),
        ("./acts/a.vv", "acts/a.vv", True),
        ("a?.vv", "ab.vv", True),
        ("a?.vv", "a/.vv", False),
        ("[ab].vv", "a.vv", True),
        ("[!ab].vv", "a.vv", False),
        ("[.vv", "[.vv", True),
        ("a.vv", "axvv", False),
    ],
)
def test_match(pattern: str, path: str, fits: bool):
    assert match_glob(pattern, path) is fits


@pytest.mark.parametrize("pattern", ["", "/", ".", "[z-a]"])
def test_no_pattern(pattern: str):
    with pytest.raises(ConfigError):
        check_glob(pattern)
