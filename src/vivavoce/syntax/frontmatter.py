"""The YAML at the head of a script, with the place of every key and value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from vivavoce.text import Span

if TYPE_CHECKING:
    from yaml.nodes import Node as YamlNode

_FENCE = re.compile(r"---[ \t]*\r?\n")
_MAX_DEPTH = 8


class Setting(NamedTuple):
    """One `key: value`.

    Attributes:
        key: as written.
        value: text, number, boolean or None; a list of such; or a dict of `Setting`s by key.
        key_span: the key's place in the source.
        span: the value's place in the source.
    """

    key: str
    value: Any
    key_span: Span
    span: Span

    def get(self, key: str) -> Setting | None:
        """The setting under `key`, if the value is a mapping that has it."""
        return self.value.get(key) if isinstance(self.value, dict) else None


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the head of a script says.

    Attributes:
        settings: top-level settings by key.
        faults: what is wrong with the YAML itself, with the place.
    """

    settings: dict[str, Setting] = field(default_factory=dict)
    faults: tuple[tuple[Span, str], ...] = ()

    def value(self, key: str) -> Any:
        """The plain value of a top-level setting, or None."""
        setting = self.settings.get(key)
        return None if setting is None else setting.value


def read_front_matter(text: str, start: int, end: int) -> FrontMatter:
    """Read the front matter that stands at `text[start:end]`, fences included. Never raises."""
    from vivavoce.syntax.simple_yaml import read_simple  # noqa: PLC0415 - it needs this module

    fence = _FENCE.match(text, start, end)
    at = fence.end() if fence else start
    body = text[at:end].rstrip()
    body = body.removesuffix("---")
    simple = read_simple(body, at)
    return _read_yaml(body, start, at) if simple is None else FrontMatter(simple)


def _read_yaml(body: str, start: int, at: int) -> FrontMatter:
    """Any YAML: the text behind the fence that stands at `start`, itself at `at`."""
    import yaml  # noqa: PLC0415 - takes longer to import than a script to lint

    try:
        root = yaml.compose(body, Loader=yaml.SafeLoader)
        reader = _Reader(at)
        settings = {} if root is None else reader.mapping(root, 0)
    except yaml.YAMLError as error:
        return FrontMatter(faults=(_explain(error, at, len(body)),))
    except (ValueError, RecursionError) as error:
        reason = str(error) or "it is nested too deeply"
        return FrontMatter(
            faults=((Span(start, at), f"The front matter cannot be read: {reason}."),)
        )
    return FrontMatter(settings, tuple(reader.faults))


def _explain(error: Exception, at: int, length: int) -> tuple[Span, str]:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    offset = at + min(mark.index if mark else getattr(error, "position", 0), max(length - 1, 0))
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it is no YAML"
    return Span(offset, offset + 1), f"The front matter is not valid YAML: {problem}."


class _Reader:
    """Turns YAML nodes into settings, remembering where they stood."""

    def __init__(self, at: int) -> None:
        self._at = at
        self.faults: list[tuple[Span, str]] = []

    def _span(self, node: YamlNode) -> Span:
        start, end = node.start_mark.index, node.end_mark.index
        return Span(self._at + start, self._at + max(start, end))

    def mapping(self, node: YamlNode, depth: int) -> dict[str, Setting]:
        from yaml.nodes import MappingNode, ScalarNode  # noqa: PLC0415

        settings: dict[str, Setting] = {}
        if not isinstance(node, MappingNode):
            self.faults.append(
                (self._span(node), "The front matter must be lines of `key: value`.")
            )
            return settings
        if depth > _MAX_DEPTH:
            raise ValueError("it is nested too deeply")
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self.faults.append((self._span(key_node), "A key must be a single word."))
                continue
            key = str(key_node.value)
            if key in settings:
                self.faults.append((self._span(key_node), f"The key {key!r} is given twice."))
            value = self.value(value_node, depth + 1)
            settings[key] = Setting(key, value, self._span(key_node), self._span(value_node))
        return settings

    def value(self, node: YamlNode, depth: int) -> Any:
        from yaml import SafeLoader  # noqa: PLC0415
        from yaml.nodes import MappingNode, SequenceNode  # noqa: PLC0415

        if depth > _MAX_DEPTH:
            raise ValueError("it is nested too deeply")
        if isinstance(node, MappingNode):
            return self.mapping(node, depth)
        if isinstance(node, SequenceNode):
            return [self.value(item, depth + 1) for item in node.value]
        loader = SafeLoader("")
        try:
            return loader.construct_object(node, deep=True)
        except Exception:  # noqa: BLE001 - a date such as 2026-13-40 raises whatever it likes
            return str(node.value)
        finally:
            loader.dispose()
