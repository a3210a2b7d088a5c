"""Patterns for paths, as in a `.gitignore`."""

from __future__ import annotations

import re
from functools import cache

from vivavoce.errors import ConfigError
from vivavoce.text.pattern import pattern

_PIECES = pattern(r"\*\*/|/\*\*$|\*\*|\*|\?|\[[^]]+\]|[^*?[]+|\[")
_WRITTEN = {
    "**/": "(?:.*/)?", "/**": "/.*", "**": ".*", "*": "[^/]*", "?": "[^/]", "[": r"\[",
}  # fmt: skip


def match_glob(pattern: str, path: str) -> bool:
    """Whether a pattern names a path or a folder it lies in.

    `*` and `?` stay inside a name, `**` does not. A pattern without a slash in it names files and
    folders anywhere, any other counts from the folder of the configuration.

    Args:
        pattern: such as `drafts`, `*.md`, `acts/**/old-*.vv`.
        path: with `/` between names, relative to the folder of the configuration.
    """
    return bool(_compile(pattern).match(path))


def check_glob(pattern: str) -> None:
    """Make sure that a pattern is one.

    Raises:
        ConfigError: if it is empty or its brackets make no sense.
    """
    try:
        _compile(pattern)
    except re.error as error:
        raise ConfigError(f"{pattern!r} is no pattern for paths: {error}.") from error
    if not pattern.strip("./"):
        raise ConfigError(f"{pattern!r} is no pattern for paths; write ** for everything.")


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    trimmed = pattern.removeprefix("./").rstrip("/")
    anywhere = "" if "/" in trimmed else "(?:.*/)?"
    body = "".join(_translate(piece) for piece in _PIECES.findall(trimmed.lstrip("/")))
    return re.compile(f"{anywhere}{body}(?:/.*)?\\Z", re.DOTALL)


def _translate(piece: str) -> str:
    if piece in _WRITTEN:
        return _WRITTEN[piece]
    if piece[0] == "[":
        inner = piece[1:-1].replace("\\", "\\\\")
        return f"[^{inner[1:]}]" if inner[0] == "!" else f"[{inner}]"
    return re.escape(piece)
