"""Finds configuration files and ties them to the files they are for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from vivavoce.errors import ConfigError, FileError
from vivavoce.lint.config import COMMAND_LINE, Configuration, Layer, Reader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vivavoce.lint.settings import Settings

FILE = "vivavoce.toml"
PROJECT = "pyproject.toml"


class Located(NamedTuple):
    """A configuration and the folder that its patterns count from."""

    configuration: Configuration
    folder: str


class Configurations:
    """The configuration of every file: that of the nearest file upwards from it.

    Args:
        reader: checks what files say.
        options: what the command line says, by key.
        inline: `--config` values: `key=value`, or the path of the one file to use.
        isolated: whether to look for no file.
    """

    def __init__(
        self,
        reader: Reader,
        options: Mapping[str, Any],
        inline: Sequence[str] = (),
        *,
        isolated: bool = False,
    ) -> None:
        self._reader = reader
        pairs = [text for text in inline if "=" in text]
        files = [text for text in inline if "=" not in text]
        if len(files) > 1:
            raise ConfigError("--config takes one file; further values must be KEY=VALUE.")
        self._only = files[0] if files else None
        self._isolated = isolated
        self._over: list[Layer] = [reader.read(_parse_pair(text), "--config") for text in pairs]
        self._over.append(reader.read(options, COMMAND_LINE))
        self._located: dict[str, Located] = {}
        self._known: dict[str, Located] = {}

    def at(self, folder: str) -> Located:
        """The configuration for files of a folder."""
        found = self._located.get(folder)
        if found is None:
            path = self._find(folder)
            found = self._known.get(path)
            if found is None:
                found = self._known[path] = self._load(path)
            self._located[folder] = found
        return found

    @property
    def here(self) -> Located:
        """The configuration of the run itself: that of the current folder."""
        return self.at(os.getcwd())

    def settings_for(self, path: str) -> Settings:
        """The settings of a file.

        Raises:
            ConfigError: if its configuration is invalid.
        """
        whole = os.path.abspath(path)
        located = self.at(os.path.dirname(whole))
        return located.configuration.settings_for(relate(whole, located.folder))

    def excludes(self, path: str) -> bool:
        """Whether the configuration of the current folder leaves a path out of searches."""
        patterns = self.here.configuration.get("exclude")
        if not patterns:
            return False
        from vivavoce.lint.globs import match_glob

        related = relate(os.path.abspath(path), self.here.folder)
        return any(match_glob(pattern, related) for pattern in patterns)

    def _find(self, folder: str) -> str:
        if self._isolated:
            return ""
        return self._only or find_upwards(folder)

    def _load(self, path: str) -> Located:
        if not path:
            return Located(Configuration(tuple(self._over)), os.getcwd())
        layer = self._reader.read(load_table(path), _relate_to_here(path))
        folder = os.path.dirname(os.path.abspath(path))
        return Located(Configuration((layer, *self._over)), folder)


def find_upwards(folder: str) -> str:
    """The nearest configuration file in a folder or above it, or "".

    `vivavoce.toml` beats a `pyproject.toml` beside it; a `pyproject.toml` without
    `[tool.vivavoce]` does not count.
    """
    while True:
        own = os.path.join(folder, FILE)
        if os.path.isfile(own):
            return own
        project = os.path.join(folder, PROJECT)
        if os.path.isfile(project) and "vivavoce" in (text := _read(project)):
            tool = _parse(project, text).get("tool")
            if isinstance(tool, dict) and "vivavoce" in tool:
                return project
        parent = os.path.dirname(folder)
        if parent == folder:
            return ""
        folder = parent


def load_table(path: str) -> dict[str, Any]:
    """What a configuration file says.

    Raises:
        FileError: if it cannot be read.
        ConfigError: if it is not TOML.
    """
    table = _parse(path, _read(path))
    if os.path.basename(path) != PROJECT:
        return table
    own = table.get("tool", {}).get("vivavoce", {})
    return own if isinstance(own, dict) else {"tool.vivavoce": own}


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text.") from error
    except OSError as error:
        raise FileError(f"Cannot read {path}: {error.strerror}.") from error


def _parse(path: str, text: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{_relate_to_here(path)} is not valid TOML: {error}.") from error


def _parse_pair(text: str) -> dict[str, Any]:
    """`key=value` as a table; a value that is no TOML is a text."""
    import tomllib

    key, _, value = text.partition("=")
    for attempt in (f"{key} = {value}", f"{key} = {_quote(value)}"):
        try:
            return tomllib.loads(attempt)
        except tomllib.TOMLDecodeError:
            continue
    raise ConfigError(f"--config {text!r} must be KEY=VALUE, such as --config preview=true.")


def _quote(value: str) -> str:
    from vivavoce.lint.report import dump_json

    return dump_json(value.strip())


def relate(path: str, folder: str) -> str:
    """A path as seen from a folder, with `/` between names."""
    inside = path.startswith(folder.rstrip(os.sep) + os.sep)
    related = path[len(folder.rstrip(os.sep)) + 1 :] if inside else os.path.relpath(path, folder)
    return related.replace(os.sep, "/")


def _relate_to_here(path: str) -> str:
    related = os.path.relpath(path)
    return path if related.startswith("..") else related
