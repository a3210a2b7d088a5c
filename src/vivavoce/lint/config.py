"""Configuration: what files and the command line say, checked, layered and resolved for a path."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vivavoce.dialects import known_models
from vivavoce.errors import ConfigError, UnknownNameError
from vivavoce.lint.diagnostic import Severity
from vivavoce.lint.globs import check_glob, match_glob
from vivavoce.lint.groups import GROUPS
from vivavoce.lint.keys import BY_NAME, KEYS, LEVELS, SCOPES, SEVERITIES, TABLES, Key, Kind
from vivavoce.lint.run import read_options
from vivavoce.lint.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vivavoce.lint.rule import Rule

_SIZE = re.compile(r"(\d+)\s*([kmg]?)i?b?", re.IGNORECASE)
_CODE = re.compile(r"VV\d{0,3}")
_SCALE = {"": 1, "k": 1000, "m": 1000**2, "g": 1000**3}
_CHOICES = {Kind.SCOPE: SCOPES, Kind.LEVEL: LEVELS}

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A value and who gave it: `default`, a file, or an option of the command line."""

    value: Any
    origin: str


Layer = dict[Path, Value]
"""Values by the way to them, such as `("rules", "near-miss-sound", "distance")`."""


class Reader:
    """Checks tables against what there is.

    Args:
        rules: every rule.
        formats: names of the report formats.
    """

    def __init__(self, rules: Sequence[Rule], formats: Iterable[str] = ()) -> None:
        self._rules = rules
        self._by_name = {name: rule for rule in rules for name in (rule.code, rule.name)}
        self._formats = tuple(formats)

    def read(self, table: Mapping[str, Any], origin: str) -> Layer:
        """A table as a layer.

        Raises:
            ConfigError: for an unknown key, rule or model, and for a value of the wrong kind.
        """
        try:
            return {path: Value(value, origin) for path, value in self._read_top(table)}
        except UnknownNameError as error:
            if origin == COMMAND_LINE:
                raise
            raise ConfigError(f"{origin}: {error}") from error

    def _read_top(self, table: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
        plain = {name: value for name, value in table.items() if name not in TABLES}
        for name, value in plain.items():
            if name not in BY_NAME:
                raise UnknownNameError("key", name, [*BY_NAME, *TABLES])
            yield (name,), self._check(BY_NAME[name], value)
        yield from self._read_severity(_expect_table("severity", table.get("severity", {})))
        yield from self._read_rules(_expect_table("rules", table.get("rules", {})))
        for pattern, settings in _expect_table("paths", table.get("paths", {})).items():
            yield from self._read_path(pattern, _expect_table(pattern, settings))

    def _read_path(self, pattern: str, table: dict[str, Any]) -> Iterator[tuple[Path, Any]]:
        check_glob(pattern)
        allowed = [key.name for key in KEYS if key.by_path] + ["severity", "rules"]
        for name in table:
            if name not in allowed:
                raise UnknownNameError(f"key for the path {pattern!r}", name, allowed)
        for path, value in self._read_top(table):
            yield ("paths", pattern, *path), value

    def _read_severity(self, table: dict[str, Any]) -> Iterator[tuple[Path, Any]]:
        for selector, value in table.items():
            if value not in SEVERITIES:
                _refuse(f"severity of {selector}", "error, warning or info", value)
            yield ("severity", self.resolve(selector)), Severity(value)

    def _read_rules(self, table: dict[str, Any]) -> Iterator[tuple[Path, Any]]:
        for name, options in table.items():
            rule = self._by_name.get(name)
            if rule is None:
                raise UnknownNameError("rule", name, self._by_name)
            given = _expect_table(f"rules.{name}", options)
            read_options(rule, Settings(options={rule.name: given}))
            for option, value in given.items():
                yield ("rules", rule.name, option), value

    def _check(self, key: Key, value: Any) -> Any:
        if key.kind in {Kind.RULES, Kind.GLOBS}:
            return self._check_list(key, value)
        if key.kind is Kind.SWITCH and isinstance(value, bool):
            return value
        if key.kind is Kind.COUNT and isinstance(value, int) and not isinstance(value, bool):
            return value if value >= 0 else _refuse(key.name, "0 or more", value)
        if key.kind is Kind.SIZE:
            read_size(value)
            return value
        if isinstance(value, str) and key.kind not in {Kind.SWITCH, Kind.COUNT}:
            return self._check_text(key, value)
        return _refuse(key.name, _EXPECTED[key.kind], value)

    def _check_text(self, key: Key, value: str) -> str:
        if key.kind is Kind.MODEL:
            value = value.removeprefix("inworld/")
            known = known_models()
        else:
            known = self._formats if key.kind is Kind.FORMAT else _CHOICES.get(key.kind, ())
        if known and value not in known:
            raise UnknownNameError(key.name, value, known)
        return value

    def _check_list(self, key: Key, value: Any) -> tuple[str, ...]:
        if isinstance(value, str):
            value = [part.strip() for part in value.split(",") if part.strip()]
        if not isinstance(value, (list, tuple)) or not all(isinstance(v, str) for v in value):
            _refuse(key.name, _EXPECTED[key.kind], value)
        if key.kind is Kind.GLOBS:
            for pattern in value:
                check_glob(pattern)
            return tuple(value)
        return tuple(self.resolve(selector) for selector in value)

    def resolve(self, selector: str) -> str:
        """A code, the prefix of codes, a rule's name or a group, as a code, prefix or name.

        Raises:
            UnknownNameError: if no rule is meant.
        """
        if selector == "ALL":
            return selector
        if selector in GROUPS:
            return GROUPS[selector]
        upper = selector.upper()
        if _CODE.fullmatch(upper) and any(rule.code.startswith(upper) for rule in self._rules):
            return upper
        name = selector.lower().replace("_", "-")
        if name in self._by_name:
            return name
        raise UnknownNameError("rule or group", selector, [*self._by_name, *GROUPS])


_EXPECTED = {
    Kind.MODEL: "the id of a model",
    Kind.TEXT: "a text",
    Kind.SCOPE: f"one of {', '.join(SCOPES)}",
    Kind.RULES: "a list of rules",
    Kind.GLOBS: "a list of patterns",
    Kind.SWITCH: "true or false",
    Kind.LEVEL: f"one of {', '.join(LEVELS)}",
    Kind.FORMAT: "the name of a report format",
    Kind.COUNT: "a whole number",
    Kind.SIZE: "a size such as 5MB",
}


def _expect_table(name: str, value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else _refuse(name, "a table", value)


def _refuse(name: str, expected: str, value: Any) -> Any:
    raise ConfigError(f"{name} must be {expected}, not {value!r}.")


def read_size(value: Any) -> int:
    """A size such as `5MB` or 5000000, in bytes.

    Raises:
        ConfigError: if it is none.
    """
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    match = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or not int(match[1]):
        raise ConfigError(f"max-size must be a size such as 5MB, not {value!r}.")
    return int(match[1]) * _SCALE[match[2].lower()]


@dataclass(frozen=True)
class Configuration:
    """Layers, the strongest last.

    Attributes:
        layers: what each source says.
    """

    layers: tuple[Layer, ...] = ()
    _settings: dict[Path, Settings] = field(default_factory=dict, repr=False, compare=False)

    def get(self, name: str) -> Any:
        """The value of a plain key."""
        return self.find(name).value

    def find(self, name: str) -> Value:
        """The value of a plain key, with its origin."""
        for layer in reversed(self.layers):
            if (name,) in layer:
                return layer[(name,)]
        return Value(BY_NAME[name].default, "default")

    def list_values(self) -> Iterator[tuple[Path, Value]]:
        """Everything in force, with its origin."""
        for key in KEYS:
            yield (key.name,), self.find(key.name)
        tables: Layer = {}
        for layer in self.layers:
            tables.update((path, value) for path, value in layer.items() if len(path) > 1)
        yield from tables.items()

    def settings_for(self, path: str) -> Settings:
        """The settings of a file, named relative to the folder of the configuration."""
        patterns = tuple(p for p in self._patterns() if match_glob(p, path))
        found = self._settings.get(patterns)
        if found is None:
            found = self._settings[patterns] = self._build(patterns)
        return found

    def _patterns(self) -> Iterator[str]:
        seen = {path[1]: None for layer in self.layers for path in layer if path[0] == "paths"}
        return iter(seen)

    def _build(self, patterns: Path) -> Settings:
        """Files and the sections that fit, then what the command line says."""
        values: dict[Path, Any] = {}
        for layer in self.layers:
            for path, value in layer.items():
                if path[0] != "paths":
                    _put(values, path, value)
            for pattern in patterns:
                for path, value in layer.items():
                    if path[:2] == ("paths", pattern):
                        _put(values, path[2:], value)
        return _make_settings(values)


ADDING = frozenset({"extend-select", "ignore"})
"""Keys whose values from a stronger source add to those of a weaker one."""
COMMAND_LINE = "command line"
"""Origin of options; its `select` says exactly which rules run, whatever files say."""


def _put(values: dict[Path, Any], path: Path, value: Value) -> None:
    if path[0] in ADDING:
        values[path] = (*values.get(path, ()), *value.value)
        return
    if path[0] == "select" and value.origin == COMMAND_LINE:
        for adding in ADDING:
            values.pop((adding,), None)
    values[path] = value.value


def _make_settings(values: dict[Path, Any]) -> Settings:
    options: dict[str, dict[str, Any]] = {}
    for path, value in values.items():
        if path[0] == "rules":
            options.setdefault(path[1], {})[path[2]] = value
    return Settings(
        model=values.get(("model",)),
        language=values.get(("language",)),
        scope=values.get(("scope",)),
        select=values.get(("select",), ()),
        extend_select=values.get(("extend-select",), ()),
        ignore=values.get(("ignore",), ()),
        severities={path[1]: value for path, value in values.items() if path[0] == "severity"},
        options=options,
        preview=values.get(("preview",), False),
    )
