"""Grammars into parse tables: Lark reads the grammar and works out the LALR tables, once.

Importing Lark takes longer than linting a script, and its parser takes about ten times as long as
`syntax.lalr` for the same tables; so the tables are computed when a grammar changes
(`python scripts/compile_grammars.py`) and kept beside it. A test holds the two together.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from vivavoce._resources import grammars

if TYPE_CHECKING:
    from lark import Lark

END = "$END"


def build_lark(name: str) -> Lark:
    """Lark's own parser for `grammars/<name>.lark`; the yardstick for the tables."""
    from lark import Lark  # noqa: PLC0415 - costs more than a lint run

    text = grammars().joinpath(f"{name}.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer="contextual", keep_all_tokens=True)


def compile_tables(name: str) -> dict[str, Any]:
    """The tables of a grammar as plain JSON values.

    Returns:
        `terminals`: `[name, pattern]` in order of precedence; `rules`: `[name, length, kind]`
        with `kind` one of `node`, `pass`, `new`, `add`; `states`: for each state a mapping from
        terminal or rule name to `[is shift, state or rule number]`; `start`: the first state.
    """
    from lark.parsers.lalr_analysis import Shift  # noqa: PLC0415

    lark = build_lark(name)
    table = lark.parser.parser._parse_table  # noqa: SLF001 - no public way to the tables
    start, end = table.start_states["start"], table.end_states["start"]
    rules = {rule: number for number, rule in enumerate(lark.rules)}
    numbers = _number_states(table.states, start, Shift)
    terminals = sorted(
        lark.terminals,
        key=lambda t: (-t.priority, -t.pattern.max_width, -len(t.pattern.value), t.name),
    )
    states = [
        {
            symbol: [1, numbers[argument]] if action is Shift else [0, rules[argument]]
            for symbol, (action, argument) in sorted(table.states[state].items())
        }
        for state in numbers
    ]
    return {
        "start": numbers[start],
        "end": numbers[end],
        "terminals": [[t.name, t.pattern.to_regexp()] for t in terminals],
        "rules": [[rule.origin.name, len(rule.expansion), _kind(rule)] for rule in lark.rules],
        "states": states,
    }


def _number_states(states: dict[int, Any], start: int, shift: object) -> dict[int, int]:
    """Numbers in the order in which the states are reached: Lark's own differ from run to run."""
    numbers = {start: 0}
    for state in (waiting := [start]):
        for _, (action, target) in sorted(states[state].items(), key=lambda item: item[0]):
            if action is shift and target not in numbers:
                numbers[target] = len(numbers)
                waiting.append(target)
    return numbers


def _kind(rule: Any) -> str:
    name, expansion = rule.origin.name, rule.expansion
    if name.startswith("__"):
        return "add" if expansion[0].name == name else "new"
    if len(expansion) == 1 and rule.options.expand1:
        return "pass"
    return "node"


def dump_tables(name: str) -> str:
    """The tables as the JSON text that is kept in `grammars/compiled`."""
    return json.dumps(compile_tables(name), ensure_ascii=False, separators=(",", ":")) + "\n"
