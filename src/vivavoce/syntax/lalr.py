"""An LALR(1) parser that runs the tables Lark worked out.

States in which one rule can be reduced whatever follows are reduced at once, without reading on;
in all others the scanner knows only the terminals the state can take. Both are what makes it fast.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from vivavoce._resources import COMPILED, read_grammar
from vivavoce.syntax.node import Node, NodeKind

if TYPE_CHECKING:
    from collections.abc import Callable

END = "$END"
_START_LIST = "__start_star_0"
_new = tuple.__new__
_NODE, _PASS, _NEW, _ADD = "node", "pass", "new", "add"


class Parser:
    """A grammar ready to run.

    Every text parses: the grammars are total, which `tests/syntax` proves on random texts.
    """

    def __init__(self, tables: dict[str, Any]) -> None:
        states: list[dict[str, list[int]]] = tables["states"]
        self._rules: list[tuple[str, int, str]] = tables["rules"]
        self._goto = [{s: a for s, (shift, a) in state.items() if shift} for state in states]
        self._default = [_only_reduction(state) for state in states]
        self._patterns = [
            [(n, p) for n, p in tables["terminals"] if n in goto] for goto in self._goto
        ]
        self._scanners: list[Callable[..., Any]] = [
            re.compile("|".join(f"({p})" for _, p in t)).match for t in self._patterns
        ]
        self._skipping: dict[NodeKind, Callable[..., Any]] = {}
        self._shifts = [
            [(NodeKind(n), self._shift(state, n)) for n, _ in taken]
            for state, taken in enumerate(self._patterns)
        ]
        self._start: int = tables["start"]
        self._list = self._goto[self._start][_START_LIST]

    def _shift(self, state: int, terminal: str) -> int:
        """The state after `terminal`, or -1 where it only lengthens the list on the stack."""
        target = after = self._goto[state][terminal]
        while (rule := self._default[after]) >= 0:
            name, _, kind = self._rules[rule]
            if kind == _ADD:
                return -1
            if kind != _PASS or name not in self._goto[state]:
                break
            after = self._goto[state][name]
        return target

    def parse(self, text: str, start: int, end: int) -> list[Node]:
        """The top-level nodes of `text[start:end]`, in order; their spans touch."""
        return self._run(text, start, end, self._scanners[self._list])

    def parse_without(self, skipped: NodeKind, text: str, start: int, end: int) -> list[Node]:
        """As `parse`, but without the nodes of a terminal that needs no looking at its neighbours.

        A run of it is read in one go with what follows.
        """
        scan = self._skipping.get(skipped)
        if scan is None:
            own, others = self._split(skipped)
            scan = self._skipping[skipped] = re.compile(f"(?:{own})?(?:{others})").match
        return self._run(text, start, end, scan)

    def _split(self, skipped: NodeKind) -> tuple[str, str]:
        """The pattern of one terminal, and the others' with their groups where they were."""
        parts = self._patterns[self._list]
        own = next(pattern for name, pattern in parts if name == skipped)
        others = "|".join("($.)" if name == skipped else f"({pattern})" for name, pattern in parts)
        return own, others

    def _run(self, text: str, start: int, end: int, scan: Callable[..., Any]) -> list[Node]:
        nodes: list[Node] = []
        shifts = self._shifts[self._list]
        while start < end:
            match = scan(text, start, end)
            if match is None:
                break
            kind, state = shifts[match.lastindex - 1]
            start, stop = match.span(match.lastindex)
            if state < 0:
                nodes.append(_new(Node, (kind, start, stop, ())))
                start = stop
            else:
                start = self._branch(text, Node(kind, start, stop), state, end, nodes)
        return nodes

    def _branch(self, text: str, first: Node, state: int, end: int, nodes: list[Node]) -> int:
        """Add the one node that `first` opens to `nodes`; return where it ends."""
        states = [self._start, self._list, state]
        values: list[Any] = [nodes, first]
        start = first.end
        while len(states) > 2:
            state = states[-1]
            rule = self._default[state]
            if rule >= 0:
                name, length, kind = self._rules[rule]
                _reduce(values, name, length, kind)
                del states[-length:]
                states.append(self._goto[states[-1]][name])
                continue
            match = self._scanners[state](text, start, end)
            terminal, state = self._shifts[state][match.lastindex - 1]
            node = Node(terminal, start, match.end())
            start = node.end
            if state < 0:
                values[-1].append(node)
            else:
                values.append(node)
                states.append(state)
        return start


def _reduce(values: list[Any], name: str, length: int, action: str) -> None:
    if action is _PASS:
        return
    if action is _ADD:
        last = values.pop()
        values[-1].append(last)
    elif action is _NEW:
        values[-1] = [values[-1]]
    else:
        children = tuple(_flatten(values[-length:]))
        del values[-length:]
        values.append(Node(NodeKind(name), children[0].start, children[-1].end, children))


def _flatten(parts: list[Any]) -> list[Node]:
    flat: list[Node] = []
    for part in parts:
        flat.extend(part) if isinstance(part, list) else flat.append(part)
    return flat


def _only_reduction(state: dict[str, list[int]]) -> int:
    """The rule that a state reduces by whatever follows, or -1."""
    targets = {tuple(action) for action in state.values()}
    if len(targets) == 1:
        shift, rule = targets.pop()
        if not shift and set(state) != {END}:
            return rule
    return -1


@cache
def load_parser(name: str) -> Parser:
    """The parser of `grammars/<name>.lark`, from its compiled tables."""
    tables = json.loads(read_grammar(COMPILED, f"{name}.json"))
    interned = {_NODE: _NODE, _PASS: _PASS, _NEW: _NEW, _ADD: _ADD}
    tables["rules"] = [[n, length, interned[kind]] for n, length, kind in tables["rules"]]
    return Parser(tables)
